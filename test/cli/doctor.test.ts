import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checksOf } from '../../cli/doctor/account-checks.ts';
import { deploymentChecks } from '../../cli/doctor/deployment-checks.ts';
import { senderChecks } from '../../cli/doctor/sender-checks.ts';
import { receivedMail } from '../content/received-mails.ts';
import { apiWorld, files } from '../functions/api/api-world.ts';
import { startAwsWire } from '../outbound/aws-wire.ts';
import { servedOn } from './api-server.ts';
import { folderWith, heed } from './heed-command.ts';

const account = {
  EnforcementStatus: 'HEALTHY',
  SendingEnabled: true,
  ProductionAccessEnabled: true,
  SendQuota: { MaxSendRate: 14, Max24HourSend: 50_000, SentLast24Hours: 12 },
  SuppressionAttributes: { SuppressedReasons: ['BOUNCE' as const, 'COMPLAINT' as const] },
};
const worst = (checks: readonly { verdict: string }[]) => checks.map(({ verdict }) => verdict);

describe('heed doctor', () => {
  let server: Awaited<ReturnType<typeof servedOn>>;
  let wire: Awaited<ReturnType<typeof startAwsWire>>;
  let folder: string;
  beforeAll(async () => {
    const world = apiWorld();
    await world.post('/api/workspace', { files });
    server = await servedOn(world);
    wire = await startAwsWire(() => ({ status: 200, body: account }));
    const { endpoint: aws, region } = wire.settings;
    const endpoints = { api: server.origin, aws, region, accessKeyId: 'local', secretAccessKey: 'local' };
    folder = folderWith({ '.local/endpoints.json': JSON.stringify(endpoints) });
  });
  afterAll(async () => {
    await server.close();
    await wire.close();
  });

  it('examines the local run: release, links, account; its senders are not looked up', async () => {
    const { code, out } = await heed(['doctor'], folder);
    expect({ code, out }).toMatchObject({ code: 0 });
    expect(out).toContain('release 1 is active');
    expect(out).toContain('https://links.acme.example');
    expect(out).toContain('14 a second, 12 of 50000 sent in 24 hours');
    expect(out).toContain('news.acme.example, acme.example: not looked up');
    expect(out).toContain('no faults were found');
  });

  it('ends with 2 where nothing answers', async () => {
    expect((await heed(['doctor', '--api', 'http://127.0.0.1:9'])).code).toBe(2);
  });

  it('P-03 finds a mail fine whose unsubscribing is signed', async () => {
    const mails = folderWith({ 'good.eml': receivedMail() });
    const { code, out } = await heed(['doctor', '--message', 'good.eml'], mails);
    expect(code).toBe(0);
    expect(out).toContain('one-click unsubscribing is covered');
  });

  it('P-03 ends with 1 for a mail whose unsubscribing is not signed, and says what is missing', async () => {
    const mails = folderWith({ 'bad.eml': receivedMail({ covers: 'From:To:Subject:List-Unsubscribe' }) });
    const { code, out } = await heed(['doctor', '--message', 'bad.eml', '--json'], mails);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      ok: false,
      checks: [
        {
          check: 'message',
          verdict: 'fault',
          words: 'the signature of news.acme.example does not cover list-unsubscribe-post (h=)',
        },
      ],
    });
    expect((await heed(['doctor', '--message', 'none.eml'], mails)).code).toBe(2);
  });
});

describe('the doctor’s checks', () => {
  it.each([
    [{}, 'fine'],
    [{ EnforcementStatus: 'PROBATION' }, 'fault'],
    [{ SendingEnabled: false }, 'fault'],
    [{ ProductionAccessEnabled: false }, 'warning'],
    [{ SendQuota: { MaxSendRate: 14, Max24HourSend: 200, SentLast24Hours: 180 } }, 'warning'],
    [{ SuppressionAttributes: { SuppressedReasons: ['BOUNCE' as const] } }, 'fault'],
  ])('of an account with %j are %s at worst', (differs, verdict) => {
    const told = checksOf({ ...account, ...differs }).filter((each) => each.verdict !== 'fine');
    expect(worst(told)).toEqual(verdict === 'fine' ? [] : [verdict]);
  });

  it('of a deployment: nothing published, links that die, a spam rate that stops marketing (P-83)', () => {
    const standing = {
      release: 0,
      linkOrigin: 'https://abc.execute-api.eu-central-1.amazonaws.com',
      senders: [],
      paused: false,
      spamRate: { warn: 0.08, stop: 0.2, marketing: 'stopped' as const },
      spamRates: [{ domain: 'acme.example', day: '2026-11-20', percent: 0.2, toldAt: '2026-11-21T00:00:00Z' }],
    };
    expect(worst(deploymentChecks(standing))).toEqual(['fault', 'fault', 'fault']);
    const well = { ...standing, release: 3, linkOrigin: 'https://links.acme.example', spamRates: [] };
    expect(worst(deploymentChecks(well))).toEqual(['fine', 'fine', 'warning']);
  });

  it('P-87 of sender domains say what to publish, and what nobody answered for', async () => {
    const none = async () => [];
    const dns = { txt: none, cname: none, mx: none };
    const checks = await senderChecks(dns, { of: async () => 'none' }, ['acme.example']);
    expect(checks.map(({ words }) => words).join('\n')).toMatch(/_dmarc\.acme\.example: .*v=DMARC1/);
    const silent = async () => null;
    const unknown = await senderChecks({ txt: silent, cname: silent, mx: silent }, { of: async () => null }, [
      'acme.example',
    ]);
    expect(worst(unknown)).toEqual(['unknown', 'unknown']);
  });
});
