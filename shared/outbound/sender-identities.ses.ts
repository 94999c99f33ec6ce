import { GetEmailIdentityCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { SenderIdentities } from '../content/sender-dns.ts';

/** The verified domains of the account. Whatever SES refuses to say, for want of a grant too, is unknown. */
export function sesSenderIdentities(client: SESv2Client): SenderIdentities {
  return {
    async of(domain) {
      try {
        const answer = await client.send(new GetEmailIdentityCommand({ EmailIdentity: domain }));
        const { DkimAttributes: dkim, MailFromAttributes: mailFrom } = answer;
        return {
          domain,
          selectors: dkim?.Tokens ?? [],
          broughtKey: dkim?.SigningAttributesOrigin === 'EXTERNAL',
          // Without its MX record SES falls back to its own domain, whatever was asked for.
          mailFrom: mailFrom?.MailFromDomain || null,
        };
      } catch (error) {
        return error instanceof Error && error.name === 'NotFoundException' ? 'none' : null;
      }
    },
  };
}
