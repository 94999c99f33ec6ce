import type { AddressBook } from '../../shared/consent/address-book.ts';
import { addressOf, requestIdOf } from '../../shared/consent/address-hmac.ts';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import { type ParsedEvent, parseEnvelope, problemsOf } from '../../shared/events/envelope.ts';
import { feedbackSchema } from '../../shared/events/feedback.ts';
import { type SubscribeRequest, subscribeRequestSchema } from '../../shared/events/requests.ts';
import type { Problem } from '../../shared/kernel/errors.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { type Instant, parseInstant } from '../../shared/kernel/instants.ts';
import type { CustomerEvent, Input } from '../../shared/person/input.ts';
import { HEED_FORM } from '../../shared/person/on-permission-event.ts';
import { parseEmail } from '../../shared/profiles/address.ts';

/** What a record holds: inputs of people, or why one of its parts cannot be one. */
export type Addressed =
  | { readonly ok: true; readonly profileId: string; readonly input: Input }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface InputPorts {
  readonly keys: MacKeys;
  readonly addresses: AddressBook;
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

async function eventInput({ keys }: InputPorts, event: ParsedEvent): Promise<Addressed> {
  const address = await addressIn(keys, event);
  if ('reason' in address) return refused('traits.email', address.reason);
  const { profileId, ...said } = event;
  const requestId =
    event.type === 'subscription.requested' ? { requestId: await requestIdOf(keys, profileId, event.eventId) } : {};
  return { ok: true, profileId, input: { kind: 'event', ...said, ...address, ...requestId } };
}

/** A sign-up from the form: whoever holds the address is meant, else somebody new whose id derives from the request. */
async function subscribeInput({ keys, addresses }: InputPorts, request: SubscribeRequest): Promise<Addressed> {
  const at = parseInstant(request.at) as number;
  const address = await addressOf(keys, request.email);
  const candidate = request.for ?? `s-${derivedId('profile', request.requestId)}`;
  const profileId = request.for ?? (await addresses.holderOr(address.hmac, candidate, at));
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

function timerInputs(ids: unknown): readonly Addressed[] {
  if (!Array.isArray(ids)) return [refused('ids', 'is no list')];
  return ids.map((profileId) => ({ ok: true, profileId: String(profileId), input: { kind: 'timer' } }));
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
    case 'subscribe': {
      const parsed = subscribeRequestSchema.safeParse(body);
      return [
        parsed.success ? await subscribeInput(ports, parsed.data) : { ok: false, problems: problemsOf(parsed.error) },
      ];
    }
    default:
      return Promise.all(parseEnvelope(body, sentAt).map((each) => (each.ok ? eventInput(ports, each.value) : each)));
  }
}
