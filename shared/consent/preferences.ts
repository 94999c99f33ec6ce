import type { Instant } from '../kernel/instants.ts';
import type { Json } from '../kernel/json.ts';

/** What a person chose about when and how often to be written to; each choice keeps its own time, and the later one wins. */
interface Choice {
  readonly value: Json;
  readonly at: Instant;
}

export type PreferenceName = 'frequency' | 'days' | 'hours' | 'pausedUntil' | 'language' | 'muted' | 'timeZone';

/** Absent: never chosen. `null` as value: taken back. */
export type Preferences = Readonly<Partial<Record<PreferenceName, Choice>>>;

export const noPreferences: Preferences = {};

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** A pause without an end date (P-65). */
export const UNTIL_RESUMED = 'until-resumed';

/** The choices in force; null where the person chose nothing. */
export interface Chosen {
  /** At most `max` marketing mails in any window of `per`, an ISO 8601 duration (P-67). */
  readonly frequency: { readonly max: number; readonly per: string } | null;
  readonly days: readonly Weekday[] | null;
  /** Local times `HH:MM`, half-open; `from` after `to` spans midnight. */
  readonly hours: { readonly from: string; readonly to: string } | null;
  /** The first active local day, `YYYY-MM-DD`, or `until-resumed`. */
  readonly pausedUntil: string | null;
  readonly language: string | null;
  /** Ids of campaigns that the person wants no more mail of. */
  readonly muted: readonly string[];
  readonly timeZone: string | null;
}

/** Values by name, as they were validated. */
export type Choices = Readonly<Partial<Record<PreferenceName, Json>>>;

/** The registers read as choices. What is stored was validated when it came in. */
export function chosenOf(preferences: Preferences): Chosen {
  const value = (name: PreferenceName): unknown => preferences[name]?.value ?? null;
  return {
    frequency: value('frequency') as Chosen['frequency'],
    days: value('days') as Chosen['days'],
    hours: value('hours') as Chosen['hours'],
    pausedUntil: value('pausedUntil') as string | null,
    language: value('language') as string | null,
    muted: (value('muted') ?? []) as readonly string[],
    timeZone: value('timeZone') as string | null,
  };
}

/** What was ever chosen, by name; null where it was taken back. */
export function choicesOf(preferences: Preferences): Choices {
  return Object.fromEntries(Object.entries(preferences).map(([name, choice]) => [name, choice.value]));
}

/** Later wins; at one instant a choice wins over one taken back, then the greater text, so that order never matters. */
function replaces(next: Choice, held: Choice | undefined): boolean {
  if (!held) return true;
  if (next.at !== held.at) return next.at > held.at;
  if ((next.value === null) !== (held.value === null)) return held.value === null;
  return JSON.stringify(next.value) > JSON.stringify(held.value);
}

/** The registers after `choices` were made at `at`. Gives the same object when nothing changed. */
export function withChoices(preferences: Preferences, choices: Choices, at: Instant): Preferences {
  const newer = (Object.entries(choices) as [PreferenceName, Json][]).filter(([name, value]) =>
    replaces({ value, at }, preferences[name]),
  );
  if (newer.length === 0) return preferences;
  return { ...preferences, ...Object.fromEntries(newer.map(([name, value]) => [name, { value, at }])) };
}
