import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** How far a stream was read, kept on disk so that a restart neither loses nor skips a record. */
export interface Checkpoint {
  read(): string | null;
  write(sequence: string): void;
}

export function fileCheckpoint(file: string): Checkpoint {
  return {
    read: () => (existsSync(file) ? readFileSync(file, 'utf8').trim() || null : null),
    write(sequence) {
      writeFileSync(`${file}.new`, sequence);
      renameSync(`${file}.new`, file);
    },
  };
}
