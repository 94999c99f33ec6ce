import type { Effect } from '../person/effects.ts';
import type { Person } from '../person/person.ts';
import { type Commit, RowTooLargeError } from '../person/person-store.ts';
import { encodeRow, type PersonRow, packedState } from './person-codec.ts';

/** Of the state as JSON, before compression, so that what a person may hold does not hang on how well it compresses. */
export const STATE_LIMIT = 300 * 1024;
/** DynamoDB refuses 400 KB; state and effects share it. */
const ITEM_LIMIT = 390 * 1024;

/**
 * The row of a commit. Throws RowTooLargeError where the state would pass 300 KB, except that whatever lowers permission,
 * or makes the row no larger, is taken (a withdrawal is never refused for want of room).
 */
export function rowWithinLimits(before: Person, commit: Commit, after: Person): PersonRow {
  const state = packedState(after);
  const size = Buffer.byteLength(state);
  if (size > STATE_LIMIT && !lowersPermission(commit) && size > Buffer.byteLength(packedState(before))) {
    throw new RowTooLargeError(`person ${after.profileId} would pass 300 KB (${size} bytes)`);
  }
  const row = encodeRow(after, commit.effects, state);
  const stored = (row['state']?.B?.length ?? 0) + effectsSize(commit.effects);
  if (stored > ITEM_LIMIT) throw new RowTooLargeError(`person ${after.profileId} would pass DynamoDB's 400 KB`);
  return row;
}

function lowersPermission({ ledger }: Commit): boolean {
  return ledger.some(({ kind }) => kind === 'consent.withdrawn' || kind === 'consent.cancelled');
}

function effectsSize(effects: readonly Effect[]): number {
  return effects.length === 0 ? 0 : Buffer.byteLength(JSON.stringify(effects));
}
