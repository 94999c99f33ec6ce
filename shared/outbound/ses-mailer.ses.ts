import {
  GetAccountCommand,
  type MessageTag,
  type SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import { headerProblems } from '../content/headers.ts';
import { encodedMailbox } from '../content/mailbox.ts';
import { encodeProfileTag } from '../events/feedback.ts';
import { type Instant, MINUTE, SECOND } from '../kernel/instants.ts';
import type { Mail, Mailer, MailOutcome } from '../messages/mailer.ts';
import { failureOf, outcomeOf, SES_TIMEOUT } from './ses-failures.ts';

export interface SesMailerOptions {
  /** Marketing and transactional mail have sets, and so reputations, of their own (P-15). */
  readonly marketingConfigurationSet: string;
  readonly transactionalConfigurationSet: string;
  /** P-88: patterns with `*` of those that this stage may write to, as its role says; undefined: everybody. */
  readonly allowedRecipients?: readonly string[] | undefined;
  readonly now: () => Instant;
  /** ms a call may take before its outcome is unknown; default `SES_TIMEOUT`. */
  readonly timeout?: number;
}

/** Mail through SES. `client` must be built with one attempt (`sesClient`, P-71). */
export function sesMailer(client: SESv2Client, options: SesMailerOptions): Mailer {
  return {
    send: (mail) => send(client, mail, options),
    rate: rateOf(client, options.now),
  };
}

/** As IAM's StringLike over `ses:Recipients`, letter by letter, so that role and code agree. */
function isAllowed(address: string, patterns: readonly string[] | undefined): boolean {
  if (patterns === undefined) return true;
  const escaped = (pattern: string) => pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return patterns.some((pattern) =>
    new RegExp(`^${escaped(pattern).replaceAll('*', '.*').replaceAll('?', '.')}$`).test(address),
  );
}

async function send(client: SESv2Client, mail: Mail, options: SesMailerOptions): Promise<MailOutcome> {
  if (!isAllowed(mail.to, options.allowedRecipients))
    return { outcome: 'failed', because: { reason: 'recipient-not-allowed' } };
  const header = /[\r\n]/.test(mail.subject) ? 'Subject' : headerProblems(mail.headers)[0]?.field;
  if (header !== undefined)
    return { outcome: 'failed', because: { reason: 'rejected-by-ses', error: 'unsendable-header', header } };
  try {
    const call = new SendEmailCommand(sendEmailInput(mail, options));
    const { MessageId } = await client.send(call, { abortSignal: AbortSignal.timeout(options.timeout ?? SES_TIMEOUT) });
    // An answer without an id is none that SES gives: it came from something in between.
    return MessageId ? { outcome: 'sent', sesMessageId: MessageId } : { outcome: 'unknown', error: 'no-message-id' };
  } catch (error) {
    return outcomeOf(failureOf(error), mail.messageId, options.now());
  }
}

function sendEmailInput(mail: Mail, options: SesMailerOptions): SendEmailCommandInput {
  const isMarketing = mail.class === 'marketing';
  const tracked = mail.tracking ? 'ENABLED' : 'DISABLED';
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
    profileId: encodeProfileTag(mail.profileId),
    address: mail.addressHmac,
    class: mail.class,
    ...(mail.topic === null ? {} : { topic: mail.topic }),
  };
  return Object.entries(tags).map(([Name, Value]) => ({ Name, Value }));
}

/** The account's rate hardly ever changes, and GetAccount takes one call a second from the whole account. */
const KEPT_FOR = 5 * MINUTE;
/** After a failure the next mail may ask again this much later. */
const ASKED_AGAIN_AFTER = 30 * SECOND;
const SHARE = 0.9;
/** What every account has, a sandboxed one too: safe while SES does not say. */
const LEAST_RATE = 1;

/** P-77: 90 % of the account's rate. One question at a time; without an answer the last one known stays, else the least. */
function rateOf(client: SESv2Client, now: () => Instant): () => Promise<number> {
  let rate = LEAST_RATE;
  let goodUntil = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    try {
      const { SendQuota } = await client.send(new GetAccountCommand({}));
      rate = SendQuota?.MaxSendRate ?? rate;
      goodUntil = now() + KEPT_FOR;
    } catch {
      goodUntil = now() + ASKED_AGAIN_AFTER;
    } finally {
      asking = null;
    }
  };
  return async () => {
    if (now() >= goodUntil) {
      asking ??= ask();
      await asking;
    }
    return rate * SHARE;
  };
}
