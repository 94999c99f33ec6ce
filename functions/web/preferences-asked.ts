import { choiceProblems } from '../../shared/consent/preference-choices.ts';
import { type Choices, type Weekday, weekdays } from '../../shared/consent/preferences.ts';
import { isTimeZone } from '../../shared/profiles/zone.ts';
import { frequencyText } from './preferences-fields.ts';
import type { PreferencesView, PreferencesVisit } from './preferences-view.ts';

/** What a posted form asks for, measured against the present state; opt-outs apart, because nothing may keep them (P-64). */
export interface Asked {
  readonly optOuts: {
    /** Topics that were shown on and came back unticked. */
    readonly topics: readonly string[];
    readonly mute: readonly string[];
    readonly tracking: boolean;
  };
  readonly topics: readonly string[];
  readonly unmute: readonly string[];
  readonly trackingOn: boolean;
  readonly choices: Choices;
  /** Fields of the form that are wrong. */
  readonly wrong: readonly ('days' | 'hours' | 'zone')[];
  readonly isStale: boolean;
}

function words(text: string | null): ReadonlySet<string> | null {
  return text === null ? null : new Set(text.split(' ').filter((each) => each !== ''));
}

function daysIn(fields: URLSearchParams): readonly Weekday[] {
  const ticked = fields.getAll('days');
  return weekdays.filter((each) => ticked.includes(each));
}

const same = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);

function frequencyIn(fields: URLSearchParams, view: PreferencesView): Choices {
  const text = fields.get('frequency');
  if (text === null || text === frequencyText(view.chosen.frequency)) return {};
  const known = /^1\/(PT24H|P7D|P30D)$/.exec(text);
  if (text !== '' && !known) return {};
  return { frequency: known ? { max: 1, per: known[1] as string } : null };
}

function hoursIn(fields: URLSearchParams, view: PreferencesView): Choices {
  const [from, to] = [fields.get('hoursFrom'), fields.get('hoursTo')];
  if (from === null || to === null) return {};
  const given = from === '' && to === '' ? null : { from, to };
  return same(given, view.chosen.hours) ? {} : { hours: given };
}

function weekIn(fields: URLSearchParams, view: PreferencesView): Choices {
  if (!fields.getAll('with').includes('days')) return {};
  const ticked = daysIn(fields);
  const given = ticked.length === weekdays.length ? null : ticked;
  return same(given, view.chosen.days) || (given === null && view.chosen.days?.length === 7) ? {} : { days: given };
}

function placeIn(fields: URLSearchParams, view: PreferencesView, locales: readonly string[]): Choices {
  const [zone, language] = [fields.get('zone'), fields.get('language')];
  return {
    ...(zone === null || zone === (view.chosen.timeZone ?? '') ? {} : { timeZone: zone === '' ? null : zone }),
    ...(language === null || language === view.language || !locales.includes(language) ? {} : { language }),
  };
}

function wrongIn(choices: Choices, visit: PreferencesVisit): Asked['wrong'] {
  const { hours, days, timeZone } = choices as {
    hours?: { from: string; to: string } | null;
    days?: unknown;
    timeZone?: unknown;
  };
  const shape = /^\d{2}:\d{2}$/;
  const badHours = hours && (!shape.test(hours.from) || !shape.test(hours.to) || hours.from === hours.to);
  const outside = choiceProblems(choices, visit.content.settings, visit.now).some((each) => each.field === 'hours');
  return [
    ...(Array.isArray(days) && days.length === 0 ? (['days'] as const) : []),
    ...(badHours || outside ? (['hours'] as const) : []),
    ...(typeof timeZone === 'string' && !isTimeZone(timeZone) ? (['zone'] as const) : []),
  ];
}

/** True where the page showed another state than the present one; a form without a version is measured against the present. */
export function isStale(fields: URLSearchParams, view: PreferencesView): boolean {
  const seen = fields.get('seen');
  return seen !== null && seen !== view.version;
}

/** Reads the main form. A part that the form did not have is not said; a box that was not shown was not unticked. */
export function askedIn(fields: URLSearchParams, visit: PreferencesVisit, view: PreferencesView): Asked {
  const parts = fields.getAll('with');
  const ticked = new Set(fields.getAll('topics'));
  const had = words(fields.get('had')) ?? view.on;
  const [muted, hadMuted] = [fields.getAll('muted'), words(fields.get('hadMuted')) ?? new Set(view.chosen.muted)];
  const hadTracking = fields.has('hadTracking');
  const { locales } = visit.content.settings;
  const choices = {
    ...frequencyIn(fields, view),
    ...weekIn(fields, view),
    ...hoursIn(fields, view),
    ...placeIn(fields, view, locales),
  };
  return {
    optOuts: {
      topics: visit.content.topics.map(({ id }) => id).filter((id) => had.has(id) && !ticked.has(id)),
      mute: muted.filter((id) => !hadMuted.has(id) && visit.content.campaigns.some((each) => each.id === id)),
      tracking: parts.includes('tracking') && hadTracking && !fields.has('tracking'),
    },
    topics: visit.content.topics.filter(({ id }) => ticked.has(id) && !view.on.has(id)).map(({ id }) => id),
    unmute: parts.includes('muted') ? [...hadMuted].filter((id) => !muted.includes(id)) : [],
    trackingOn: parts.includes('tracking') && !hadTracking && fields.has('tracking'),
    choices,
    wrong: wrongIn(choices, visit),
    isStale: isStale(fields, view),
  };
}
