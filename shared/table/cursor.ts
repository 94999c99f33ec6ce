/** A paging cursor that this store never gave out: bad input of whoever sent it. */
export class UnknownCursorError extends Error {
  override name = 'UnknownCursorError';
}

/** The sort key a page ended at, as text that callers pass back without looking. */
export function cursorOf(sortKey: string): string {
  return Buffer.from(sortKey).toString('base64url');
}

/** The sort key of a cursor. Throws UnknownCursorError where it is not one of rows with this prefix. */
export function sortKeyOf(cursor: string, prefix: string): string {
  const sortKey = Buffer.from(cursor, 'base64url').toString();
  if (!sortKey.startsWith(prefix)) throw new UnknownCursorError('the cursor is not one that this page gave out');
  return sortKey;
}
