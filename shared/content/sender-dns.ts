import { isWithin, upwards } from './senders.ts';

/** What DNS holds under a name: empty where there is nothing, null where nobody answered. */
export type DnsAnswer = readonly string[] | null;

export interface SenderDns {
  /** The parts of a record put together. */
  txt(name: string): Promise<DnsAnswer>;
  cname(name: string): Promise<DnsAnswer>;
  /** The exchanges, without their preference. */
  mx(name: string): Promise<DnsAnswer>;
}

/** How SES signs mail of a verified domain. */
export interface SenderIdentity {
  /** `d=` of the signature. */
  readonly domain: string;
  /** Names below `_domainkey`: of SES's own keys (CNAME records), or of one that was brought (a TXT record). */
  readonly selectors: readonly string[];
  readonly broughtKey: boolean;
  /** Null: that of SES, which aligns with nobody's From. */
  readonly mailFrom: string | null;
}

export interface SenderIdentities {
  /** `none`: SES knows no such identity. Null: SES did not say. */
  of(domain: string): Promise<SenderIdentity | 'none' | null>;
}

/** What is wrong, with the name in DNS to look at. Words are in the runbook. */
export interface SenderFault {
  readonly fault:
    | 'dmarc-missing'
    | 'dmarc-invalid'
    | 'identity-missing'
    | 'dkim-missing'
    | 'dkim-unaligned'
    | 'spf-missing'
    | 'spf-without-ses'
    | 'spf-unaligned'
    | 'mail-from-unreachable';
  readonly at: string;
}

interface SenderReport {
  readonly domain: string;
  readonly faults: readonly SenderFault[];
  /** Names that nobody answered for: neither well nor wrong. */
  readonly unread: readonly string[];
}

interface Policy {
  /** Where the record was found: names within it align when alignment is relaxed. */
  readonly domain: string;
  readonly strictDkim: boolean;
  readonly strictSpf: boolean;
}

interface Findings {
  readonly faults: SenderFault[];
  readonly unread: string[];
}

/**
 * Whether mail from a domain is authenticated and aligned as receivers ask for it (P-87): DMARC with a policy, DKIM with keys in DNS
 * and aligned, SPF of the return path that names SES and is aligned. Never rejects because of what DNS or SES say or do not say.
 */
export async function checkSender(dns: SenderDns, identities: SenderIdentities, domain: string): Promise<SenderReport> {
  const findings: Findings = { faults: [], unread: [] };
  const policy = await policyOf(dns, domain, findings);
  const identity = await identityOf(identities, domain, findings);
  if (identity) {
    await checkDkim(dns, identity, domain, policy, findings);
    await checkSpf(dns, identity, domain, policy, findings);
  }
  return { domain, ...findings };
}

async function policyOf(dns: SenderDns, domain: string, { faults, unread }: Findings): Promise<Policy | null> {
  for (const candidate of upwards(domain)) {
    const name = `_dmarc.${candidate}`;
    const records = (await dns.txt(name))?.filter((record) => /^v=DMARC1\s*(;|$)/i.test(record)) ?? null;
    if (records === null) {
      unread.push(name);
      return null;
    }
    const [record] = records;
    if (record === undefined) continue;
    const policy = tagOf(record, 'p');
    // Of two records receivers take none.
    if (records.length > 1 || !/^(none|quarantine|reject)$/i.test(policy ?? '')) {
      faults.push({ fault: 'dmarc-invalid', at: name });
    }
    return { domain: candidate, strictDkim: tagOf(record, 'adkim') === 's', strictSpf: tagOf(record, 'aspf') === 's' };
  }
  faults.push({ fault: 'dmarc-missing', at: `_dmarc.${domain}` });
  return null;
}

function tagOf(record: string, tag: string): string | undefined {
  const pairs = record.split(';').map((pair) => pair.split('=').map((part) => part.trim()));
  return pairs.find(([name]) => name?.toLowerCase() === tag)?.[1];
}

/** SES takes the identity of the domain itself, else of one above it. */
async function identityOf(identities: SenderIdentities, domain: string, { faults, unread }: Findings) {
  let unknown = false;
  for (const candidate of upwards(domain)) {
    const identity = await identities.of(candidate);
    if (identity !== 'none' && identity !== null) return identity;
    unknown ||= identity === null;
  }
  if (unknown) unread.push(domain);
  else faults.push({ fault: 'identity-missing', at: domain });
  return null;
}

function isAligned(name: string, from: string, policy: Policy | null, strict: boolean | undefined): boolean {
  if (strict) return name === from;
  return isWithin(name, policy?.domain ?? from) || isWithin(from, name);
}

async function checkDkim(
  dns: SenderDns,
  identity: SenderIdentity,
  from: string,
  policy: Policy | null,
  { faults, unread }: Findings,
): Promise<void> {
  if (!isAligned(identity.domain, from, policy, policy?.strictDkim)) {
    faults.push({ fault: 'dkim-unaligned', at: identity.domain });
  }
  if (identity.selectors.length === 0) faults.push({ fault: 'dkim-missing', at: `_domainkey.${identity.domain}` });
  for (const selector of identity.selectors) {
    const name = `${selector}._domainkey.${identity.domain}`;
    const records = identity.broughtKey ? await dns.txt(name) : await dns.cname(name);
    const isKey = (record: string) =>
      identity.broughtKey
        ? (tagOf(record, 'p') ?? '') !== ''
        : record.startsWith(`${selector}.dkim.`) && record.endsWith('amazonses.com');
    if (records === null) unread.push(name);
    else if (!records.some(isKey)) faults.push({ fault: 'dkim-missing', at: name });
  }
}

async function checkSpf(
  dns: SenderDns,
  { domain, mailFrom }: SenderIdentity,
  from: string,
  policy: Policy | null,
  { faults, unread }: Findings,
): Promise<void> {
  if (mailFrom === null || !isAligned(mailFrom, from, policy, policy?.strictSpf)) {
    faults.push({ fault: 'spf-unaligned', at: mailFrom ?? domain });
  }
  if (mailFrom === null) return;
  const [txt, mx] = [await dns.txt(mailFrom), await dns.mx(mailFrom)];
  if (txt === null || mx === null) {
    unread.push(mailFrom);
    return;
  }
  const records = txt.filter((record) => /^v=spf1(\s|$)/i.test(record));
  // Of two records receivers take none.
  if (records.length !== 1) faults.push({ fault: 'spf-missing', at: mailFrom });
  else if (!/\sinclude:amazonses\.com(\s|$)/i.test(records[0] ?? '')) {
    faults.push({ fault: 'spf-without-ses', at: mailFrom });
  }
  if (!mx.some((exchange) => /^feedback-smtp\..*amazonses\.com$/i.test(exchange))) {
    faults.push({ fault: 'mail-from-unreachable', at: mailFrom });
  }
}
