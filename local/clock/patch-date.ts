import { readClock } from './shared-clock.ts';

/**
 * Replaces this thread's `Date` by one that reads the run's clock. Calls with arguments, `instanceof` and parsing stay as they are.
 * Only `Date` moves: timers (`setTimeout`) and `performance` stay real, so that a handler's own waits still end while time is frozen.
 */
export function patchDate(buffer: SharedArrayBuffer): void {
  const RealDate = globalThis.Date;
  const now = () => readClock(buffer);
  RealDate.now = now;
  const RunDate = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: (target) => new target(now()).toString(),
  });
  RealDate.prototype.constructor = RunDate;
  globalThis.Date = RunDate;
}
