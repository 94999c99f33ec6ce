import { dayOf } from '../campaigns/calendar.ts';
import {
  type Calendar,
  dateProperties,
  datesIn,
  nextOccurrence,
  type Occurrence,
  occurrenceOn,
  type SaidDate,
  stillSays,
} from '../campaigns/dates.ts';
import type { ComingDate, Enrollment } from '../campaigns/enrollment.ts';
import { takesIn } from '../campaigns/entry.ts';
import { type Instant, isoInstant } from '../kernel/instants.ts';
import type { DateTrigger } from '../workspace/campaign-definition.ts';
import type { Entrance } from '../workspace/workspace.ts';
import type { Draft } from './draft.ts';
import { enter, refuseEntry } from './entering.ts';
import { factsOf } from './facts.ts';
import type { Person } from './person.ts';
import { zoneFor } from './place.ts';
import { exitEnrollment } from './runs.ts';
import { waitsForDate, wake } from './walk.ts';

/** Runs that a date started say so: `event.type` of their facts. */
export const DATE_EVENT = 'date';

type Dated = Entrance<DateTrigger>;

function calendarOf(draft: Draft, person: Person): Calendar {
  const { settings } = draft.workspace;
  return { zone: zoneFor(person, settings), leapDay: settings.permission.leapDay };
}

function saidBy(draft: Draft, person: Person, trigger: DateTrigger): readonly SaidDate[] {
  const facts = factsOf(person, draft.workspace, draft.now, null, null);
  return datesIn(trigger, facts, calendarOf(draft, person).zone);
}

function isOf({ campaign, index }: Dated, coming: ComingDate): boolean {
  return coming.campaign === campaign.id && coming.trigger === index;
}

function comingOf({ campaign, index }: Dated, { key }: SaidDate, before: string, { day, at }: Occurrence): ComingDate {
  return { campaign: campaign.id, trigger: index, key, day: day.toString(), before, dueAt: at };
}

/** The tellings of one date from `after` on, one a lead. */
function comingFrom(draft: Draft, entrance: Dated, said: SaidDate, after: Instant): readonly ComingDate[] {
  const calendar = calendarOf(draft, draft.person);
  return entrance.trigger.before.flatMap((before) => {
    const next = nextOccurrence(entrance.trigger, said.day, before, calendar, after);
    return next ? [comingOf(entrance, said, before, next)] : [];
  });
}

/**
 * What one trigger still waits for after the profile changed: dates that are said anew, those that go on standing with the
 * moment that the person's zone gives them now, and none that nobody says any more.
 */
function rearmed(draft: Draft, former: Person, entrance: Dated): readonly ComingDate[] {
  const { trigger } = entrance;
  const calendar = calendarOf(draft, draft.person);
  const standing = draft.person.comingDates.filter((each) => isOf(entrance, each));
  const saidBefore = saidBy(draft, former, trigger);
  return saidBy(draft, draft.person, trigger).flatMap((said) => {
    const wasSaid = saidBefore.some((each) => each.key === said.key && each.day.equals(said.day));
    if (wasSaid) {
      const mine = standing.filter((each) => each.key === said.key && stillSays(trigger, said, each.day, calendar));
      return mine.map((each) => movedTo(trigger, each, calendar));
    }
    // P-97: what passed a moment ago is told at once, what lies further back never.
    const from = draft.now - draft.workspace.settings.permission.catchUpWithin;
    return comingFrom(draft, entrance, said, from - 1);
  });
}

function movedTo(trigger: DateTrigger, coming: ComingDate, calendar: Calendar): ComingDate {
  const day = dayOf(coming.day, calendar.zone);
  return day ? { ...coming, dueAt: occurrenceOn(trigger, day, coming.before, calendar).at } : coming;
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
  const open = workspace.dated.filter(({ campaign }) => takesIn(campaign, workspace.settings.timeZone, now));
  const others = draft.person.comingDates.filter((each) => !open.some((entrance) => isOf(entrance, each)));
  const coming = [...others, ...open.flatMap((entrance) => rearmed(draft, former, entrance))];
  if (JSON.stringify(coming) !== JSON.stringify(draft.person.comingDates)) {
    draft.person = { ...draft.person, comingDates: coming };
  }
  takeMovedDates(draft);
  for (const due of coming.filter((each) => each.dueAt <= now)) tellDate(draft, due);
}

/** `enroll: existing-too`: stored dates whose moment is ahead count as well; told ones are told no second time. */
export function armExisting(draft: Draft): void {
  const { workspace, now } = draft;
  for (const entrance of workspace.dated) {
    const { campaign, trigger } = entrance;
    if (trigger.enroll !== 'existing-too' || !takesIn(campaign, workspace.settings.timeZone, now)) continue;
    const all = saidBy(draft, draft.person, trigger).flatMap((said) => comingFrom(draft, entrance, said, now));
    const { comingDates } = draft.person;
    const missing = all.filter(
      (each) =>
        !comingDates.some((held) => isOf(entrance, held) && held.key === each.key && held.before === each.before),
    );
    if (missing.length > 0) draft.person = { ...draft.person, comingDates: [...comingDates, ...missing] };
  }
}

/** A date came near: starts its run, unless the profile says another one by now or the moment lies too far back (P-97). */
export function tellDate(draft: Draft, coming: ComingDate): void {
  const { person, workspace, now } = draft;
  draft.person = { ...person, comingDates: person.comingDates.filter((each) => each !== coming) };
  const campaign = workspace.campaigns.get(coming.campaign);
  const trigger = campaign?.entrances[coming.trigger];
  if (!campaign || trigger?.kind !== 'date' || !trigger.before.includes(coming.before)) return;
  const entrance: Dated = { campaign, trigger, index: coming.trigger };
  const said = saidBy(draft, draft.person, trigger).find((each) => each.key === coming.key);
  const calendar = calendarOf(draft, draft.person);
  if (!said || !stillSays(trigger, said, coming.day, calendar)) return;
  const next = trigger.yearly ? nextOccurrence(trigger, said.day, coming.before, calendar, coming.dueAt) : null;
  if (next) {
    const again = comingOf(entrance, said, coming.before, next);
    draft.person = { ...draft.person, comingDates: [...draft.person.comingDates, again] };
  }
  const day = dayOf(coming.day, calendar.zone);
  if (!day) return;
  const start = {
    eventId: `${coming.day}:${coming.before}`,
    key: coming.key,
    type: DATE_EVENT,
    occurredAt: coming.dueAt,
    properties: dateProperties(said, day, coming.before),
    reachedAt: coming.dueAt,
  };
  if (now - coming.dueAt <= workspace.settings.permission.catchUpWithin) enter(draft, entrance, start);
  else refuseEntry(draft, entrance, start, { reason: 'expired', expiresAt: isoInstant(coming.dueAt) });
}
