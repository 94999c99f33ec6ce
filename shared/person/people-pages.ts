import type { Person } from './person.ts';

/** A page of everybody. `next` is where the following one begins; null at the end. */
export interface PeoplePage<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** One of several parts that together are everybody, and read beside each other. */
export interface Part {
  readonly index: number;
  readonly of: number;
}

/** Everybody who is stored, a page at a time, in no order, as they were a moment ago. Rejects with RetryableError. */
export interface PeoplePages {
  ids(part: Part, limit: number, from: string | null): Promise<PeoplePage<string>>;
  people(limit: number, from: string | null): Promise<PeoplePage<Person>>;
}
