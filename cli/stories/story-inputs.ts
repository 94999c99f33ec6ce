import { addressOf, requestIdOf } from '../../shared/consent/address-hmac.ts';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import { parseEventItem } from '../../shared/events/envelope.ts';
import { type Feedback, linkHash } from '../../shared/events/feedback.ts';
import type { Problem } from '../../shared/kernel/errors.ts';
import { DAY, type Instant, isoInstant } from '../../shared/kernel/instants.ts';
import type { Json } from '../../shared/kernel/json.ts';
import type { Input } from '../../shared/person/input.ts';
import { parseEmail } from '../../shared/profiles/address.ts';
import type { Story } from '../../shared/workspace/schemas/story.ts';
import type { MailTaken } from './diary.ts';

/** An event as a story says it. */
export interface SaidEvent {
  readonly type: string;
  readonly profileId: string;
  readonly eventId: string;
  readonly occurredAt?: Instant | undefined;
  readonly properties?: { readonly [name: string]: Json } | undefined;
  readonly traits?: { readonly [name: string]: Json } | undefined;
}

export type ReadInput =
  | { readonly ok: true; readonly input: Input }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The input that a deployment makes of an event that arrives now; problems by field where it refuses it. */
export async function eventInput(said: SaidEvent, now: Instant, keys: MacKeys): Promise<ReadInput> {
  const { occurredAt = now, ...item } = said;
  const parsed = parseEventItem({ ...item, occurredAt: isoInstant(occurredAt) }, { id: said.eventId, time: now });
  if (!parsed.ok) return parsed;
  const { profileId, ...event } = parsed.value;
  const given = event.traits['email'];
  const email = typeof given === 'string' ? parseEmail(given) : null;
  if (email?.ok === false) return { ok: false, problems: [{ field: 'traits.email', message: email.reason }] };
  const address = email ? { address: await addressOf(keys, email.email) } : given === null ? { address: null } : {};
  const request =
    event.type === 'subscription.requested' ? { requestId: await requestIdOf(keys, profileId, event.eventId) } : {};
  return { ok: true, input: { kind: 'event', ...event, ...address, ...request } };
}

/** With its path below the person. */
type Beginning = SaidEvent & { readonly path: readonly PropertyKey[] };

const EVIDENCE = { method: 'story', text: 'Yes, I want these mails.' };

/** What somebody's story begins with: who they are, what they agreed to a day before, what they chose. */
export function beginnings(person: Story['people'][string], profileId: string, at: Instant): readonly Beginning[] {
  const { traits = {}, consents = [], preferences } = person ?? {};
  const grantedAt = isoInstant(at - DAY);
  const recorded = consents.map((topic, index): Beginning => {
    const about: SaidEvent['properties'] =
      topic === 'tracking.email' ? { purpose: topic, basis: 'express' } : { topics: [topic], basis: 'express-doi' };
    const properties = { ...about, ...EVIDENCE, source: 'story', grantedAt };
    const eventId = `story-consent-${topic}`;
    return { type: 'consent.recorded', profileId, eventId, properties, path: ['consents', index] };
  });
  const began = { type: 'story.began', profileId, eventId: 'story-began', traits, path: ['traits'] };
  const chosen = { type: 'preferences.changed', profileId, eventId: 'story-chosen', path: ['preferences'] };
  return [began, ...recorded, ...(preferences ? [{ ...chosen, properties: preferences }] : [])];
}

/** A sign-up on a form of the company. */
export function signUp(profileId: string, topics: readonly string[], eventId: string): SaidEvent {
  return { type: 'subscription.requested', profileId, eventId, properties: { topics, ...EVIDENCE } };
}

export type FeedbackWord = 'delivers' | 'bounces' | 'complains' | 'clicks';

const SES_TYPE = { delivers: 'delivery', bounces: 'bounce', complains: 'complaint', clicks: 'click' } as const;

/** What SES tells of a mail. A bounce is one for good, a click is one by a human. */
export function feedbackOf(word: FeedbackWord, mail: MailTaken, link: string, at: Instant): Feedback {
  return {
    type: SES_TYPE[word],
    id: `story-${word}-${at}`,
    at,
    messageId: mail.messageId,
    profileId: mail.profileId,
    address: mail.address,
    bounceType: word === 'bounces' ? 'Permanent' : null,
    bounceSubType: word === 'bounces' ? 'General' : null,
    complaintFeedbackType: word === 'complains' ? 'abuse' : null,
    complaintSubType: null,
    delayType: null,
    userAgent: null,
    link: word === 'clicks' ? linkHash(link) : null,
    settled: true,
  };
}
