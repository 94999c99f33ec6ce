import type { Feedback } from '../events/feedback.ts';
import type { SuppressionReason } from './address-state.ts';

const noComplaint: ReadonlySet<string> = new Set(['not-spam', 'auth-failure', 'virus']);

// Permanent bounces that say something else than "this mailbox does not exist" (permission.md 1.4).
const notTheAddress: ReadonlySet<string> = new Set(['UnsubscribedRecipient', 'EmailValidationSuppressed']);

/**
 * What a piece of feedback says of the address (table 1.4): why it must not be used any more, or null. Decided by the type
 * for every subtype that is not known. A bounce that SES made up from its own list is mirrored here all the same.
 */
export function suppressionBy(feedback: Feedback): SuppressionReason | null {
  if (feedback.type === 'bounce') {
    return feedback.bounceType === 'Permanent' && !notTheAddress.has(feedback.bounceSubType ?? '')
      ? 'hard-bounce'
      : null;
  }
  if (feedback.type === 'complaint') return noComplaint.has(feedback.complaintFeedbackType ?? '') ? null : 'complaint';
  return null;
}
