import { DAY } from '../../shared/kernel/instants.ts';
import type { JsonObject } from '../../shared/kernel/json.ts';
import { AwsError } from './aws-error.ts';
import type { EventBuses } from './eventbridge.ts';
import type { Feedback, Mail, SesEventType } from './inbox-mail.ts';
import { destinationType, feedbackEvent } from './ses-feedback.ts';
import { readMail } from './ses-mail.ts';
import type { SuppressionList } from './suppression-list.ts';

interface SesOptions {
  readonly region: string;
  /** Configuration set -> event types that its EventBridge destination publishes. */
  readonly configurationSets: ReadonlyMap<string, readonly SesEventType[]>;
  readonly buses: EventBuses;
  readonly suppression: SuppressionList;
  readonly onMail: (mail: Mail) => void;
}

export interface Ses {
  /** Answers a call; `afterwards` is what SES does by itself once it has answered. */
  answer(
    action: string,
    url: string,
    input: JsonObject,
  ): Promise<{ output: JsonObject; afterwards?: () => Promise<void> }>;
  /** Publishes feedback where SES would; false where it would not. */
  publishFeedback(mail: Mail, feedback: Feedback): Promise<boolean>;
}

const SIMULATOR = 'simulator.amazonses.com';

/** What the mailbox simulator sends back; `suppressionlist` reports subtype General since a probe of 2026-09. */
const SIMULATED: Readonly<Record<string, readonly Feedback[]>> = {
  success: [{ type: 'delivery' }],
  ooto: [{ type: 'delivery' }],
  bounce: [{ type: 'bounce' }],
  suppressionlist: [{ type: 'bounce' }],
  complaint: [{ type: 'delivery' }, { type: 'complaint' }],
};

/** SES v2 of a run: takes mail, keeps the account's suppression list, publishes events. Nothing leaves the machine. */
export function createSes(options: SesOptions): Ses {
  let sentAt: number[] = [];
  const publishFeedback = async (mail: Mail, feedback: Feedback): Promise<boolean> => {
    suppressAfter(options.suppression, mail, feedback);
    if (!isPublished(options.configurationSets, mail, feedback)) return false;
    await options.buses.publish('default', feedbackEvent(mail, feedback, options.region));
    return true;
  };
  const send = async (input: JsonObject) => {
    const mail = await readMail(input, (name) => options.configurationSets.has(name));
    // Simulated recipients use no quota.
    if (!mail.to.every(isSimulated)) sentAt.push(Date.now());
    options.onMail(mail);
    const afterwards = async () => {
      for (const feedback of ownFeedback(mail, options.suppression)) await publishFeedback(mail, feedback);
    };
    return { output: { MessageId: mail.id }, afterwards };
  };
  return {
    publishFeedback,
    async answer(action, url, input) {
      const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
      if (action === 'SendEmail') return send(input);
      if (action.includes('SuppressedDestination'))
        return { output: options.suppression.answer(action, pathname, searchParams, input) };
      if (action !== 'GetAccount')
        throw new AwsError('UnknownOperationException', 404, `The local run does not know ses:${action}.`);
      sentAt = sentAt.filter((at) => at > Date.now() - DAY);
      return { output: account(sentAt.length) };
    },
  };
}

/** No quota a day and 1,000 a second: the product's own pace is what shows. */
function account(sentLast24Hours: number): JsonObject {
  return {
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: 'HEALTHY',
    ProductionAccessEnabled: true,
    SendingEnabled: true,
    SendQuota: { Max24HourSend: -1, MaxSendRate: 1_000, SentLast24Hours: sentLast24Hours },
    SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
  };
}

function isPublished(sets: SesOptions['configurationSets'], mail: Mail, feedback: Feedback): boolean {
  if (feedback.type === 'open' && !mail.tracking.opens) return false;
  if (feedback.type === 'click' && !mail.tracking.clicks) return false;
  const types = sets.get(mail.configurationSet ?? '');
  return types?.includes(destinationType(feedback.type)) ?? false;
}

/** What happens to a mail without anybody's doing: the suppression list answers, the simulator plays its part; else nothing. */
function ownFeedback(mail: Mail, suppression: SuppressionList): readonly Feedback[] {
  const address = mail.to[0] ?? '';
  if (isSimulated(address)) return SIMULATED[address.split(/[@+]/)[0]?.toLowerCase() ?? ''] ?? [];
  const reason = suppression.reasonFor(address);
  if (reason === 'BOUNCE') return [{ type: 'bounce', bounceSubType: 'OnAccountSuppressionList' }];
  return reason === 'COMPLAINT' ? [{ type: 'complaint', complaintSubType: 'OnAccountSuppressionList' }] : [];
}

/** Complaints that blame no recipient, and bounces of mail that was never sent (permission.md 1.4). */
const NO_FAULT = ['not-spam', 'auth-failure', 'virus'];
const NEVER_SENT = ['UnsubscribedRecipient', 'EmailValidationSuppressed'];

/** SES puts an address on the account's list after a hard bounce or a complaint; simulated ones and its own echoes stay off. */
function suppressAfter(suppression: SuppressionList, mail: Mail, feedback: Feedback): void {
  const subType = feedback.bounceSubType ?? feedback.complaintSubType;
  const hardBounce = feedback.type === 'bounce' && (feedback.bounceType ?? 'Permanent') === 'Permanent';
  const complaint = feedback.type === 'complaint' && !NO_FAULT.includes(feedback.complaintFeedbackType ?? '');
  if ((!hardBounce && !complaint) || subType?.includes('SuppressionList') || NEVER_SENT.includes(subType ?? '')) return;
  for (const address of mail.to)
    if (!isSimulated(address)) suppression.add(address, hardBounce ? 'BOUNCE' : 'COMPLAINT');
}

function isSimulated(address: string): boolean {
  return address.toLowerCase().endsWith(`@${SIMULATOR}`);
}
