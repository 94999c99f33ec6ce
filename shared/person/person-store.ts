import type { LedgerEntry } from '../consent/ledger.ts';
import type { Effect } from './effects.ts';
import type { Person } from './person.ts';

export interface Commit {
  /** The new state; the store writes it under version `before.version + 1`. */
  readonly person: Person;
  readonly effects: readonly Effect[];
  /** Written in the same transaction (P-40). */
  readonly ledger: readonly LedgerEntry[];
  /** True where every input lowers permission or tells what became of a message: taken above 300 KB too, up to 350 KB. */
  readonly lowers?: boolean;
}

export interface PersonStore {
  /** Strongly consistent (P-12). Null where nobody is stored under the id. */
  load(profileId: string): Promise<Person | null>;
  /**
   * One conditional full put on the version that was read; ledger rows in the same transaction.
   * Resolves with the committed person. Rejects with ConflictError when the version moved, RowTooLargeError above 300 KB,
   * RetryableError when the store does not answer as it should.
   */
  commit(before: Person, commit: Commit): Promise<Person>;
}

/** Many people in one reading: a call a person would be most of what an event costs in time. */
export interface ManyPeople {
  /**
   * Strongly consistent, each for itself; at most 100 ids. Null for nobody. Whoever could not be read now is absent, and can be
   * loaded alone; never rejects.
   */
  loadAll(profileIds: readonly string[]): Promise<ReadonlyMap<string, Person | null>>;
}

/** The row would pass 300 KB: inputs that do not lower permission are refused. */
export class RowTooLargeError extends Error {
  override name = 'RowTooLargeError';
}
