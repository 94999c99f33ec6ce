import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { CliError } from '../verb.ts';
import { nothingYet, type Tally } from './tally.ts';

/** Writing costs as much as sending a row or two. */
const EVERY_MS = 200;

const schema = z.object({
  fingerprint: z.string(),
  tally: z.object({
    rows: z.int(),
    granted: z.int(),
    withdrawn: z.int(),
    facts: z.int(),
    events: z.int(),
    refused: z.int(),
    reasons: z.record(z.string(), z.int()),
  }),
  reportBytes: z.int(),
});

/** How far an import came: all rows up to `tally.rows` are done, and the report holds their refusals in its first bytes. */
export interface Progress {
  readonly tally: Tally;
  readonly reportBytes: number;
}

export interface Checkpoint {
  /** Where to go on; the beginning when there is nothing to continue. */
  readonly from: Progress;
  /** Notes the progress; written a few times a second, since what is repeated counts once. */
  save(progress: Progress): void;
  /** Writes what is noted. */
  flush(): void;
  /** The import is complete: nothing is left to continue. */
  remove(): void;
}

/** Of a dry run: it begins at the beginning, and leaves nothing. */
export const noCheckpoint: Checkpoint = {
  from: { tally: nothingYet, reportBytes: 0 },
  save() {},
  flush() {},
  remove() {},
};

/**
 * The checkpoint in `file`, for the import of that `fingerprint` (file and options). Throws CliError 2 where another import
 * stands there unfinished: its rows would be counted as done.
 */
export function checkpointIn(file: string, fingerprint: string): Checkpoint {
  const held = heldIn(file);
  if (held && held.fingerprint !== fingerprint) {
    throw new CliError(
      2,
      `${file} belongs to an import of another file or with other options, which is not finished. Finish it, or delete that file.`,
    );
  }
  let noted: Progress | null = null;
  let written = 0;
  const flush = () => {
    if (!noted) return;
    // A rename is all or nothing: a run that is killed here leaves the checkpoint before this one.
    writeFileSync(`${file}.tmp`, JSON.stringify({ fingerprint, ...noted }), { mode: 0o600 });
    renameSync(`${file}.tmp`, file);
    noted = null;
    written = Date.now();
  };
  return {
    from: held ?? { tally: nothingYet, reportBytes: 0 },
    save(progress) {
      noted = progress;
      if (Date.now() - written >= EVERY_MS) flush();
    },
    flush,
    remove() {
      rmSync(file, { force: true });
    },
  };
}

function heldIn(file: string): (Progress & { fingerprint: string }) | null {
  const text = textIn(file);
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new CliError(2, `${file} is no checkpoint of an import: name another with --checkpoint, or delete it`);
  }
}

function textIn(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CliError(2, `cannot read ${file} (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
}
