import { HOUR, SECOND } from './instants.ts';

/** s. Who waits for a confirmation waits this long after an outage at most. */
const LONGEST_WAIT = 120;

/** Seconds that work waits which failed so often: 2, 4, 8 … 64, from the seventh time on 2 minutes. */
export function backOff(failures: number): number {
  return Math.min(2 ** Math.max(failures, 1), LONGEST_WAIT);
}

/** ms. What is over sooner, such as a store that does not answer, mends itself: nobody is called, nothing is redriven by hand. */
export const HEALS_WITHIN = HOUR;

/**
 * How often work may be tried so that its waits together outlast an outage of `outage` ms. For an hour 35: the first six wait
 * 2 + 4 + … + 64 = 126 s, the 29 after them 120 s each, 3,606 s in all.
 */
export function triesThrough(outage: number): number {
  let [tries, waited] = [0, 0];
  while (waited * SECOND < outage) waited += backOff(++tries);
  return tries;
}
