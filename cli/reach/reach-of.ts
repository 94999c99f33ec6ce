import * as z from 'zod';
import { askApi, bodyOrRefuse } from '../api-client.ts';
import type { ApiOptions } from '../api-options.ts';

const reasons = z.record(z.string(), z.number());

/** A page of GET /api/campaigns/{id}/reach. */
const page = z.object({
  people: z.number(),
  inFlight: z.number(),
  mails: z.number(),
  status: z.string(),
  reachable: z.object({ now: z.number(), later: z.number(), because: reasons }),
  refused: z.object({ skipped: z.number(), notEntered: z.number(), because: reasons }),
  next: z.string().nullable(),
});

/** Whom a campaign would reach, summed over the pages that were read. */
export type Reach = Omit<z.infer<typeof page>, 'next'> & {
  readonly campaign: string;
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
    const query: string = next === null ? '' : `?next=${encodeURIComponent(next)}`;
    const path = `/api/campaigns/${encodeURIComponent(campaign)}/reach${query}`;
    const found = page.parse(bodyOrRefuse(await askApi(options, 'GET', path)));
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
