import type { Feedback } from '../events/feedback.ts';
import type { SuppressionReason } from './address-state.ts';

/** What somebody has to look at, because no rule mends it: a metric and an alarm of this name (docs/runbook.md). */
export type Notice =
  /** SES refused an address that we did not know as suppressed: our rows and SES's list differ. */
  | 'suppression-drift'
  /** SES's own list management knows an opt-out: somebody has switched it on, against P-89. */
  | 'opt-out-at-ses'
  /** The receiver refused what was written, not to whom: a template is at fault. */
  | 'content-refused'
  /** It was, so often that the template is switched off until a human lifts it. */
  | 'template-paused'
  /** SES found a virus or bad content. */
  | 'content-rejected'
  /** A receiver says that our mail fails authentication or carries a virus. */
  | 'mail-distrusted'
  /** Mail waits because receivers take it for spam, or distrust the sending address. */
  | 'reputation-falling'
  /** A receiver refused the sending domain's authentication: 5.7.515 or 5.7.26 (P-87). */
  | 'authentication-refused';

/** What one piece of feedback means (permission.md, table 1.4). */
export interface Finding {
  /**
   * `suppress`: the address must not be used any more. `mirror`: neither, by SES's own list; nothing was sent. `opt-out`: from
   * the message's topic. `unverify`: no marketing until a delivery or a confirmation. `soft`: one day of three.
   * `content`: the mail was at fault, not the address. `none`: nothing about the address.
   */
  readonly does: 'suppress' | 'mirror' | 'opt-out' | 'unverify' | 'soft' | 'content' | 'none';
  /** Of `suppress` and `mirror`. */
  readonly reason: SuppressionReason | null;
  readonly notice: Notice | null;
}

const nothing: Finding = { does: 'none', reason: null, notice: null };

function found(does: Finding['does'], notice: Notice | null = null, reason: SuppressionReason | null = null): Finding {
  return { does, reason, notice };
}

const ownList: ReadonlySet<string> = new Set(['OnAccountSuppressionList', 'OnTenantSuppressionList']);
const faultyContent: ReadonlySet<string> = new Set(['MessageTooLarge', 'ContentRejected', 'AttachmentRejected']);

function permanentBounce(subType: string): Finding {
  if (ownList.has(subType)) return found('mirror', 'suppression-drift', 'hard-bounce');
  if (subType === 'UnsubscribedRecipient') return found('opt-out', 'opt-out-at-ses');
  if (subType === 'EmailValidationSuppressed') return found('unverify');
  return found('suppress', null, 'hard-bounce');
}

function complaint({ complaintFeedbackType, complaintSubType }: Feedback): Finding {
  if (ownList.has(complaintSubType ?? '')) return found('mirror', 'suppression-drift', 'complaint');
  if (complaintFeedbackType === 'not-spam') return nothing;
  if (complaintFeedbackType === 'auth-failure' || complaintFeedbackType === 'virus')
    return found('none', 'mail-distrusted');
  return found('suppress', null, 'complaint');
}

/** What feedback means, by its type for every subtype that is not known (P-82). Says nothing of who holds the address today. */
export function findingOf(feedback: Feedback): Finding {
  switch (feedback.type) {
    case 'bounce': {
      const subType = feedback.bounceSubType ?? '';
      if (feedback.bounceType === 'Permanent') return permanentBounce(subType);
      return faultyContent.has(subType) ? found('content', 'content-refused') : found('soft');
    }
    case 'complaint':
      return complaint(feedback);
    case 'reject':
      return found('content', 'content-rejected');
    case 'delivery-delay': {
      const isOurs = feedback.delayType === 'SpamDetected' || feedback.delayType === 'IPFailure';
      return isOurs ? found('none', 'reputation-falling') : nothing;
    }
    case 'subscription':
      return found('opt-out', 'opt-out-at-ses');
    default:
      return nothing;
  }
}
