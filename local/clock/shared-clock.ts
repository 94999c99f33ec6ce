import type { Instant } from '../../shared/kernel/instants.ts';

/** The machine's time, kept before any thread patches `Date`. */
const machineNow = Date.now.bind(Date);
const OFFSET = 0;
const FROZEN_AT = 1;
/** In FROZEN_AT: time runs. */
const RUNNING = -1n;

/** One offset for every thread of the run: two 64-bit cells, the offset to the machine's time and the frozen moment. */
export function sharedClock(startAt: Instant): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(16);
  const cells = new BigInt64Array(buffer);
  Atomics.store(cells, FROZEN_AT, RUNNING);
  Atomics.store(cells, OFFSET, BigInt(startAt - machineNow()));
  return buffer;
}

const cellsOf = new WeakMap<SharedArrayBuffer, BigInt64Array>();

function cells(buffer: SharedArrayBuffer): BigInt64Array {
  let view = cellsOf.get(buffer);
  if (!view) {
    view = new BigInt64Array(buffer);
    cellsOf.set(buffer, view);
  }
  return view;
}

/** The run's time in ms: the frozen moment while time is moved, else the machine's time plus the offset. */
export function readClock(buffer: SharedArrayBuffer): Instant {
  const view = cells(buffer);
  const frozenAt = Atomics.load(view, FROZEN_AT);
  if (frozenAt !== RUNNING) return Number(frozenAt);
  return machineNow() + Number(Atomics.load(view, OFFSET));
}

/** Whether time stands still. */
export function isFrozen(buffer: SharedArrayBuffer): boolean {
  return Atomics.load(cells(buffer), FROZEN_AT) !== RUNNING;
}

/** Stops time at a moment, or moves the stopped time there. */
export function freezeClock(buffer: SharedArrayBuffer, at: Instant): void {
  Atomics.store(cells(buffer), FROZEN_AT, BigInt(at));
}

/** Lets time run on from the frozen moment; the offset is written before time runs, so no thread sees a jump back. */
export function thawClock(buffer: SharedArrayBuffer): void {
  const view = cells(buffer);
  const frozenAt = Atomics.load(view, FROZEN_AT);
  if (frozenAt === RUNNING) return;
  Atomics.store(view, OFFSET, frozenAt - BigInt(machineNow()));
  Atomics.store(view, FROZEN_AT, RUNNING);
}

/** Sets a running clock to a moment: only at the start of a run, before anything has read it. */
export function setClock(buffer: SharedArrayBuffer, at: Instant): void {
  Atomics.store(cells(buffer), OFFSET, BigInt(at - machineNow()));
}
