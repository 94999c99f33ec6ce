import type { CostReport } from '../local/aws/costs.ts';
import type { RunningHeed } from '../test/flows/local-run.ts';
import { type CompanyEvent, consentRecorded } from './events.ts';

/** What was spent between two readings of the meter, by `service unit`. */
export type Spent = ReadonlyMap<string, { readonly quantity: number; readonly usd: number }>;

const PATIENCE = 5;

/** Waits until nothing is left to do; the run itself gives up after 30 s, which a burst on a busy machine may pass. */
export async function quiet(heed: RunningHeed): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await heed.quiet();
    } catch (error) {
      if (tried >= PATIENCE) throw error;
    }
  }
}

export async function costs(heed: RunningHeed): Promise<CostReport> {
  return (await heed.control('GET', '/costs')).body as CostReport;
}

/** What `work` and all that follows from it costs, SES's fee left out. */
export async function spentBy(heed: RunningHeed, work: () => Promise<void>): Promise<Spent> {
  const before = new Map((await costs(heed)).rows.map((row) => [`${row.service} ${row.unit}`, row]));
  await work();
  await quiet(heed);
  const spent = (await costs(heed)).rows.map(({ service, unit, quantity, usd }) => {
    const name = `${service} ${unit}`;
    const was = before.get(name) ?? { quantity: 0, usd: 0 };
    return [name, { quantity: quantity - was.quantity, usd: usd - was.usd }] as const;
  });
  return new Map(spent.filter(([name, { quantity }]) => quantity !== 0 && !/^ses |calls$/.test(name)));
}

export function usdOf(spent: Spent): number {
  return [...spent.values()].reduce((sum, { usd }) => sum + usd, 0);
}

/** `a` and `times` of `b` together, unit by unit. */
export function added(a: Spent, b: Spent, times = 1): Spent {
  const names = new Set([...a.keys(), ...b.keys()]);
  const of = (spent: Spent, name: string) => spent.get(name) ?? { quantity: 0, usd: 0 };
  return new Map(
    [...names].map((name) => {
      const [left, right] = [of(a, name), of(b, name)];
      return [name, { quantity: left.quantity + times * right.quantity, usd: left.usd + times * right.usd }];
    }),
  );
}

export function scaled(spent: Spent, factor: number): Spent {
  return added(new Map(), spent, factor);
}

/** People who want offers. */
export async function recruit(heed: RunningHeed, people: readonly string[]): Promise<void> {
  await putBatches(heed, people.map(consentRecorded));
  await quiet(heed);
}

/** One event an entry, ten entries a call, eight calls at a time: a burst, so that batches fill as they would under load. */
export async function putSingly(heed: RunningHeed, events: readonly CompanyEvent[]): Promise<void> {
  const calls: (readonly CompanyEvent[])[] = [];
  for (let from = 0; from < events.length; from += 10) calls.push(events.slice(from, from + 10));
  const waiting = calls.values();
  const caller = async (): Promise<void> => {
    for (const call of waiting) await heed.putEvents(...call);
  };
  await Promise.all(Array.from({ length: 8 }, caller));
}

/** 200 events a `heed.batch`; PutEvents takes less than 1 MB, so four of them a call. */
export async function putBatches(heed: RunningHeed, events: readonly CompanyEvent[]): Promise<void> {
  const batches: object[] = [];
  for (let from = 0; from < events.length; from += 200) batches.push({ events: events.slice(from, from + 200) });
  for (let from = 0; from < batches.length; from += 4) {
    const some = batches.slice(from, from + 4).map((batch) => ({ type: 'heed.batch', ...batch }));
    // A batch has no profile of its own.
    await heed.putEvents(...(some as unknown as CompanyEvent[]));
  }
}
