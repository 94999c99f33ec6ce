import type { AddressBook } from '../../shared/consent/address-book.ts';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import type { EventBus } from '../../shared/outbound/bus.eventbridge.ts';
import type { SesSuppressionList } from '../../shared/outbound/suppression-list.ses.ts';
import type { PersonStore } from '../../shared/person/person-store.ts';
import type { TimelineStore } from '../../shared/person/timeline.ts';
import type { ReleaseStore } from '../../shared/workspace/release-store.ts';

/** All that the routes need of the world; tests give it from memory. */
export interface ApiWorld {
  readonly people: PersonStore;
  readonly addresses: AddressBook;
  readonly timeline: TimelineStore;
  readonly releases: ReleaseStore;
  readonly bus: EventBus;
  readonly keys: MacKeys;
  readonly sesList: Pick<SesSuppressionList, 'remove'>;
  /** Whether somebody was erased under the id of this HMAC (P-58). Rejects with RetryableError. */
  readonly isErased?: (profileHmac: string) => Promise<boolean>;
  /** Of the links that people follow; without a trailing slash. */
  readonly linkOrigin: string;
  readonly clock: () => Instant;
  /** A random id for an event that came without one: the API is where it enters. */
  readonly newEventId: () => string;
}
