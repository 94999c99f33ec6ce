import { existsSync, readFileSync } from 'node:fs';
import { overwrite } from '../overwrite.ts';

/** How far a stream was read, kept on disk so that a restart neither loses nor skips a record. */
export interface Checkpoint {
  read(): string | null;
  write(sequence: string): void;
}

/** Digits of the engine's sequence numbers, with room. */
const WIDTH = 32;

export function fileCheckpoint(file: string): Checkpoint {
  return {
    read: () => (existsSync(file) ? readFileSync(file, 'utf8').trim() || null : null),
    write(sequence) {
      overwrite(file, sequence, WIDTH);
    },
  };
}
