import { createHash } from 'node:crypto';
import { createReadStream, type Stats, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
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

/** Names the content, so that the same rows make the same event ids whatever the file is called. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('base64url').slice(0, 22);
}
