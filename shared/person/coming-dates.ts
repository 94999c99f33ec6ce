import { aYearAfter, dayOf } from '../campaigns/calendar.ts';
import {
  keepsDates,
  nextOccurrence,
  type Occurrence,
  occurrenceOn,
  type SaidDate,
  stillSays,
} from '../campaigns/dates.ts';
import type { ComingDate, Enrollment } from '../campaigns/enrollment.ts';
import { type Instant, isoInstant } from '../kernel/instants.ts';
import { entranceAt } from '../workspace/workspace.ts';
import { calendarOf, DATE_EVENT, type Dated, isSaidIn, saidBy, startOn } from './dated.ts';
import type { Draft } from './draft.ts';
import { enter, refuseEntry } from './entering.ts';
import type { Person } from './person.ts';
import { exitEnrollment } from './runs.ts';
import { tellUntold } from './untold-dates.ts';
import { waitsForDate, wake } from './walk.ts';

function isOf({ campaign, index }: Dated, coming: ComingDate): boolean {
  return coming.campaign === campaign.id && coming.trigger === index;
}

function comingOf(entrance: Dated, { key }: SaidDate, before: string, next: Occurrence, told: number): ComingDate {
  const { campaign, index, trigger } = entrance;
  const coming = { campaign: campaign.id, trigger: index, key, day: next.day.toString(), before, dueAt: next.at };
  return trigger.yearly ? { ...coming, told } : coming;
}

/** The telling of one lead behind `after`, as none or one. `told`: of a yearly date, the year that was told last. */
function nextOf(
  draft: Draft,
  entrance: Dated,
  said: SaidDate,
  before: string,
  after: Instant,
  told = 0,
): readonly ComingDate[] {
  const { trigger } = entrance;
  const next = nextOccurrence(trigger, said.day, before, calendarOf(draft, draft.person), after);
  return next ? [comingOf(entrance, said, before, next, told)] : [];
}

/**
 * What one trigger still waits for after the profile changed: dates that are said anew, those that go on standing with the
 * moment that the person's zone gives them now, and none that nobody says any more.
 */
function rearmed(draft: Draft, former: Person, entrance: Dated): readonly ComingDate[] {
  const { campaign, trigger } = entrance;
  const { person, workspace, now } = draft;
  const standing = person.comingDates.filter((each) => isOf(entrance, each));
  const keeps = keepsDates(campaign, workspace.settings.timeZone, now);
  if (!keeps && standing.length === 0) return [];
  const saidBefore = saidBy(draft, former, trigger);
  return saidBy(draft, person, trigger).flatMap((said) => {
    const mine = standing.filter((each) => each.key === said.key);
    if (isSaidIn(saidBefore, said)) return mine.flatMap((each) => stillOf(draft, entrance, said, each));
    // Where nobody enters for good, a date only takes the place of the one that it moved from.
    if (!keeps && mine.length === 0) return [];
    // P-97: what passed a moment ago is told at once, what lies further back never.
    const from = now - workspace.settings.permission.catchUpWithin;
    return trigger.before.flatMap((before) => {
      const told = toldOf(
        draft,
        entrance,
        said.key,
        mine.find((each) => each.before === before),
      );
      return nextOf(draft, entrance, said, before, from - 1, told);
    });
  });
}

/** A date that was said before: at the moment it has by now, or, where nobody heard that it moved, the one that is said instead. */
function stillOf(draft: Draft, entrance: Dated, said: SaidDate, coming: ComingDate): readonly ComingDate[] {
  const { trigger } = entrance;
  const calendar = calendarOf(draft, draft.person);
  const day = dayOf(coming.day, calendar.zone);
  if (!day || !stillSays(trigger, said, coming.day, calendar)) {
    return nextOf(draft, entrance, said, coming.before, draft.now, coming.told);
  }
  const occurrence = occurrenceOn(trigger, day, coming.before, calendar);
  return [comingOf(entrance, said, coming.before, occurrence, coming.told ?? 0)];
}

/** The year that was told last: not one whose run the corrected date ends before it wrote anything. */
function toldOf(draft: Draft, { campaign }: Dated, key: string | null, coming: ComingDate | undefined): number {
  const { enrollments, messages, recent } = draft.person;
  const told = coming?.told ?? 0;
  const run = enrollments.find(
    (each) =>
      each.campaign === campaign.id &&
      each.key === key &&
      each.event.type === DATE_EVENT &&
      each.properties['before'] === coming?.before &&
      String(each.properties['date']).startsWith(`${told}-`),
  );
  if (!run) return told;
  const wrote =
    messages.some((each) => each.enrollmentId === run.enrollmentId && each.status === 'sending') ||
    recent.some((each) => each.campaign === campaign.id && each.at >= run.startedAt && each.reason === null);
  return wrote ? told : told - 1;
}

/** Runs and waits that stand for a date which the profile does not say any more (P-96). */
function takeMovedDates(draft: Draft): void {
  for (const enrollment of draft.person.enrollments) {
    if (isVoid(draft, enrollment)) exitEnrollment(draft, enrollment, { reason: 'trigger-void' });
    else if (waitsForDate(draft, enrollment)) wake(draft, enrollment);
  }
}

function isVoid(draft: Draft, { pin, event, key, properties }: Enrollment): boolean {
  if (event.type !== DATE_EVENT) return false;
  const { date, before } = properties as { date: string; before: string };
  const triggers = (draft.workspace.pinned.get(pin)?.entrances ?? []).flatMap((each) =>
    each.kind === 'date' && each.before.includes(before) ? [each] : [],
  );
  const calendar = calendarOf(draft, draft.person);
  return !triggers.some((trigger) => {
    const said = saidBy(draft, draft.person, trigger).find((each) => each.key === key);
    return stillSays(trigger, said, date, calendar);
  });
}

/** The profile changed: dates that were said, moved or taken back arm, move and end what depends on them. */
export function takeChangedProfile(draft: Draft, former: Person): void {
  const { workspace, now } = draft;
  const others = draft.person.comingDates.filter((each) => !workspace.dated.some((entrance) => isOf(entrance, each)));
  const coming = [...others, ...workspace.dated.flatMap((entrance) => rearmed(draft, former, entrance))];
  if (JSON.stringify(coming) !== JSON.stringify(draft.person.comingDates)) {
    draft.person = { ...draft.person, comingDates: coming };
  }
  for (const entrance of workspace.dated) tellUntold(draft, former, entrance);
  takeMovedDates(draft);
  for (const due of draft.person.comingDates.filter((each) => each.dueAt <= now)) tellDate(draft, due);
}

/**
 * `enroll: existing-too`: stored dates whose moment is ahead count as well; told ones are told no second time, and one that
 * moved unheard gives way.
 */
export function armExisting(draft: Draft): void {
  const { workspace, now } = draft;
  for (const entrance of workspace.dated) {
    const { campaign, trigger } = entrance;
    if (trigger.enroll !== 'existing-too' || !keepsDates(campaign, workspace.settings.timeZone, now)) continue;
    const { comingDates } = draft.person;
    const standing = comingDates.filter((each) => isOf(entrance, each));
    const coming = saidBy(draft, draft.person, trigger).flatMap((said) => {
      const mine = standing.filter((each) => each.key === said.key);
      const missing = trigger.before.filter((before) => !mine.some((each) => each.before === before));
      return [
        ...mine.flatMap((each) => stillOf(draft, entrance, said, each)),
        ...missing.flatMap((before) => nextOf(draft, entrance, said, before, now)),
      ];
    });
    if (JSON.stringify(coming) === JSON.stringify(standing)) continue;
    const others = comingDates.filter((each) => !isOf(entrance, each));
    draft.person = { ...draft.person, comingDates: [...others, ...coming] };
  }
}

function stays(draft: Draft, coming: readonly ComingDate[]): void {
  draft.person = { ...draft.person, comingDates: [...draft.person.comingDates, ...coming] };
}

/**
 * A date came near: starts its run, unless the moment lies too far back (P-97). Zone and date are asked anew (P-96): one that
 * moved unheard waits on.
 */
export function tellDate(draft: Draft, coming: ComingDate): void {
  const { person, workspace, now } = draft;
  draft.person = { ...person, comingDates: person.comingDates.filter((each) => each !== coming) };
  const campaign = workspace.campaigns.get(coming.campaign);
  if (!campaign) {
    passUntold(draft, coming);
    return;
  }
  const entrance = entranceAt(campaign, 'date', coming.trigger);
  if (!entrance?.trigger.before.includes(coming.before)) return;
  const { trigger } = entrance;
  const said = saidBy(draft, draft.person, trigger).find((each) => each.key === coming.key);
  const [standing] = said ? stillOf(draft, entrance, said, coming) : [];
  if (!said || !standing) return;
  if (standing.day !== coming.day || standing.dueAt > now) {
    stays(draft, [standing]);
    return;
  }
  const entered = startRun(draft, entrance, said, standing);
  if (!trigger.yearly) return;
  const told = entered ? Number(standing.day.slice(0, 4)) : coming.told;
  stays(draft, nextOf(draft, entrance, said, standing.before, standing.dueAt, told));
}

/** The campaign's file is gone: a date that comes round waits for its return, one that comes once is over. */
function passUntold(draft: Draft, coming: ComingDate): void {
  const { zone } = calendarOf(draft, draft.person);
  const day = dayOf(coming.day, zone)?.add({ years: 1 }).toString();
  if (coming.told === undefined || day === undefined) return;
  stays(draft, [{ ...coming, day, dueAt: aYearAfter(coming.dueAt, zone) }]);
}

/** True where a run began. A yearly date that was told, and corrected since, is told no second time that year (P-95). */
function startRun(draft: Draft, entrance: Dated, said: SaidDate, coming: ComingDate): boolean {
  const start = startOn(said, coming);
  if (coming.told && coming.told >= Number(coming.day.slice(0, 4))) {
    refuseEntry(draft, entrance, start, { reason: 'reentry', rule: 'yearly', told: coming.told });
    return false;
  }
  if (draft.now - coming.dueAt <= draft.workspace.settings.permission.catchUpWithin)
    return enter(draft, entrance, start);
  refuseEntry(draft, entrance, start, { reason: 'expired', expiresAt: isoInstant(coming.dueAt) });
  return false;
}
