import { describe, expect, test } from 'vitest';
import { checkSender, type DnsAnswer, type SenderIdentity } from '../../shared/content/sender-dns.ts';

const FROM = 'news.acme.example';
const identity: SenderIdentity = {
  domain: FROM,
  selectors: ['k1', 'k2'],
  broughtKey: false,
  mailFrom: `bounce.${FROM}`,
};

type Zone = Readonly<Record<string, DnsAnswer>>;

/** A sender domain as the runbook asks for it. */
const healthy: Zone = {
  'TXT _dmarc.acme.example': ['v=DMARC1; p=quarantine; rua=mailto:dmarc@acme.example'],
  [`CNAME k1._domainkey.${FROM}`]: ['k1.dkim.amazonses.com'],
  [`CNAME k2._domainkey.${FROM}`]: ['k2.dkim.eu-central-1.amazonses.com'],
  [`TXT bounce.${FROM}`]: ['google-site-verification=1', 'v=spf1 include:amazonses.com -all'],
  [`MX bounce.${FROM}`]: ['feedback-smtp.eu-central-1.amazonses.com'],
};

async function checked(
  differs: Zone = {},
  known: Readonly<Record<string, SenderIdentity | 'none' | null>> = { [FROM]: identity },
) {
  const zone = { ...healthy, ...differs };
  const ask = (type: string) => async (name: string) => {
    const answer = zone[`${type} ${name}`];
    return answer === undefined ? [] : answer;
  };
  const identities = {
    async of(domain: string) {
      const identity = known[domain];
      return identity === undefined ? ('none' as const) : identity;
    },
  };
  const { faults, unread } = await checkSender(
    { txt: ask('TXT'), cname: ask('CNAME'), mx: ask('MX') },
    identities,
    FROM,
  );
  return { faults: faults.map(({ fault, at }) => `${fault} ${at}`), unread };
}

describe('P-87 a sender domain in DNS', () => {
  test('is well with DMARC, keys and a return path of its own', async () => {
    expect(await checked()).toEqual({ faults: [], unread: [] });
  });

  const bounce = `bounce.${FROM}`;
  test.each<[string, Zone, string]>([
    ['no DMARC', { 'TXT _dmarc.acme.example': [] }, `dmarc-missing _dmarc.${FROM}`],
    ['DMARC without a policy', { 'TXT _dmarc.acme.example': ['v=DMARC1; rua=x'] }, 'dmarc-invalid _dmarc.acme.example'],
    [
      'two DMARC records',
      { [`TXT _dmarc.${FROM}`]: ['v=DMARC1;p=none', 'v=DMARC1;p=reject'] },
      `dmarc-invalid _dmarc.${FROM}`,
    ],
    ['a key that is gone', { [`CNAME k2._domainkey.${FROM}`]: [] }, `dkim-missing k2._domainkey.${FROM}`],
    [
      'a key of somebody else',
      { [`CNAME k1._domainkey.${FROM}`]: ['k1.dkim.other.example'] },
      `dkim-missing k1._domainkey.${FROM}`,
    ],
    ['no SPF', { [`TXT ${bounce}`]: [] }, `spf-missing ${bounce}`],
    [
      'two SPF records',
      { [`TXT ${bounce}`]: ['v=spf1 -all', 'v=spf1 include:amazonses.com'] },
      `spf-missing ${bounce}`,
    ],
    ['SPF that does not name SES', { [`TXT ${bounce}`]: ['v=spf1 mx -all'] }, `spf-without-ses ${bounce}`],
    [
      'a return path that SES cannot use',
      { [`MX ${bounce}`]: ['mail.acme.example'] },
      `mail-from-unreachable ${bounce}`,
    ],
    [
      'strict SPF alignment with a return path beside it',
      { 'TXT _dmarc.acme.example': ['v=DMARC1; p=none; aspf=s'] },
      `spf-unaligned ${bounce}`,
    ],
  ])('is told with %s', async (_, zone, fault) => {
    expect(await checked(zone)).toEqual({ faults: [fault], unread: [] });
  });

  test('aligns with an identity above it, unless its policy is strict', async () => {
    const above = {
      ...healthy,
      'CNAME k1._domainkey.acme.example': ['k1.dkim.amazonses.com'],
      'TXT bounce.acme.example': ['v=spf1 include:amazonses.com ~all'],
      'MX bounce.acme.example': ['feedback-smtp.us-east-1.amazonses.com'],
    };
    const known = {
      'acme.example': { ...identity, domain: 'acme.example', selectors: ['k1'], mailFrom: 'bounce.acme.example' },
    };
    expect(await checked(above, known)).toEqual({ faults: [], unread: [] });
    const strict = { ...above, 'TXT _dmarc.acme.example': ['v=DMARC1; p=reject; adkim=s; aspf=s'] };
    expect((await checked(strict, known)).faults).toEqual([
      'dkim-unaligned acme.example',
      'spf-unaligned bounce.acme.example',
    ]);
  });

  test('is told where the return path is that of SES, and where a key that was brought is empty', async () => {
    const brought = { ...identity, broughtKey: true, selectors: ['own'], mailFrom: null };
    const zone = { [`TXT own._domainkey.${FROM}`]: ['v=DKIM1; p='] };
    expect((await checked(zone, { [FROM]: brought })).faults).toEqual([
      `dkim-missing own._domainkey.${FROM}`,
      `spf-unaligned ${FROM}`,
    ]);
    const key = { [`TXT own._domainkey.${FROM}`]: ['k=rsa; p=MIIB'] };
    expect((await checked(key, { [FROM]: brought })).faults).toEqual([`spf-unaligned ${FROM}`]);
  });

  test('is neither well nor wrong where nobody answers', async () => {
    const silent = { 'TXT _dmarc.acme.example': null, [`CNAME k1._domainkey.${FROM}`]: null, [`MX ${bounce}`]: null };
    expect(await checked(silent)).toEqual({
      faults: [],
      unread: ['_dmarc.acme.example', `k1._domainkey.${FROM}`, bounce],
    });
    expect(await checked({}, { [FROM]: null })).toEqual({ faults: [], unread: [FROM] });
    expect((await checked({}, {})).faults).toEqual([`identity-missing ${FROM}`]);
  });
});
