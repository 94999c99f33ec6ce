import type { SESv2Client } from '@aws-sdk/client-sesv2';
import type { TestMailer } from '../messages/test-mail.ts';
import { isAllowed, type SesLimits, sendOnce } from './ses-mailer.ses.ts';

/**
 * Test mails through SES, without a configuration set: so SES publishes nothing about them and tracks nothing in them (P-22),
 * and no report can count them. `client` must be built with one attempt (P-71).
 */
export function sesTestMailer(client: SESv2Client, limits: SesLimits): TestMailer {
  const { allowedRecipients } = limits;
  return {
    allows: (address) => (allowedRecipients === undefined ? null : isAllowed(address, allowedRecipients)),
    send(mail) {
      const EmailTags = [
        { Name: 'test', Value: 'true' },
        { Name: 'campaign', Value: mail.campaign },
      ];
      return sendOnce(client, mail, { EmailTags }, mail.campaign, limits);
    },
  };
}
