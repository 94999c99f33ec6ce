import type { Input } from './input.ts';
import type { Person } from './person.ts';
import type { PersonStore } from './person-store.ts';

/** A customer is merged once or twice in a life; a longer chain is a ring that a race made, and is not followed. */
export const HOPS_AT_MOST = 5;

/**
 * The person that a profile id stands for now: who was merged into another one is that other one (docs/decisions/0016-merge.md).
 * Null where nobody is stored. Reads strongly, once more for each merge.
 */
export async function loadSurvivor(people: Pick<PersonStore, 'load'>, profileId: string): Promise<Person | null> {
  let person = await people.load(profileId);
  for (let hops = 0; person !== null && person.mergedInto !== null && hops < HOPS_AT_MOST; hops += 1) {
    person = await people.load(person.mergedInto);
  }
  return person;
}

/** What only ever concerns the row it was meant for: mails of its own that are under way, and the steps of a merge. */
const own: ReadonlySet<Input['kind']> = new Set(['timer', 'claim', 'release', 'outcome', 'merge-away', 'merge-done']);

/** True for what acts on the survivor of a merge. */
export function movesOn(input: Input): boolean {
  return !own.has(input.kind) && !(input.kind === 'erasure' && input.own === true);
}

/** True for what stays with the profile that was merged into another one; feedback does both. */
export function staysBehind(input: Input): boolean {
  return !movesOn(input) || input.kind === 'feedback';
}
