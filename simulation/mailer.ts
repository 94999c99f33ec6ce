import { moveUnder, type Reserving, reserveUnder } from '../shared/consent/confirmation-caps.ts';
import type { Feedback } from '../shared/events/feedback.ts';
import { HOUR, type Instant, isoInstant } from '../shared/kernel/instants.ts';
import { addressRefusal } from '../shared/messages/address-refusal.ts';
import type { Because } from '../shared/messages/because.ts';
import type { MailOutcome } from '../shared/messages/mailer.ts';
import type { Message } from '../shared/messages/message.ts';
import { isStaffMail } from '../shared/messages/staff-mail.ts';
import type { Settings } from '../shared/workspace/definitions.ts';
import type { Addresses } from './addresses.ts';

/** What the claimed message comes to: an input but for its ids. */
type Answered =
  | { readonly kind: 'outcome'; readonly outcome: MailOutcome }
  | { readonly kind: 'release'; readonly because: Because };

const SENT: Answered = { kind: 'outcome', outcome: { outcome: 'sent', sesMessageId: 'virtual' } };

/**
 * Takes every mail that the address row lets pass, as a deployment asks it between claim and call: what its other holders said
 * (P-52), and the caps that belong to the address (P-34, P-101).
 */
export function callMailer(book: Addresses, message: Message, now: Instant, settings: Settings): Answered {
  if (isStaffMail(message)) return SENT;
  const hmac = message.address ?? '';
  const state = book.read(hmac);
  const because = addressRefusal(state, message);
  if (because) return { kind: 'release', because };
  if (message.requestId !== null) {
    const place = reserveUnder(settings.permission.confirmationCaps, state.confirmations, message.messageId, now);
    if (!place.ok) return { kind: 'release', because: { reason: 'confirmation-cap', ...capFacts(place) } };
    book.reserve(hmac, { confirmations: place.reservations });
  } else if (message.class === 'marketing' && state.holders.length > 1 && settings.frequencyCaps.length > 0) {
    const place = moveUnder(settings.frequencyCaps, state.marketing, message.messageId, now);
    if (!place.ok) return deferred(place);
    book.reserve(hmac, { marketing: place.reservations });
  }
  return SENT;
}

export function isSent(answered: Answered): boolean {
  return answered === SENT;
}

/** What SES tells of a mail that reached its mailbox. */
export function delivery(profileId: string, { messageId, address }: Message, at: Instant): Feedback {
  const nothingElse = {
    bounceType: null,
    bounceSubType: null,
    complaintFeedbackType: null,
    complaintSubType: null,
    delayType: null,
    userAgent: null,
    link: null,
  };
  const id = `delivery:${messageId}`;
  return { type: 'delivery', id, at, messageId, profileId, address: address ?? '', settled: true, ...nothingElse };
}

type Full = Extract<Reserving, { ok: false }>;

function capFacts({ cap, until }: Full) {
  return { max: cap.max, per: `PT${cap.per / HOUR}H`, until: isoInstant(until) };
}

function deferred(full: Full): Answered {
  const because = { reason: 'frequency-cap', by: 'address', ...capFacts(full) } as const;
  return { kind: 'outcome', outcome: { outcome: 'deferred', until: full.until, because } };
}
