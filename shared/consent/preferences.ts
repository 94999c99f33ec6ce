import type { Instant } from '../kernel/instants.ts';
import type { Json } from '../kernel/json.ts';

/** What a person chose about when and how often to be written to; each choice keeps its own time, and the later one wins. */
export interface Choice {
  readonly value: Json;
  readonly at: Instant;
}

export type PreferenceName = 'frequency' | 'days' | 'hours' | 'pausedUntil' | 'language' | 'muted' | 'timeZone';

/** Absent: never chosen. `null` as value: taken back. */
export type Preferences = Readonly<Partial<Record<PreferenceName, Choice>>>;

export const noPreferences: Preferences = {};
