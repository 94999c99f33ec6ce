import type { AddressBook } from '../../shared/consent/address-book.ts';
import { addressOf, requestIdOf } from '../../shared/consent/address-hmac.ts';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import { type ParsedEvent, parseEnvelope, problemsOf } from '../../shared/events/envelope.ts';
import { feedbackSchema } from '../../shared/events/feedback.ts';
import { type SubscribeRequest, subscribeRequestSchema } from '../../shared/events/requests.ts';
import type { Problem } from '../../shared/kernel/errors.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { type Instant, parseInstant } from '../../shared/kernel/instants.ts';
import { jsonIn } from '../../shared/kernel/json.ts';
import type { ApplyPorts } from '../../shared/person/apply.ts';
import type { CustomerEvent, Input } from '../../shared/person/input.ts';
import { REMEMBERED_EACH } from '../../shared/person/on-event.ts';
import { HEED_FORM } from '../../shared/person/on-permission-event.ts';
import type { PersonStore } from '../../shared/person/person-store.ts';
import { loadSurvivor } from '../../shared/person/survivor.ts';
import { parseEmail } from '../../shared/profiles/address.ts';
import { countOne } from '../runtime/metric.ts';
import { notice } from '../runtime/notices.ts';
import { crowdInputs } from './crowd-inputs.ts';
import { isTaken, type SignUpPorts } from './sign-up-limits.ts';
import { toldInput } from './told-input.ts';

/** What a record holds: inputs of people, or why one of its parts cannot be one. */
export type Addressed =
  | {
      readonly ok: true;
      readonly profileId: string;
      readonly input: Input;
      /** What stands before its field paths when it is refused: `events[3].` for an item of a batch. */
      readonly place?: string;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface InputPorts extends SignUpPorts {
  readonly releases: ApplyPorts['releases'];
  readonly people: PersonStore;
  readonly keys: MacKeys;
  readonly addresses: AddressBook;
  readonly isErased: (profileId: string) => Promise<boolean>;
}

function refused(field: string, message: string): Addressed {
  return { ok: false, problems: [{ field, message }] };
}

/** The address of an event's traits with its HMAC: undefined where none is said, null where it says there is none any more. */
async function addressIn(
  keys: MacKeys,
  event: ParsedEvent,
): Promise<Pick<CustomerEvent, 'address'> | { readonly reason: string }> {
  const email = event.traits['email'];
  if (email === undefined) return {};
  if (email === null) return { address: null };
  if (typeof email !== 'string') return { reason: 'is not a text: write the address as name@domain, or null for none' };
  const parsed = parseEmail(email);
  return parsed.ok ? { address: await addressOf(keys, parsed.email) } : { reason: parsed.reason };
}

async function eventInput({ keys }: InputPorts, event: ParsedEvent, place: string): Promise<Addressed> {
  const address = await addressIn(keys, event);
  if ('reason' in address) return refused(`${place}traits.email`, address.reason);
  const { profileId, ...said } = event;
  const requestId =
    event.type === 'subscription.requested' ? { requestId: await requestIdOf(keys, profileId, event.eventId) } : {};
  return { ok: true, profileId, input: { kind: 'event', ...said, ...address, ...requestId }, place };
}

function envelopeInputs(ports: InputPorts, body: unknown, sentAt: Instant): Promise<readonly Addressed[]> {
  const { 'detail-type': type } = Object(body) as { 'detail-type'?: unknown };
  const placeOf = (index: number) => (type === 'heed.batch' ? `events[${index}].` : '');
  const parsed = parseEnvelope(body, sentAt);
  const ids = Map.groupBy(
    parsed.flatMap((each) => (each.ok ? [each.value] : [])),
    ({ profileId }) => profileId,
  );
  return Promise.all(
    parsed.map(async (each, index) => {
      if (!each.ok) return each;
      const input = await eventInput(ports, each.value, placeOf(index));
      return withRecord(input, ids.get(each.value.profileId) ?? []);
    }),
  );
}

/** Names the record of an event that has many others of the same person beside it: the same again is the same name. */
function withRecord(addressed: Addressed, events: readonly ParsedEvent[]): Addressed {
  if (!addressed.ok || addressed.input.kind !== 'event' || events.length <= REMEMBERED_EACH) return addressed;
  const among = derivedId('record', ...events.map(({ eventId }) => eventId));
  return { ...addressed, input: { ...addressed.input, among } };
}

/** How many erased holders of an address may stand before one who lives; each is taken off the row when it is met. */
const HOLDERS_PASSED = 10;

/** Who was erased may hold the address for a moment longer; a new sign-up is somebody new (P-58). */
async function livingHolderOr(
  { people, addresses, isErased }: InputPorts,
  hmac: string,
  candidate: string,
  at: number,
): Promise<string> {
  for (let passed = 0; passed < HOLDERS_PASSED; passed += 1) {
    const holder = await addresses.holderOr(hmac, candidate, at);
    if (holder === candidate) return candidate;
    const person = await people.load(holder);
    const isGone = person ? person.erasedAt !== null : await isErased(holder);
    if (!isGone) return holder;
    await addresses.leave(hmac, holder);
  }
  return candidate;
}

/** A sign-up from the form: whoever holds the address is meant, else somebody new whose id derives from the request. */
async function subscribeInput(ports: InputPorts, request: SubscribeRequest): Promise<Addressed> {
  const { keys } = ports;
  const at = parseInstant(request.at) as number;
  const address = await addressOf(keys, request.email);
  const candidate = request.for ?? `s-${derivedId('profile', request.requestId)}`;
  const profileId = request.for ?? (await livingHolderOr(ports, address.hmac, candidate, at));
  const { topics, text, form, ip, userAgent, locale, requestId } = request;
  const evidence = {
    topics,
    text,
    form,
    method: HEED_FORM,
    locale,
    ...(ip ? { ip } : {}),
    ...(userAgent ? { userAgent } : {}),
  };
  const traits = { email: request.email };
  if (request.for !== null && (await loadSurvivor(ports.people, request.for))?.address?.hmac !== address.hmac) {
    // P-32: what somebody types under a customer's link is nobody's address before it was confirmed over there.
    const words = { text, method: HEED_FORM, locale, form, ip, userAgent };
    const asked = { kind: 'address-requested', requestId, at, address, topics, evidence: words } as const;
    return { ok: true, profileId, input: asked };
  }
  const input = {
    kind: 'event',
    type: 'subscription.requested',
    eventId: requestId,
    occurredAt: at,
    properties: evidence,
    traits,
    address,
    requestId,
  } as const;
  return { ok: true, profileId, input };
}

/** P-35: a sign-up beyond the limits is dropped, after it was answered like every other (P-33). */
async function signUpInputs(ports: InputPorts, request: SubscribeRequest): Promise<readonly Addressed[]> {
  const { content } = await ports.releases.active();
  if (await isTaken(ports, request, content.settings.permission.signUps)) return [await subscribeInput(ports, request)];
  countOne('SignUpsDropped');
  return [];
}

function timerInputs(ids: unknown): readonly Addressed[] {
  if (!Array.isArray(ids)) return [refused('ids', 'is no list')];
  return ids.map((profileId) => ({ ok: true, profileId: String(profileId), input: { kind: 'timer' } }));
}

function kindOf(body: unknown): unknown {
  return body !== null && typeof body === 'object' && 'heed' in body ? body.heed : undefined;
}

/**
 * Reads one record of the queue of inputs: an EventBridge envelope (one event or a batch), SES feedback, a sign-up from the
 * pages, or people whom the sweep found due. `sentAt` is when the queue took it. Gives each part for itself. Rejects with RetryableError when a key or the
 * address book cannot be had.
 */
export async function inputsOf(ports: InputPorts, text: string, sentAt: Instant): Promise<readonly Addressed[]> {
  const body = jsonIn(text);
  if (body === undefined) return [refused('', 'is not JSON')];
  switch (kindOf(body)) {
    case 'timers':
      return timerInputs((body as { ids?: unknown }).ids);
    case 'feedback': {
      const parsed = feedbackSchema.safeParse(body);
      if (!parsed.success) return [{ ok: false, problems: problemsOf(parsed.error) }];
      return [{ ok: true, profileId: parsed.data.profileId, input: { kind: 'feedback', feedback: parsed.data } }];
    }
    case 'notice':
      // A rule saw something in an event whose words may not come this far (P-57): a receiver's refusal of our authentication.
      notice('authentication-refused');
      return [];
    case 'subscribe': {
      const parsed = subscribeRequestSchema.safeParse(body);
      if (!parsed.success) return [{ ok: false, problems: problemsOf(parsed.error) }];
      return signUpInputs(ports, parsed.data);
    }
    case 'broadcast':
    case 'arm':
      return crowdInputs(body);
    case 'told':
      return [await toldInput(ports, body)];
    default:
      return envelopeInputs(ports, body, sentAt);
  }
}
