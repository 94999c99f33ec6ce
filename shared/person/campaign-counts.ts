/** What was counted of a campaign on one UTC day, by counter (`./counted.ts`). */
export interface DayCounts {
  /** `2026-11-21`. */
  readonly day: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** First and last UTC day, both included; null: no bound. */
export interface Days {
  readonly from: string | null;
  readonly to: string | null;
}

export interface CampaignCounts {
  /** Days with at least one count, oldest first. May lag behind by a second. Rejects with RetryableError. */
  read(campaign: string, days: Days): Promise<readonly DayCounts[]>;
}

/** Counts of one day from several places as one entry, oldest first. */
export function byDay(parts: readonly DayCounts[]): readonly DayCounts[] {
  const days = new Map<string, Record<string, number>>();
  for (const { day, counts } of parts) {
    const sum = days.get(day) ?? {};
    for (const [name, number] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + number;
    days.set(day, sum);
  }
  return [...days].map(([day, counts]) => ({ day, counts })).toSorted((a, b) => (a.day < b.day ? -1 : 1));
}
