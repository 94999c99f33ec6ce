import { dayOf } from '../campaigns/calendar.ts';
import { type Calendar, dateProperties, datesIn, type SaidDate } from '../campaigns/dates.ts';
import type { ComingDate } from '../campaigns/enrollment.ts';
import type { DateTrigger } from '../workspace/campaign-definition.ts';
import type { Entrance } from '../workspace/workspace.ts';
import type { Draft } from './draft.ts';
import type { Start } from './entering.ts';
import { factsOf } from './facts.ts';
import type { Person } from './person.ts';
import { zoneFor } from './place.ts';

/** Runs that a date started say so: `event.type` of their facts. */
export const DATE_EVENT = 'date';

export type Dated = Entrance<DateTrigger>;

export function calendarOf(draft: Draft, person: Person): Calendar {
  const { settings } = draft.workspace;
  return { zone: zoneFor(person, settings), leapDay: settings.permission.leapDay };
}

/** The dates that a person's profile says, on the calendar of the person as they are now. */
export function saidBy(draft: Draft, person: Person, trigger: DateTrigger): readonly SaidDate[] {
  const facts = factsOf(person, draft.workspace, draft.now, null, null);
  return datesIn(trigger, facts, calendarOf(draft, draft.person).zone);
}

export function isSaidIn(all: readonly SaidDate[], said: SaidDate): boolean {
  return all.some((each) => each.key === said.key && each.day.equals(said.day));
}

/** What starts the run of one day and lead. */
export function startOn(said: SaidDate, { day, before, dueAt }: Pick<ComingDate, 'day' | 'before' | 'dueAt'>): Start {
  // A day in this form is one in every zone.
  const date = dayOf(day, 'UTC') ?? said.day;
  return {
    eventId: `${day}:${before}`,
    key: said.key,
    type: DATE_EVENT,
    occurredAt: dueAt,
    properties: dateProperties(said, date, before),
    reachedAt: dueAt,
  };
}
