import { assertNever } from '../kernel/exhaustive.ts';
import { type Instant, isoInstant, MINUTE } from '../kernel/instants.ts';
import type { Because } from '../messages/because.ts';
import { askGates, type TraceLine } from '../messages/gates.ts';
import type { MailOutcome } from '../messages/mailer.ts';
import type { Message } from '../messages/message.ts';
import { isStaffMail, STAFF_ADDRESS } from '../messages/staff-mail.ts';
import type { Standing } from '../messages/standing.ts';
import type { Draft } from './draft.ts';
import { endMessage, gateMessage, holdMessage, LOOK_AGAIN_AFTER, putMessage, queueMessage } from './message-life.ts';
import { takeExits } from './on-event.ts';
import { dropUnsentRequest } from './opt-in.ts';
import { questionOf } from './question.ts';
import { recipientOf } from './recipient.ts';
import { remindLater } from './reminder.ts';
import { advanceBehind } from './walk.ts';

/** The longest that an invocation of `send` may take is a minute, its last call of SES included. */
const NO_INVOCATION_LASTS = 5 * MINUTE;

function inFlight(draft: Draft, messageId: string): Message | undefined {
  return draft.person.messages.find((each) => each.messageId === messageId);
}

/** The message under the claim of this very invocation; any other claim is somebody else's. */
function claimed(draft: Draft, messageId: string, claimId: string): Message | null {
  const message = inFlight(draft, messageId);
  return message?.status === 'sending' && message.claim?.id === claimId ? message : null;
}

/**
 * The gate at the claim (P-12, P-72): asked once more on the very version that the claim will be written on, after the exits,
 * which may hold since the run began or since time went by. Only a queued message can be claimed; whoever finds its own id on
 * the row afterwards has won.
 */
export function takeClaim(draft: Draft, messageId: string, claimId: string, standing?: Standing): void {
  if (inFlight(draft, messageId)?.status !== 'queued') return;
  takeExits(draft, null);
  const message = inFlight(draft, messageId);
  if (!message) return;
  const { person, workspace, now } = draft;
  const { verdict, trace } = askGates({ ...questionOf(person, workspace, message, now), standing });
  if (verdict.verdict === 'skip') {
    endMessage(draft, message, 'skipped', verdict.because, trace);
    advanceBehind(draft, message);
  } else if (verdict.verdict === 'hold') {
    holdMessage(draft, message, verdict.until, verdict.because, trace);
  } else {
    const claim = { id: claimId, at: now };
    const address = isStaffMail(message) ? STAFF_ADDRESS : (recipientOf(person, message)?.hmac ?? null);
    putMessage(draft, { ...message, status: 'sending', claim, address, notBefore: lookedIntoAt(message, now) });
  }
}

/**
 * When a claim without an outcome is looked into. The moment at which the queued message would have been stays where no invocation
 * can live so long: another one would move the row in the `due` index, two write units a mail.
 */
function lookedIntoAt({ notBefore }: Message, now: Instant): Instant {
  return notBefore - now >= NO_INVOCATION_LASTS ? notBefore : now + LOOK_AGAIN_AFTER;
}

/** Nothing was called: refused by the address row after the claim, or too slow for it, and then handed over again. */
export function takeRelease(draft: Draft, messageId: string, claimId: string, because: Because | null): void {
  const message = claimed(draft, messageId, claimId);
  if (!message) return;
  if (because === null) {
    queueMessage(draft, message);
    return;
  }
  endMessage(draft, message, 'skipped', because);
  if (because.reason === 'confirmation-cap' || because.reason === 'blocked') dropUnsentRequest(draft, message);
  advanceBehind(draft, message);
}

/**
 * SES may or may not have taken it (P-73). Marketing is never sent again: recording before sending may lose one mail in a
 * crash, sending first might double it, and we choose the loss. Transactional mail is tried once more after a quarter of an
 * hour without any event of it.
 */
export function endUnknown(draft: Draft, message: Message): void {
  if (message.class === 'transactional' && message.attempts === 0) {
    const { unknownRetryAfter } = draft.workspace.settings.permission;
    const until = (message.claim?.at ?? draft.now) + unknownRetryAfter;
    const again = { ...message, attempts: 1 };
    if (until > draft.now && until < message.expiresAt) {
      holdMessage(draft, again, until, { reason: 'unknown-outcome' }, []);
      return;
    }
    if (until <= draft.now) {
      if (gateMessage(draft, again).verdict === 'skip') advanceBehind(draft, again);
      return;
    }
  }
  endMessage(draft, message, 'unknown', { reason: 'unknown-outcome' });
  advanceBehind(draft, message);
}

/** Waits out a passing refusal by SES; one that lasts beyond the message's time ends it at once (P-100). */
function defer(draft: Draft, message: Message, until: Instant, because: Because): void {
  if (until < message.expiresAt) {
    holdMessage(draft, message, until, because, []);
    return;
  }
  endMessage(draft, message, 'skipped', { reason: 'expired', expiresAt: isoInstant(message.expiresAt) });
  advanceBehind(draft, message);
}

/** What became of the call. An outcome for a message that is no longer under this claim changes nothing. */
export function takeOutcome(draft: Draft, messageId: string, claimId: string, outcome: MailOutcome): void {
  const message = claimed(draft, messageId, claimId);
  if (!message) return;
  switch (outcome.outcome) {
    case 'sent':
      remindLater(draft, message);
      endMessage(draft, message, 'sent', null, whatSpokeFor(draft, message));
      advanceBehind(draft, message);
      break;
    case 'failed':
      endMessage(draft, message, 'failed', outcome.because);
      advanceBehind(draft, message);
      break;
    case 'deferred':
      defer(draft, message, outcome.until, outcome.because);
      break;
    case 'unknown':
      endUnknown(draft, message);
      break;
    default:
      assertNever(outcome);
  }
}

/**
 * What spoke for a message that went out, for "why did Ann get this?" (P-55). A withdrawal since the claim spoke for nothing:
 * only gates that pass are told.
 */
export function whatSpokeFor(draft: Draft, message: Message): readonly TraceLine[] {
  const { trace } = askGates(questionOf(draft.person, draft.workspace, message, message.claim?.at ?? draft.now));
  return trace.filter((line) => line.verdict === 'pass' && (line.gate === 'consent' || line.gate === 'class'));
}
