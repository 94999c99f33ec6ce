import type { Ending, Enrollment } from '../campaigns/enrollment.ts';
import { type Facts, keysAt, valuesAt } from '../campaigns/paths.ts';
import { derivedId } from '../kernel/ids.ts';
import { DAY, type Instant } from '../kernel/instants.ts';
import { matches } from '../pattern/pattern.ts';
import type { Draft } from './draft.ts';
import type { CustomerEvent } from './input.ts';
import type { Person } from './person.ts';

/** Events older than this update facts and start nothing; ended runs and endings are remembered that long (design 3). */
export const LATENESS = 3 * DAY;
const ENDINGS_AT_MOST = 50;
/** Of them events that are only waited for: companies wait for views as well, and those come by the dozen. */
const AWAITED_AT_MOST = 8;

let hashed = { eventId: '', hash: '' };

/** 48 bits are plenty among the few events that one person's row remembers. One event is asked for by every rule that it meets. */
export function eventHash(eventId: string): string {
  if (hashed.eventId !== eventId) hashed = { eventId, hash: derivedId('seen', eventId).slice(0, 8) };
  return hashed.hash;
}

/** The number at a path; null where there is none. */
export function numberAt(facts: Facts, path: string | undefined): number | null {
  const [value] = path === undefined ? [] : valuesAt(facts, path);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** What lies further back belongs to no run that may still begin. */
export function isRemembered({ occurredAt }: Pick<Ending, 'occurredAt'>, now: Instant): boolean {
  return now - occurredAt <= LATENESS;
}

/** Of one moment the order of their ids decides, so that the order of their arrival does not. */
export function byOccurrence(
  left: Pick<Ending, 'occurredAt' | 'event'>,
  right: Pick<Ending, 'occurredAt' | 'event'>,
): number {
  return left.occurredAt - right.occurredAt || (left.event < right.event ? -1 : Number(left.event > right.event));
}

/** Without the oldest of what is waited for most: so views push out views, and not the order that another step waits for. */
function withoutOne(awaited: readonly Ending[]): readonly Ending[] {
  const numbers = new Map<string, number>();
  const kindOf = ({ campaign, by }: Ending) => `${campaign} ${by}`;
  for (const each of awaited) numbers.set(kindOf(each), (numbers.get(kindOf(each)) ?? 0) + 1);
  const most = Math.max(...numbers.values());
  const gone = awaited.toSorted(byOccurrence).find((each) => numbers.get(kindOf(each)) === most);
  return awaited.filter((each) => each !== gone);
}

/** As many as a row has room for. What is only waited for never takes the place of what ends a run. */
export function boundedEndings(endings: readonly Ending[]): readonly Ending[] {
  const ending = endings.filter((each) => each.what !== 'wait').slice(-ENDINGS_AT_MOST);
  const room = Math.min(AWAITED_AT_MOST, ENDINGS_AT_MOST - ending.length);
  let awaited: readonly Ending[] = endings.filter((each) => each.what === 'wait');
  while (awaited.length > room) awaited = withoutOne(awaited);
  const kept = new Set([...ending, ...awaited]);
  return endings.filter((each) => kept.has(each));
}

/** Puts an ending in the place of an older one of its kind and forgets what is too old to matter. */
export function rememberEnding(draft: Draft, ending: Ending): void {
  const { person, now } = draft;
  if (!isRemembered(ending, now)) return;
  const isSame = (each: Ending) =>
    each.campaign === ending.campaign && each.key === ending.key && each.what === ending.what;
  const held = person.endings.find(isSame);
  if (held && held.occurredAt >= ending.occurredAt) return;
  const others = person.endings.filter((each) => !isSame(each) && isRemembered(each, now));
  draft.person = { ...person, endings: boundedEndings([...others, ending]) };
}

/** Remembers an event that ends runs of active campaigns: the one that starts them may still be under way. */
export function rememberEndings(draft: Draft, event: CustomerEvent, facts: () => Facts): void {
  for (const campaign of draft.workspace.endedBy.get(event.type) ?? []) {
    if (campaign.status !== 'active') continue;
    for (const rule of campaign.endingRules.get(event.type) ?? []) {
      if (rule.pattern && !matches(rule.pattern, facts())) continue;
      const value = rule.value === undefined ? null : numberAt(facts(), rule.value);
      const ending = {
        campaign: campaign.id,
        what: rule.what,
        occurredAt: event.occurredAt,
        event: eventHash(event.eventId),
        by: event.type,
        ...(value === null ? {} : { value }),
      };
      const keys = rule.sameKey === undefined ? [null] : keysAt(facts(), rule.sameKey);
      for (const key of keys) rememberEnding(draft, { ...ending, key });
    }
  }
}

/** What was heard of before a run began and ends it, or reaches its goal; null where nothing did. `cause`: hash of the run's own event. */
export function endingOf(
  person: Person,
  { campaign, key, event }: Enrollment,
  cause: string,
  what: Ending['what'] = 'exit',
): Ending | null {
  const found = person.endings.find(
    (each) =>
      each.campaign === campaign &&
      each.what === what &&
      (each.key === null || each.key === key) &&
      each.event !== cause &&
      each.occurredAt >= event.occurredAt,
  );
  return found ?? null;
}

/** True where a silence of this key was broken at or after an instant. */
export function wasBroken({ endings }: Person, campaign: string, key: string | null, at: Instant): boolean {
  return endings.some(
    (each) =>
      each.campaign === campaign &&
      each.what === 'silence' &&
      (each.key === null || each.key === key) &&
      each.occurredAt >= at,
  );
}

/** For the facts of one event: put together once, and only if somebody asks. */
export function lazily(make: () => Facts): () => Facts {
  let made: Facts | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
