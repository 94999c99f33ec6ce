import { createRequire, syncBuiltinESMExports } from 'node:module';
import { isFrozen } from './shared-clock.ts';

/** What a pause comes to while time stands still. Not nothing: who was second in a race must let the first go by. ms. */
const FROZEN_PAUSE = 5;

/**
 * Shortens this thread's `setTimeout` of `node:timers/promises` while time stands still. A handler that waits for its slot of the
 * sending rate reads a clock that does not go on: each mail of a broadcast would wait anew for all those before it. Other timers
 * stay real, so that timeouts of calls keep their meaning.
 */
export function patchPauses(buffer: SharedArrayBuffer): void {
  const timers = createRequire(import.meta.url)('node:timers/promises') as typeof import('node:timers/promises');
  const realPause = timers.setTimeout;
  timers.setTimeout = (ms, value, options) =>
    realPause(isFrozen(buffer) ? Math.min(ms ?? 0, FROZEN_PAUSE) : ms, value, options);
  syncBuiltinESMExports();
}
