import { existsSync, readFileSync } from 'node:fs';
import { type Instant, isoInstant, parseInstant } from '../../shared/kernel/instants.ts';
import { overwrite } from '../overwrite.ts';
import { freezeClock, readClock, setClock, sharedClock, thawClock } from './shared-clock.ts';

/** The run's time. `Date` in every thread of the run reads it. */
export interface RunClock {
  /** Handed to every thread's `patchDate`. */
  readonly buffer: SharedArrayBuffer;
  now(): Instant;
  /** Stops time where it is. */
  freeze(): void;
  /** Moves the stopped time forward; a moment that is not ahead changes nothing. */
  jump(to: Instant): void;
  /** Lets time run on from where it stands. */
  thaw(): void;
  readonly frozen: boolean;
  /** Sets the time, once, before anything runs. */
  set(at: Instant): void;
  /** Writes the time down, so that the next run on this data never starts earlier. */
  save(): void;
}

/** Of the saved time and offset as JSON, with room. */
const WIDTH = 96;

/**
 * Starts the clock. `file` holds the time of an earlier run on the same data: the clock goes on with its offset and never starts
 * before its last moment, so that nothing that was stored lies in the future.
 */
export function startClock(file: string): RunClock {
  const machine = Date.now();
  const saved = readSaved(file);
  const buffer = sharedClock(saved ? Math.max(machine + saved.offset, saved.at) : machine);
  let frozen = false;
  const machineNow = Date.now.bind(Date);
  const save = () => {
    const at = readClock(buffer);
    overwrite(file, JSON.stringify({ at: isoInstant(at), offset: at - machineNow() }), WIDTH);
  };
  return {
    buffer,
    now: () => readClock(buffer),
    freeze() {
      frozen = true;
      freezeClock(buffer, readClock(buffer));
    },
    jump(to) {
      if (to <= readClock(buffer)) return;
      freezeClock(buffer, to);
      save();
    },
    thaw() {
      thawClock(buffer);
      frozen = false;
      save();
    },
    get frozen() {
      return frozen;
    },
    set(at) {
      setClock(buffer, at);
      save();
    },
    save,
  };
}

function readSaved(file: string): { at: Instant; offset: number } | null {
  if (!existsSync(file)) return null;
  const saved: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof saved !== 'object' || saved === null || !('at' in saved) || !('offset' in saved)) return null;
  const at = parseInstant(String(saved.at));
  return at === null ? null : { at, offset: Number(saved.offset) };
}
