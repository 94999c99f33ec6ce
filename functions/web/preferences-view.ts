import { isStopped } from '../../shared/consent/address-state.ts';
import { type ConsentState, consentState, hasStoppedEverything } from '../../shared/consent/consent-state.ts';
import { dayIn, isPaused } from '../../shared/consent/pause.ts';
import { type Chosen, chosenOf } from '../../shared/consent/preferences.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import type { Person } from '../../shared/person/person.ts';
import { placeOf } from '../../shared/person/place.ts';
import { resolveLocale } from '../../shared/profiles/locale.ts';
import type { Html } from './html.ts';
import type { Visit } from './token-page.ts';
import type { WebPorts } from './web-ports.ts';

export type PreferencesVisit = Visit<'preferences'>;

/** A campaign that wrote to the person lately, or that they want no more of. */
export interface SeenCampaign {
  readonly id: string;
  readonly name: string;
  readonly isMuted: boolean;
}

/** All that the page shows of a person; no address and no facts (P-32). */
export interface PreferencesView {
  readonly chosen: Chosen;
  /** The person, or another holder of the address, stopped everything (P-52). */
  readonly isStopped: boolean;
  readonly isPaused: boolean;
  /** Topics whose mails really go out. */
  readonly on: ReadonlySet<string>;
  readonly states: ReadonlyMap<string, ConsentState>;
  readonly tracking: boolean;
  /** Of the mails. */
  readonly language: string;
  readonly campaigns: readonly SeenCampaign[];
  /** Where the days of the page are counted. */
  readonly zone: string;
  readonly today: string;
  /** Hash of what can be changed here (P-64); not the row's version, which moves with any event. */
  readonly version: string;
}

const CAMPAIGNS_AT_MOST = 6;

async function stoppedFor(ports: WebPorts, person: Person | null): Promise<boolean> {
  if (!person) return false;
  if (hasStoppedEverything(person.permission)) return true;
  return person.address !== null && isStopped(await ports.addressBook.read(person.address.hmac));
}

function statesOf({ content, now }: PreferencesVisit, person: Person | null): Map<string, ConsentState> {
  const states = content.topics.map(({ id }): [string, ConsentState] => [
    id,
    person
      ? consentState(person.permission, id, person.address?.hmac ?? null, now)
      : { state: 'none', otherAddress: false },
  ]);
  return new Map(states);
}

/** Newest first, then those that are muted already. */
function campaignsOf({ content }: PreferencesVisit, person: Person | null, muted: readonly string[]): SeenCampaign[] {
  const wrote = [...(person?.recent ?? []).filter((each) => each.status !== 'skipped'), ...(person?.messages ?? [])]
    .filter((each) => each.class === 'marketing')
    .flatMap((each) => each.campaign ?? [])
    .reverse();
  const ids = [...new Set([...wrote.slice(0, CAMPAIGNS_AT_MOST), ...muted])];
  return ids.map((id) => {
    const name = content.campaigns.find((each) => each.id === id)?.name ?? id;
    return { id, name, isMuted: muted.includes(id) };
  });
}

function hasTracking(person: Person | null, now: number): boolean {
  if (!person || hasStoppedEverything(person.permission)) return false;
  const state = consentState(person.permission, null, person.address?.hmac ?? null, now, 'tracking.email');
  return state.state === 'granted';
}

function languageOf({ content }: PreferencesVisit, person: Person | null, chosen: Chosen): string {
  const { locales } = content.settings;
  const said = chosen.language ?? person?.traits['locale']?.value;
  return resolveLocale(typeof said === 'string' ? said : undefined, locales, locales[0] ?? 'en') ?? 'en';
}

/** Reads what the page shows: the person as the visit has them, and the address row (strongly). */
export async function viewOf(ports: WebPorts, visit: PreferencesVisit): Promise<PreferencesView> {
  const { person, content, now, token } = visit;
  const chosen = chosenOf(person?.preferences ?? {});
  const stopped = await stoppedFor(ports, person);
  const states = statesOf(visit, person);
  const granted = [...states].filter(([, state]) => state.state === 'granted').map(([id]) => id);
  const on = new Set(stopped ? [] : granted);
  const tracking = hasTracking(person, now);
  const place = person ? placeOf(person) : null;
  const zone = place?.known === 'zone' ? place.zones[0] : content.settings.timeZone;
  return {
    chosen,
    isStopped: stopped,
    isPaused: place !== null && isPaused(chosen.pausedUntil, place, content.settings.timeZone, now),
    on,
    states,
    tracking,
    language: languageOf(visit, person, chosen),
    campaigns: campaignsOf(visit, person, chosen.muted),
    zone,
    today: dayIn(zone, now),
    version: derivedId('preferences', token.profileId, JSON.stringify([[...on].sort(), stopped, tracking, chosen])),
  };
}

/** What a POST of the page led to. */
export interface Result {
  readonly status: 200 | 400 | 409;
  /** Sentences above the page: what was done, or what is wrong. */
  readonly say?: readonly string[];
  readonly undo?: Html | null;
  readonly wrong?: readonly (readonly [field: string, words: string])[];
  /** What was filled in, shown again where something is wrong with it. */
  readonly given?: Partial<Chosen>;
}
