import { type Instant, isoDay } from '../shared/kernel/instants.ts';
import { countedOf } from '../shared/person/counted.ts';
import { newDraft } from '../shared/person/draft.ts';
import type { LogEntry } from '../shared/person/effects.ts';
import { entersWith } from '../shared/person/first-told.ts';
import type { World } from './world.ts';

type Counts = Record<string, number>;

/** What is counted while a world lives, from `from` on: as a deployment counts it, and what only a simulation is asked. */
export interface Tally {
  readonly from: Instant;
  /** Campaign, then UTC day, to the counters of the reports. */
  readonly days: Map<string, Map<string, Counts>>;
  /** Campaign to how often something was told to wait, by reason. */
  readonly holds: Map<string, Counts>;
  /** How often a cap held a mail back, by the cap. */
  readonly caps: Counts;
  /** Mails to people by profile. */
  readonly mails: Map<string, number>;
  /** Of heed's own mails: what became of them. */
  readonly own: Counts;
}

export function newTally(from: Instant): Tally {
  return { from, days: new Map(), holds: new Map(), caps: {}, mails: new Map(), own: {} };
}

function add(counts: Counts, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by;
}

function inMap<Name, Value>(map: Map<Name, Value>, name: Name, make: () => Value): Value {
  const known = map.get(name);
  if (known !== undefined) return known;
  const made = make();
  map.set(name, made);
  return made;
}

function countsOf(tally: Tally, campaign: string, at: Instant): Counts {
  const days = inMap(tally.days, campaign, () => new Map<string, Counts>());
  return inMap(days, isoDay(at), () => ({}));
}

/** Counts a line of a timeline, where it is not of the time before. */
export function count(tally: Tally, profileId: string, entry: LogEntry): void {
  if (entry.at < tally.from) return;
  const { campaign, verdict, because, aside } = entry;
  if (verdict === 'sent' && !aside) tally.mails.set(profileId, (tally.mails.get(profileId) ?? 0) + 1);
  if (verdict === 'hold') countHold(tally, campaign, because);
  else if (campaign === null) add(tally.own, verdict);
  const counted = countedOf(entry);
  if (campaign === null || counted === null) return;
  const counts = countsOf(tally, campaign, entry.at);
  for (const [name, by] of Object.entries(counted)) add(counts, name, by);
}

function countHold({ holds, caps }: Tally, campaign: string | null, because: LogEntry['because']): void {
  if (because === null) return;
  if (campaign !== null)
    add(
      inMap(holds, campaign, () => ({})),
      because.reason,
    );
  if (because.reason !== 'frequency-cap') return;
  const { by, max, per } = because;
  add(caps, `${String(max)} per ${String(per)}, ${CAP_OF[String(by)] ?? String(by)}`);
}

const CAP_OF: Readonly<Record<string, string>> = {
  settings: 'of the workspace',
  preferences: 'chosen by the person',
  address: 'of the workspace, for an address that several profiles share',
};

/**
 * Reports count an entry with the first that is told of its run. Runs of which nothing was told when the clock stops are counted
 * here, on the day they began. Gives how many runs each campaign has under way.
 */
export function countUntold(tally: Tally, { workspace, people }: World, now: Instant): ReadonlyMap<string, number> {
  const running = new Map<string, number>();
  for (const person of people()) {
    for (const run of person.enrollments) {
      running.set(run.campaign, (running.get(run.campaign) ?? 0) + 1);
      const side = entersWith(newDraft(person, workspace, now, 'end', 'heed'), run);
      if (!side || run.startedAt < tally.from) continue;
      const counts = countsOf(tally, run.campaign, run.startedAt);
      add(counts, 'entered');
      if (side === 'held-out') add(counts, 'entered:held-out');
    }
  }
  return running;
}
