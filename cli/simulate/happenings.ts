import { addressOf, requestIdOf } from '../../shared/consent/address-hmac.ts';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import { type Parsed, type ParsedEvent, parseEnvelope, parseEventItem } from '../../shared/events/envelope.ts';
import type { Problem } from '../../shared/kernel/errors.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import { isObject } from '../../shared/kernel/json.ts';
import { memoryMacKeys } from '../../shared/outbound/memory-mac-keys.ts';
import { parseEmail } from '../../shared/profiles/address.ts';
import type { Happening } from '../../simulation/simulation.ts';

/** A happening and where it stands. */
export interface Told extends Happening {
  readonly file: string;
  readonly line: number;
}

/** What a line holds: happenings, and what is wrong with others. */
export interface Read {
  readonly happenings: readonly Happening[];
  readonly problems: readonly Problem[];
  /** heed's own events, which an archive of the bus holds too: the simulation makes its own. */
  readonly own: number;
}

const nothing: Read = { happenings: [], problems: [], own: 0 };

/** Whoever made it, a deployment would not take it from a file. */
function isOwn(source: unknown): boolean {
  return source === 'heed' || source === 'heed.workspace';
}

/** No arrival is told beside an event that stands alone: it happened when it says. */
const NO_TIME: readonly Problem[] = [
  { field: 'occurredAt', message: 'is required: no envelope tells when it happened. Write it as 2026-11-21T10:00:00Z' },
];

/**
 * What one line of a file says happened: an event as POST /api/events takes it, or an EventBridge envelope as archives hold them,
 * `heed.batch` too. `lineId` names an event that has no id of its own.
 */
export function readLine(value: unknown, lineId: string): Promise<Read> | Read {
  if (!isObject(value)) return { ...nothing, problems: [{ field: '', message: 'is not a JSON object' }] };
  const isEnvelope = 'detail-type' in value && 'detail' in value;
  if (isEnvelope && isOwn(value['source'])) return { ...nothing, own: 1 };
  if (!isEnvelope && typeof value['occurredAt'] !== 'string') {
    const parsed = parseEventItem(value, { id: lineId, time: 0 });
    return { ...nothing, problems: parsed.ok ? NO_TIME : parsed.problems };
  }
  const parsed = isEnvelope
    ? parseEnvelope(value)
    : [parseEventItem(value, { id: lineId, time: Number.POSITIVE_INFINITY })];
  return happeningsOf(parsed);
}

function happeningsOf(parsed: readonly Parsed<ParsedEvent>[]): Promise<Read> | Read {
  const [first] = parsed;
  // The usual line needs no key and so no waiting.
  if (parsed.length === 1 && first?.ok && needsNoKey(first.value))
    return { ...nothing, happenings: [plain(first.value)] };
  return withKeys(parsed);
}

function needsNoKey({ type, traits }: ParsedEvent): boolean {
  return type !== 'subscription.requested' && traits['email'] === undefined;
}

function plain({ profileId, ...said }: ParsedEvent): Happening {
  return { profileId, at: said.occurredAt, event: { kind: 'event', ...said } };
}

async function withKeys(parsed: readonly Parsed<ParsedEvent>[]): Promise<Read> {
  const problems = parsed.flatMap((each) => (each.ok ? [] : each.problems));
  const happenings: Happening[] = [];
  for (const each of parsed) {
    if (!each.ok) continue;
    const happening = await keyed(each.value);
    if ('message' in happening) problems.push(happening);
    else happenings.push(happening);
  }
  return { happenings, problems, own: 0 };
}

/** Keys of this machine: nothing that is made with them leaves it. */
const keys = cached(memoryMacKeys('simulation'));

function cached(made: MacKeys): MacKeys {
  const known = new Map<string, Promise<Uint8Array>>();
  return {
    key(label) {
      const key = known.get(label) ?? made.key(label);
      known.set(label, key);
      return key;
    },
  };
}

async function keyed(event: ParsedEvent): Promise<Happening | Problem> {
  const { profileId, eventId } = event;
  const happening = plain(event);
  const asked =
    event.type === 'subscription.requested' ? { requestId: await requestIdOf(keys, profileId, eventId) } : {};
  const email = event.traits['email'];
  if (email === undefined) return { ...happening, event: { ...happening.event, ...asked } };
  if (email === null) return { ...happening, event: { ...happening.event, ...asked, address: null } };
  const parsed = parseEmail(typeof email === 'string' ? email : '');
  if (!parsed.ok) return { field: 'traits.email', message: parsed.reason };
  const address = await addressOf(keys, parsed.email);
  return { ...happening, event: { ...happening.event, ...asked, address } };
}

/** By time; a tie goes to what was read first. */
export function byTime(left: { readonly at: Instant }, right: { readonly at: Instant }): number {
  return left.at - right.at;
}
