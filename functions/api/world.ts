import type { AddressBook } from '../../shared/consent/address-book.ts';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import type { JsonObject } from '../../shared/kernel/json.ts';
import type { PersonStore } from '../../shared/person/person-store.ts';
import type { TimelineStore } from '../../shared/person/timeline.ts';
import type { ReleaseStore } from '../../shared/workspace/release-store.ts';

export interface BusEntry {
  readonly type: string;
  readonly detail: JsonObject;
}

/** All that the routes need of the world; tests give it from memory. */
export interface ApiWorld {
  readonly people: PersonStore;
  readonly addresses: AddressBook;
  readonly timeline: TimelineStore;
  readonly releases: ReleaseStore;
  /** Puts customer events on the bus in order, all of them; rejects with RetryableError when it could not. */
  readonly publish: (entries: readonly BusEntry[]) => Promise<void>;
  readonly keys: MacKeys;
  /** Of the links that people follow; without a trailing slash. */
  readonly linkOrigin: string;
  readonly clock: () => Instant;
  /** A random id for an event that came without one: the API is where it enters. */
  readonly newEventId: () => string;
}
