import type { SuppressionPace } from '../consent/suppression-pace.ts';
import type { Instant } from '../kernel/instants.ts';
import type { SesSuppressionList } from './suppression-list.ses.ts';

interface Waiting {
  readonly pace: SuppressionPace;
  readonly clock: () => Instant;
  /** Waits so many ms. */
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * The list, called no faster than SES takes it (P-79): every call waits for a moment of its own, which no other function gets.
 * Never built where mail is sent or a page answered.
 */
export function pacedSuppressionList(list: SesSuppressionList, { pace, clock, pause }: Waiting): SesSuppressionList {
  async function turn(): Promise<void> {
    const wait = (await pace.take(clock())) - clock();
    if (wait > 0) await pause(wait);
  }
  return {
    async page(since, from) {
      await turn();
      return list.page(since, from);
    },
    async remove(email) {
      await turn();
      await list.remove(email);
    },
  };
}
