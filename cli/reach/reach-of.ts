import type * as z from 'zod';
import type { Asked } from '../../shared/api/endpoint.ts';
import { getReach } from '../../shared/api/reach.ts';
import type { ApiOptions } from '../api-options.ts';
import { ask } from '../ask.ts';

/** Whom a campaign would reach, summed over the pages that were read. */
export type Reach = Omit<z.output<typeof getReach.answer>, 'next'> & {
  /** Everybody was counted. */
  readonly isWhole: boolean;
};

/** Reads pages, at most `most`, and sums them up; `onPage` hears how many people are counted so far. */
export async function reachOf(
  options: ApiOptions,
  campaign: string,
  onPage: (people: number) => void = () => undefined,
  most = Number.POSITIVE_INFINITY,
): Promise<Reach> {
  const sum = {
    people: 0,
    inFlight: 0,
    reachable: { now: 0, later: 0, because: {} as Record<string, number> },
    refused: { skipped: 0, notEntered: 0, because: {} as Record<string, number> },
  };
  for (let next: string | null = null, read = 1; ; read += 1) {
    const asked: Asked = { params: { id: campaign }, query: { next: next ?? undefined } };
    const { told: found } = await ask(options, getReach, asked);
    sum.people += found.people;
    sum.inFlight += found.inFlight;
    sum.reachable.now += found.reachable.now;
    sum.reachable.later += found.reachable.later;
    sum.refused.skipped += found.refused.skipped;
    sum.refused.notEntered += found.refused.notEntered;
    add(sum.reachable.because, found.reachable.because);
    add(sum.refused.because, found.refused.because);
    onPage(sum.people);
    next = found.next;
    if (next !== null && read < most) continue;
    return { campaign, status: found.status, mails: found.mails, ...sum, isWhole: next === null };
  }
}

function add(sums: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [reason, number] of Object.entries(more)) sums[reason] = (sums[reason] ?? 0) + number;
}
