import { hash } from 'node:crypto';

/**
 * A short id that derives from its cause: 128 bits of SHA-256 over the parts, as 22 letters of base64url.
 * The same parts give the same id, whatever is replayed. Never for addresses: those take keyed HMACs only (P-59).
 */
export function derivedId(...parts: readonly (string | number)[]): string {
  return hash('sha256', JSON.stringify(parts), 'buffer').subarray(0, 16).toString('base64url');
}

/** A number in [0, below) that is sticky for its parts: holdouts, splits, shards. */
export function derivedNumber(below: number, ...parts: readonly (string | number)[]): number {
  return hash('sha256', JSON.stringify(parts), 'buffer').readUInt32BE(0) % below;
}
