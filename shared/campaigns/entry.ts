import { derivedId } from '../kernel/ids.ts';
import { type Instant, isoInstant } from '../kernel/instants.ts';
import type { Because } from '../messages/because.ts';
import { matches } from '../pattern/pattern.ts';
import type { Reentry } from '../workspace/campaign-definition.ts';
import type { Campaign, Entrance } from '../workspace/workspace.ts';
import { startOf } from './calendar.ts';
import { type EndedEnrollment, type Enrollment, type Entry, endedHash, enrollmentIdOf } from './enrollment.ts';
import type { Facts } from './paths.ts';

/** What is remembered of a person's runs. */
export interface Runs {
  readonly enrollments: readonly Enrollment[];
  readonly ended: readonly EndedEnrollment[];
  readonly entries: readonly Entry[];
}

type EntryVerdict =
  /** The trigger does not concern the campaign, or started it already: nothing worth telling. */
  | { readonly entry: 'none' }
  | { readonly entry: 'refused'; readonly enrollmentId: string; readonly because: Because }
  | { readonly entry: 'entered'; readonly enrollmentId: string; readonly key: string | null };

/** Of an entry's key: a hash, since keys are customers' ids and only equality matters. */
function entryKey(key: string | null): string | null {
  return key === null ? null : derivedId('entry-key', key).slice(0, 8);
}

function reentryRefusal(
  reentry: Reentry,
  campaign: string,
  key: string | null,
  entries: readonly Entry[],
  now: Instant,
): Because | null {
  if (reentry.kind === 'always') return null;
  const perKey = reentry.kind === 'after' && reentry.per === 'key';
  const mine = entries.filter((each) => each.campaign === campaign && (!perKey || each.key === entryKey(key)));
  if (mine.length === 0) return null;
  const last = Math.max(...mine.map((each) => each.at));
  if (reentry.kind === 'never') return { reason: 'reentry', enteredAt: isoInstant(last), rule: 'never' };
  const again = last + reentry.after;
  if (now >= again) return null;
  return { reason: 'reentry', enteredAt: isoInstant(last), againAt: isoInstant(again), per: reentry.per };
}

/**
 * What the audience and the runs so far say about entering now (P-102); null when nothing speaks against it.
 * Asked in design's order: audience, then reentry, of which one running enrollment a key is the strictest form.
 * `beside`: runs of one key may stand beside each other, as those of two leads of a date do.
 */
export function entryRefusal(
  campaign: Campaign,
  key: string | null,
  facts: Facts,
  runs: Runs,
  now: Instant,
  beside = false,
): Because | null {
  if (campaign.audiencePattern && !matches(campaign.audiencePattern, facts)) return { reason: 'not-in-audience' };
  const running = runs.enrollments.find((each) => each.campaign === campaign.id && each.key === key);
  if (running && !beside) return { reason: 'reentry', running: running.enrollmentId };
  return reentryRefusal(campaign.reentry, campaign.id, key, runs.entries, now);
}

/** What came to pass, whatever kind of trigger it is. */
interface Cause {
  /** The event's id; of a timer what it stands for, such as `2027-03-20:P30D`. */
  readonly eventId: string;
  readonly key: string | null;
  /** With the cause's `properties`, after it was applied. */
  readonly facts: Facts;
}

/** True while the campaign takes people in. `zone` is that of the settings, for days. */
export function takesIn({ status, starts, ends }: Campaign, zone: string, now: Instant): boolean {
  if (status !== 'active') return false;
  return (starts === undefined || now >= startOf(starts, zone)) && (ends === undefined || now < startOf(ends, zone));
}

/** Decides whether a trigger starts a run. */
export function decideEntry(
  { campaign, trigger }: Entrance,
  { eventId, key, facts }: Cause,
  runs: Runs,
  zone: string,
  now: Instant,
): EntryVerdict {
  if (!takesIn(campaign, zone, now)) return { entry: 'none' };
  if (trigger.wherePattern && !matches(trigger.wherePattern, facts)) return { entry: 'none' };
  const enrollmentId = enrollmentIdOf(campaign.id, key, eventId);
  const again = endedHash(enrollmentId);
  if (runs.ended.some((each) => each.hash === again)) return { entry: 'none' };
  if (runs.enrollments.some((each) => each.enrollmentId === enrollmentId)) return { entry: 'none' };
  // Two leads of one date are two runs, which may stand beside each other: only the same day and lead is the same run.
  const because = entryRefusal(campaign, key, facts, runs, now, trigger.kind === 'date');
  return because ? { entry: 'refused', enrollmentId, because } : { entry: 'entered', enrollmentId, key };
}

/** The entries after one more, without those that no reentry rule asks about any more. */
export function withEntry(
  entries: readonly Entry[],
  campaign: Campaign,
  key: string | null,
  at: Instant,
): readonly Entry[] {
  const { reentry } = campaign;
  if (reentry.kind === 'always') return entries;
  const mine = reentry.kind === 'after' && reentry.per === 'key' ? entryKey(key) : null;
  const others = entries.filter((each) => {
    if (each.campaign !== campaign.id) return true;
    if (each.key === mine) return false;
    return reentry.kind === 'after' && reentry.per === 'key' && each.at + reentry.after > at;
  });
  return [...others, { campaign: campaign.id, key: mine, at }];
}
