import { DAY, type Instant } from '../kernel/instants.ts';
import type { CampaignDefinition, ScheduleTrigger } from '../workspace/campaign-definition.ts';
import { readDayRule } from '../workspace/day-rule.ts';
import { daysOf } from '../workspace/rule-days.ts';
import { dayAt, dayOf, momentOn, startOf } from './calendar.ts';

/** One broadcast that is to come: its day names it, wherever it is told of. */
export interface Broadcast {
  readonly campaign: string;
  /** The local day, `2026-12-24`. */
  readonly occurrence: string;
  readonly at: Instant;
}

type Planned = Pick<CampaignDefinition, 'id' | 'triggers' | 'starts' | 'ends'>;

function daysBetween({ on, rrule }: ScheduleTrigger, start: string | null, from: string, to: string): string[] {
  if (on !== undefined) return on >= from && on <= to ? [on] : [];
  const read = readDayRule(rrule ?? '');
  // Publication refused what cannot be read.
  return read.ok ? daysOf(read.rule, start, from, to) : [];
}

function scheduled({ triggers }: Planned): readonly ScheduleTrigger[] {
  return triggers.filter((each) => each.kind === 'schedule');
}

/** True where the calendar starts the campaign. */
export function isBroadcast(campaign: Planned): boolean {
  return scheduled(campaign).length > 0;
}

/**
 * A campaign's broadcasts behind `after` up to `upTo`, earliest first; of one day one only, whatever the triggers. Days and
 * times are those of `zone` (P-90). Outside of `starts` and `ends` there are none.
 */
export function broadcastsOf(campaign: Planned, zone: string, after: Instant, upTo: Instant): readonly Broadcast[] {
  const { id, starts, ends } = campaign;
  const first = starts === undefined ? null : startOf(starts, zone);
  // A local day begins and ends up to a day beside that of the instant.
  const [from, to] = [dayAt(after - DAY, zone).toString(), dayAt(upTo + DAY, zone).toString()];
  const start = first === null ? null : dayAt(first, zone).toString();
  const found = scheduled(campaign).flatMap((trigger) =>
    daysBetween(trigger, start, from, to).flatMap((occurrence) => {
      const day = dayOf(occurrence, zone);
      return day ? [{ campaign: id, occurrence, at: momentOn(day, trigger.at, zone) }] : [];
    }),
  );
  const within = found.filter(
    ({ at }) =>
      at > after && at <= upTo && (first === null || at >= first) && (ends === undefined || at < startOf(ends, zone)),
  );
  const byDay = new Map(within.toSorted((a, b) => b.at - a.at).map((each) => [each.occurrence, each]));
  return [...byDay.values()].sort((a, b) => a.at - b.at);
}

/** Looked ahead first so far, then further: most rules come round soon, and few days are cheaper to list than decades. */
const HORIZONS = [40 * DAY, 400 * DAY, 9 * 366 * DAY];

/** The moment of a campaign's next broadcast behind `after`; null where none is to come. */
export function nextBroadcast(campaign: Planned, zone: string, after: Instant): Instant | null {
  for (const horizon of HORIZONS) {
    const [next] = broadcastsOf(campaign, zone, after, after + horizon);
    if (next) return next.at;
  }
  return null;
}
