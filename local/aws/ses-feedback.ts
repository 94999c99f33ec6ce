import type { Problem } from '../../shared/kernel/errors.ts';
import { parseInstant } from '../../shared/kernel/instants.ts';
import { isObject, type JsonObject } from '../../shared/kernel/json.ts';
import type { NewEvent } from './eventbridge.ts';
import type { Feedback, FeedbackType, Mail, SesEventType } from './inbox-mail.ts';
import { ACCOUNT } from './need.ts';
import { addressOf } from './ses-address.ts';
import { messageId } from './ses-mail.ts';

/** Feedback type -> detail-type, eventType and the destination's event type: permission.md 1.4. */
const KINDS = {
  send: ['Email Sent', 'Send', 'send'],
  delivery: ['Email Delivered', 'Delivery', 'delivery'],
  bounce: ['Email Bounced', 'Bounce', 'bounce'],
  complaint: ['Email Complaint Received', 'Complaint', 'complaint'],
  reject: ['Email Rejected', 'Reject', 'reject'],
  open: ['Email Opened', 'Open', 'open'],
  click: ['Email Clicked', 'Click', 'click'],
  'rendering-failure': ['Email Rendering Failed', 'Rendering Failure', 'renderingFailure'],
  'delivery-delay': ['Email Delivery Delayed', 'DeliveryDelay', 'deliveryDelay'],
} as const satisfies Record<FeedbackType, readonly [string, string, SesEventType]>;

/** What a feedback call may say beside its type. */
const TEXTS = [
  'timestamp',
  'bounceType',
  'bounceSubType',
  'complaintFeedbackType',
  'complaintSubType',
  'delayType',
  'userAgent',
  'ipAddress',
  'link',
] as const satisfies readonly (keyof Feedback)[];

const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** Reads the JSON body of a feedback call; unknown members are left aside. */
export function parseFeedback(
  body: unknown,
): { ok: true; feedback: Feedback } | { ok: false; problems: readonly Problem[] } {
  if (!isObject(body)) return { ok: false, problems: [{ field: '', message: 'send a JSON object with a type' }] };
  const given = body;
  const problems: Problem[] = [];
  if (typeof given.type !== 'string' || !Object.hasOwn(KINDS, given.type))
    problems.push({ field: 'type', message: `must be one of ${Object.keys(KINDS).join(', ')}` });
  for (const field of TEXTS)
    if (given[field] !== undefined && typeof given[field] !== 'string')
      problems.push({ field, message: 'must be text' });
  if (typeof given.timestamp === 'string' && parseInstant(given.timestamp) === null)
    problems.push({ field: 'timestamp', message: 'must be an ISO instant such as 2026-11-21T10:00:00Z' });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, feedback: given as unknown as Feedback };
}

/** The event type that a destination must publish for this feedback to be seen. */
export function destinationType(type: FeedbackType): SesEventType {
  return KINDS[type][2];
}

/** The event that SES puts on the default bus, to its letter: permission.md 1.4. */
export function feedbackEvent(mail: Mail, feedback: Feedback, region: string): NewEvent {
  const [detailType, eventType] = KINDS[feedback.type];
  const time = feedback.timestamp ? (parseInstant(feedback.timestamp) ?? Date.now()) : Date.now();
  return {
    source: 'aws.ses',
    detailType,
    time,
    resources: [`arn:aws:ses:${region}:${ACCOUNT}:configuration-set/${mail.configurationSet}`],
    detail: {
      eventType,
      mail: mailPart(mail, region),
      ...PARTS[feedback.type](mail, feedback, new Date(time).toISOString()),
    },
  };
}

function mailPart(mail: Mail, region: string): JsonObject {
  const from = addressOf(mail.from);
  const domain = from.split('@')[1] ?? '';
  const given = Object.entries(mail.headers).map(([name, value]) => ({ name, value }));
  return {
    timestamp: mail.at,
    source: mail.from,
    sourceArn: `arn:aws:ses:${region}:${ACCOUNT}:identity/${domain}`,
    sendingAccountId: ACCOUNT,
    messageId: mail.id,
    destination: mail.to,
    headersTruncated: false,
    headers: [
      { name: 'From', value: mail.from },
      { name: 'To', value: mail.to.join(', ') },
      { name: 'Subject', value: mail.subject },
      { name: 'MIME-Version', value: '1.0' },
      ...(mail.replyTo.length > 0 ? [{ name: 'Reply-To', value: mail.replyTo.join(', ') }] : []),
      ...given,
    ],
    commonHeaders: {
      from: [mail.from],
      to: mail.to,
      messageId: mail.id,
      subject: mail.subject,
      ...(mail.replyTo.length > 0 && { replyTo: mail.replyTo }),
    },
    tags: {
      'ses:operation': ['SendEmail'],
      'ses:configuration-set': [mail.configurationSet ?? ''],
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': [domain],
      'ses:caller-identity': ['heed'],
      ...Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]])),
    },
  };
}

type Part = (mail: Mail, feedback: Feedback, at: string) => JsonObject;

const PARTS: Readonly<Record<FeedbackType, Part>> = {
  send: () => ({ send: {} }),
  delivery: (mail, _feedback, at) => ({
    delivery: {
      timestamp: at,
      processingTimeMillis: Math.max(0, Date.parse(at) - Date.parse(mail.at)),
      recipients: mail.to,
      smtpResponse: '250 2.6.0 Message received',
      reportingMTA: 'a8-26.smtp-out.amazonses.com',
    },
  }),
  bounce: (mail, feedback, at) => ({ bounce: bounce(mail, feedback, at) }),
  complaint: (mail, feedback, at) => ({
    complaint: {
      complainedRecipients: mail.to.map((emailAddress) => ({ emailAddress })),
      timestamp: at,
      feedbackId: messageId(),
      complaintSubType: feedback.complaintSubType ?? null,
      // A complaint that SES makes up for its suppression list comes from no receiver, so it has no report.
      ...(feedback.complaintSubType === undefined && {
        userAgent: feedback.userAgent ?? 'Amazon SES Mailbox Simulator',
        complaintFeedbackType: feedback.complaintFeedbackType ?? 'abuse',
        arrivalDate: at,
      }),
    },
  }),
  reject: () => ({ reject: { reason: 'Bad content' } }),
  open: (_mail, feedback, at) => ({ open: visit(feedback, at) }),
  click: (mail, feedback, at) => ({
    click: { ...visit(feedback, at), link: feedback.link ?? firstLink(mail), linkTags: null },
  }),
  'rendering-failure': () => ({
    failure: { errorMessage: 'Attribute is not present in the rendering data.', templateName: 'none' },
  }),
  'delivery-delay': (mail, feedback, at) => ({
    deliveryDelay: {
      timestamp: at,
      delayType: feedback.delayType ?? 'TransientCommunicationFailure',
      expirationTime: new Date(Date.parse(at) + 14 * 3_600_000).toISOString(),
      delayedRecipients: mail.to.map((emailAddress) => ({
        emailAddress,
        status: '4.4.1',
        diagnosticCode: 'smtp; 421 4.4.1 Unable to connect to remote host',
      })),
    },
  }),
};

function bounce(mail: Mail, feedback: Feedback, at: string): JsonObject {
  const bounceType = feedback.bounceType ?? 'Permanent';
  const permanent = bounceType === 'Permanent';
  const bounceSubType = feedback.bounceSubType ?? (bounceType === 'Undetermined' ? 'Undetermined' : 'General');
  const suppressed = bounceSubType === 'OnAccountSuppressionList';
  const diagnosticCode = suppressed
    ? 'Amazon SES did not send the message to this address because it is on the suppression list for your account. For more information about removing addresses from the suppression list, see the Amazon SES Developer Guide.'
    : permanent
      ? 'smtp; 550 5.1.1 user unknown'
      : 'smtp; 450 4.2.2 mailbox unavailable';
  return {
    bounceType,
    bounceSubType,
    bouncedRecipients: mail.to.map((emailAddress) => ({
      emailAddress,
      action: 'failed',
      status: permanent ? '5.1.1' : '4.2.2',
      diagnosticCode,
    })),
    timestamp: at,
    feedbackId: messageId(),
    reportingMTA: 'dns; a8-26.smtp-out.amazonses.com',
  };
}

function visit(feedback: Feedback, at: string): JsonObject {
  return { timestamp: at, ipAddress: feedback.ipAddress ?? '192.0.2.1', userAgent: feedback.userAgent ?? BROWSER };
}

/** SES rewrites the body's links; without one named the first is taken. */
function firstLink(mail: Mail): string {
  return /href="(https?:[^"]+)"/.exec(mail.html)?.[1]?.replaceAll('&amp;', '&') ?? 'https://example.org/';
}
