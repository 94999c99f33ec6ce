import { closeSync, constants, openSync, writeSync } from 'node:fs';

/**
 * Writes a short text over the one before, in place: one system call, which no killed process leaves half done. A new file that is
 * renamed over the old one would be flushed to the disk, milliseconds for each of a journey's moments. `width`: characters that
 * no text exceeds; what is left of them is blank.
 */
export function overwrite(file: string, text: string, width: number): void {
  const place = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o644);
  try {
    writeSync(place, text.padEnd(width), 0);
  } finally {
    closeSync(place);
  }
}
