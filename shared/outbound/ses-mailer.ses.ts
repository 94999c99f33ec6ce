import { type MessageTag, type SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { headerProblems } from '../content/headers.ts';
import { encodedMailbox } from '../content/mailbox.ts';
import { encodeTag } from '../events/feedback.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Mail, Mailer, MailOutcome } from '../messages/mailer.ts';
import { failureOf, outcomeOf, SES_TIMEOUT } from './ses-failures.ts';

export interface SesLimits {
  /** P-88: patterns with `*` of those that this stage may write to, as its role says; undefined: everybody. */
  readonly allowedRecipients?: readonly string[] | undefined;
  readonly now: () => Instant;
  /** ms a call may take before its outcome is unknown; default `SES_TIMEOUT`. */
  readonly timeout?: number;
}

interface SesMailerOptions extends SesLimits {
  /** Marketing and transactional mail have sets, and so reputations, of their own (P-15). */
  readonly marketingConfigurationSet: string;
  readonly transactionalConfigurationSet: string;
}

/** What every mail is, whatever it is about. */
type Letter = Pick<Mail, 'from' | 'to' | 'replyTo' | 'subject' | 'html' | 'text' | 'headers'>;

/** Mail through SES. `client` must be built with one attempt (`sesClient`, P-71). */
export function sesMailer(client: SESv2Client, options: SesMailerOptions): Mailer {
  return { send: (mail) => sendOnce(client, mail, aroundOf(mail, options), mail.messageId, options) };
}

/** As IAM's StringLike over `ses:Recipients`, letter by letter, so that role and code agree. */
export function isAllowed(address: string, patterns: readonly string[] | undefined): boolean {
  if (patterns === undefined) return true;
  const escaped = (pattern: string) => pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return patterns.some((pattern) =>
    new RegExp(`^${escaped(pattern).replaceAll('*', '.*').replaceAll('?', '.')}$`).test(address),
  );
}

/**
 * One call for one mail, or its refusal before any (P-71, P-86, P-88). `around`: tags and configuration set; `id`: what the delay of
 * a passing refusal derives from. Never rejects.
 */
export async function sendOnce(
  client: SESv2Client,
  mail: Letter,
  around: Pick<SendEmailCommandInput, 'EmailTags' | 'ConfigurationSetName' | 'ConfigurationOverrides'>,
  id: string,
  options: SesLimits,
): Promise<MailOutcome> {
  if (!isAllowed(mail.to, options.allowedRecipients))
    return { outcome: 'failed', because: { reason: 'recipient-not-allowed' } };
  const header = /[\r\n]/.test(mail.subject) ? 'Subject' : headerProblems(mail.headers)[0]?.field;
  if (header !== undefined)
    return { outcome: 'failed', because: { reason: 'rejected-by-ses', error: 'unsendable-header', header } };
  try {
    const call = new SendEmailCommand({ ...letterInput(mail), ...around });
    const { MessageId } = await client.send(call, { abortSignal: AbortSignal.timeout(options.timeout ?? SES_TIMEOUT) });
    // An answer without an id is none that SES gives: it came from something in between.
    return MessageId ? { outcome: 'sent', sesMessageId: MessageId } : { outcome: 'unknown', error: 'no-message-id' };
  } catch (error) {
    return outcomeOf(failureOf(error), id, options.now());
  }
}

function letterInput(mail: Letter): SendEmailCommandInput {
  return {
    FromEmailAddress: encodedMailbox(mail.from),
    Destination: { ToAddresses: [mail.to] },
    ReplyToAddresses: mail.replyTo === null ? [] : [encodedMailbox(mail.replyTo)],
    Content: {
      Simple: {
        Subject: utf8(mail.subject),
        Body: { Text: utf8(mail.text), Html: utf8(mail.html) },
        Headers: mail.headers.map(({ name, value }) => ({ Name: name, Value: value })),
      },
    },
  };
}

function aroundOf(mail: Mail, options: SesMailerOptions) {
  const isMarketing = mail.class === 'marketing';
  const tracked = mail.tracking ? ('ENABLED' as const) : ('DISABLED' as const);
  return {
    EmailTags: tagsOf(mail),
    ConfigurationSetName: isMarketing ? options.marketingConfigurationSet : options.transactionalConfigurationSet,
    // Said each time, whatever the set says: a set that tracks must not track who did not ask for it (P-22).
    ConfigurationOverrides: { Tracking: { OpenTrackingEnabled: tracked, ClickTrackingEnabled: tracked } },
  };
}

function utf8(Data: string) {
  return { Data, Charset: 'UTF-8' };
}

/** P-74: what feedback is recognised by. SES overwrites Message-ID, and an outcome may be unknown. */
function tagsOf(mail: Mail): MessageTag[] {
  const tags = {
    sendId: mail.messageId,
    profileId: encodeTag(mail.profileId),
    address: mail.addressHmac,
    class: mail.class,
    ...(mail.topic === null ? {} : { topic: mail.topic }),
    ...(mail.template === undefined ? {} : { template: encodeTag(mail.template) }),
  };
  return Object.entries(tags).map(([Name, Value]) => ({ Name, Value }));
}
