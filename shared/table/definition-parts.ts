import { gunzipSync, gzipSync } from 'node:zlib';

/** DynamoDB takes 400 KB an item, keys and names included. */
const PART_BYTES = 380 * 1024;

/** A definition as it is kept: gzipped JSON, in as many parts as it needs. */
export function partsOf(definition: unknown, partBytes = PART_BYTES): readonly Uint8Array[] {
  const bytes = gzipSync(JSON.stringify(definition));
  const count = Math.ceil(bytes.length / partBytes);
  return Array.from({ length: count }, (_, n) => bytes.subarray(n * partBytes, (n + 1) * partBytes));
}

export function definitionOf(parts: readonly Uint8Array[]): unknown {
  return JSON.parse(gunzipSync(Buffer.concat(parts)).toString());
}
