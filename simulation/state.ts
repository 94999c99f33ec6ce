import type { Instant } from '../shared/kernel/instants.ts';
import type { Message } from '../shared/messages/message.ts';
import type { LogEntry } from '../shared/person/effects.ts';
import type { Input } from '../shared/person/input.ts';
import type { Person } from '../shared/person/person.ts';
import type { Workspace } from '../shared/workspace/workspace.ts';
import type { Addresses } from './addresses.ts';

/** Hears every line of every timeline, in the order in which they are written. */
export type Told = (profileId: string, entry: LogEntry) => void;

/** Hears of every mail that the mailer takes, with the person as they were at that moment: what a mail is composed from. */
export type Mailed = (person: Person, message: Message, at: Instant) => void;

/** A person's row, held as it is: no codec, no store. */
export interface Somebody {
  readonly profileId: string;
  person: Person;
  /** When the clock will look at them; null while nothing waits. */
  dueAt: Instant | null;
}

/** An input on its way to somebody. */
export interface Addressed {
  readonly profileId: string;
  readonly input: Input;
}

/** All that a commit in a world reads and writes. */
export interface State {
  readonly workspace: Workspace;
  readonly told: Told;
  readonly mailed: Mailed | undefined;
  /** Every mail is delivered at the instant it is sent. */
  readonly delivers: boolean;
  readonly people: Map<string, Somebody>;
  readonly erased: Set<string>;
  readonly book: Addresses;
}
