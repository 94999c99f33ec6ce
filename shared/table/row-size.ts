import type { Person } from '../person/person.ts';
import { type Commit, RowTooLargeError } from '../person/person-store.ts';
import { packedState } from './packed-person.ts';
import { encodePerson, type PersonRow } from './person-codec.ts';

/** Of the state as JSON, before compression, so that what a person may hold does not hang on how well it compresses. */
const STATE_LIMIT = 300 * 1024;
/** The room kept for what lowers permission and for what became of messages under way. */
const LOWERING_LIMIT = 350 * 1024;
/** DynamoDB refuses 400 KB; state and effects share it. */
const ITEM_LIMIT = 390 * 1024;

/** The row of a commit. Throws RowTooLargeError where `packedWithinLimit` does, or where DynamoDB would refuse the item. */
export function rowWithinLimits(before: Person, commit: Commit, after: Person): PersonRow {
  const row = encodePerson(after, commit.effects, packedWithinLimit(before, commit, after));
  const stored = (row.state?.B?.length ?? 0) + Buffer.byteLength(row.effects?.S ?? '');
  if (stored > ITEM_LIMIT) throw new RowTooLargeError(`person ${after.profileId} would pass DynamoDB's 400 KB`);
  return row;
}

/**
 * The packed state of a commit. Throws RowTooLargeError where it would pass 300 KB, except that what lowers permission has
 * room of its own, and that whatever makes the row no larger is taken: a withdrawal is never refused for want of room.
 */
export function packedWithinLimit(before: Person, commit: Commit, after: Person): string {
  const state = packedState(after);
  const size = Buffer.byteLength(state);
  const limit = lowersPermission(commit) ? LOWERING_LIMIT : STATE_LIMIT;
  if (size > limit && size > Buffer.byteLength(packedState(before))) {
    throw new RowTooLargeError(`person ${after.profileId} would pass 300 KB (${size} bytes)`);
  }
  return state;
}

function lowersPermission({ ledger, lowers }: Commit): boolean {
  return lowers === true || ledger.some(({ kind }) => kind === 'consent.withdrawn' || kind === 'consent.cancelled');
}
