import {
  checkSender,
  type SenderDns,
  type SenderFault,
  type SenderIdentities,
} from '../../shared/content/sender-dns.ts';
import type { Check } from './check.ts';

const sentences: Readonly<Record<SenderFault['fault'], string>> = {
  'dmarc-missing': 'there is no DMARC record: publish "v=DMARC1; p=none; rua=mailto:…" and sharpen it later',
  'dmarc-invalid': 'the DMARC record has no valid p=, or is there twice: receivers take none of it',
  'identity-missing': 'SES has no verified identity for the domain: deploy with --context senderDomain=…',
  'dkim-missing': 'the DKIM record that SES asks for is not there',
  'dkim-unaligned': 'SES signs for this domain, which does not align with From under adkim=s',
  'spf-missing': 'there is not exactly one SPF record: publish "v=spf1 include:amazonses.com -all"',
  'spf-without-ses': 'the SPF record does not name SES: add include:amazonses.com',
  'spf-unaligned': 'the return path does not align with From: set a MAIL FROM domain below it',
  'mail-from-unreachable': 'the return path has no MX record of SES: publish 10 feedback-smtp.<region>.amazonses.com',
};

/** SPF, DKIM and DMARC of the sender domains as DNS shows them here (P-87). */
export async function senderChecks(
  dns: SenderDns,
  identities: SenderIdentities,
  domains: readonly string[],
): Promise<Check[]> {
  const reports = await Promise.all(domains.map((domain) => checkSender(dns, identities, domain)));
  return reports.flatMap(({ domain, faults, unread }): Check[] => {
    const check = 'sender';
    const wrong = faults.map(
      ({ fault, at }): Check => ({ check, verdict: 'fault', words: `${at}: ${sentences[fault]}` }),
    );
    const unknown = unread.map((name): Check => ({ check, verdict: 'unknown', words: `${name}: nobody answered` }));
    const all = [...wrong, ...unknown];
    return all.length > 0
      ? all
      : [{ check, verdict: 'fine', words: `${domain}: SPF, DKIM and DMARC are there and align` }];
  });
}
