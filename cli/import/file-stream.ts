import { createReadStream, type Stats, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { derivedId } from '../../shared/kernel/ids.ts';
import { CliError } from '../verb.ts';

/** Bytes of the file that were read so far; the progress bar's measure. */
export interface Reading {
  bytes: number;
}

/** The content of a file, `.gz` unpacked. */
export function contentOf(file: string, reading: Reading): Readable {
  const bytes = createReadStream(file);
  bytes.on('data', (chunk) => {
    reading.bytes += chunk.length;
  });
  if (!file.endsWith('.gz')) return bytes;
  const unpacked = createGunzip();
  bytes.on('error', (error) => unpacked.destroy(error));
  return bytes.pipe(unpacked);
}

/** Throws CliError 2 where there is no such file. */
export function fileFacts(file: string): Stats {
  const facts = statSync(file, { throwIfNoEntry: false });
  if (facts?.isFile()) return facts;
  throw new CliError(2, `there is no file ${file}`);
}

/**
 * Names the file as it is now: by name, size and the time of its last change. Its content would be hashed with every address in it,
 * and an unkeyed hash of an address must be nowhere (P-59).
 */
export function printOf(file: string): string {
  const { size, mtimeMs } = fileFacts(file);
  return derivedId('file', basename(file), size, Math.floor(mtimeMs));
}
