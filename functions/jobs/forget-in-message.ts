import { addressHmac } from '../../shared/consent/address-hmac.ts';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import { profileIdSchema } from '../../shared/events/envelope.ts';
import { isObject, type Json, type JsonObject, jsonIn } from '../../shared/kernel/json.ts';
import { parseEmail } from '../../shared/profiles/address.ts';

/** Who is to be forgotten. */
export interface Forgotten {
  readonly profileId: string;
  /** HMAC of the address, null where there was none. */
  readonly address: string | null;
}

function textsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value as JsonObject).flatMap(textsIn) : [];
}

async function isTheirAddress(keys: MacKeys, text: string, { address }: Forgotten): Promise<boolean> {
  const parsed = address === null ? null : parseEmail(text);
  return parsed?.ok === true && (await addressHmac(keys, parsed.email)) === address;
}

async function mentions(keys: MacKeys, value: Json | undefined, who: Forgotten): Promise<boolean> {
  for (const text of textsIn(value)) {
    if (text === who.profileId || (await isTheirAddress(keys, text, who))) return true;
  }
  return false;
}

/**
 * Whose an event is says its profile id. One without a usable id (an address in its place, a shape that nobody mapped) is
 * theirs where any of its values is their id or address: nobody can replay it as somebody else's.
 */
async function isTheirs(keys: MacKeys, detail: JsonObject, who: Forgotten): Promise<boolean> {
  const profileId = profileIdSchema.safeParse(detail['profileId']);
  return profileId.success ? profileId.data === who.profileId : mentions(keys, detail, who);
}

/** A batch loses their events only: the others are other people's. */
async function withoutTheirs(keys: MacKeys, body: JsonObject, detail: JsonObject, who: Forgotten) {
  const events = detail['events'] as readonly Json[];
  const kept: Json[] = [];
  for (const event of events) if (!isObject(event) || !(await isTheirs(keys, event, who))) kept.push(event);
  if (kept.length === events.length) return body;
  return kept.length === 0 ? null : { ...body, detail: { ...detail, events: kept } };
}

async function forget(keys: MacKeys, body: JsonObject, who: Forgotten): Promise<JsonObject | null> {
  const { record, detail, heed } = body;
  if (typeof record === 'string') {
    const left = await forgetInMessage(keys, record, who);
    return left === record ? body : left === null ? null : { ...body, record: left };
  }
  if (heed === 'subscribe') return (await mentions(keys, body, who)) ? null : body;
  // Timers and feedback hold ids and HMACs only, and what feedback says of an address must not be lost (P-58).
  if (heed !== undefined) return body;
  if (!isObject(detail)) return (await isTheirs(keys, body, who)) ? null : body;
  if (Array.isArray(detail['events'])) return withoutTheirs(keys, body, detail, who);
  return (await isTheirs(keys, detail, who)) ? null : body;
}

/**
 * What is left of a message that waits for an operator, when somebody is forgotten: the very text where it is not about them,
 * null where it is, and of a batch the events of others. Reads the bodies of every queue: envelopes, rejections with their
 * record, sign-ups, orders to send. Rejects with RetryableError when the key cannot be had.
 */
export async function forgetInMessage(keys: MacKeys, text: string, who: Forgotten): Promise<string | null> {
  const body = jsonIn(text);
  // Nothing can be read out of it; what quotes their id is not worth keeping.
  if (!isObject(body)) return text.includes(`"${who.profileId}"`) ? null : text;
  const left = await forget(keys, body, who);
  return left === body ? text : left && JSON.stringify(left);
}
