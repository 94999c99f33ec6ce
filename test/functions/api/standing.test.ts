import { describe, expect, test } from 'vitest';
import { DAY } from '../../../shared/kernel/instants.ts';
import { apiWorld, files, START, worldWithAnn } from './api-world.ts';

const path = '/api/standing/spam-rate';

async function published() {
  const world = apiWorld();
  await world.post('/api/workspace', { files });
  return world;
}

describe('P-83 what Gmail says of a sender domain', () => {
  test('is taken as Postmaster Tools tell it, and stops marketing from 0.20 percent on until the rate falls', async () => {
    const { post, get } = await published();
    const stats = (ratio: number, day: string) => ({
      name: `domains/acme.example/trafficStats/${day}`,
      userReportedSpamRatio: ratio,
      domainReputation: 'MEDIUM',
    });
    expect(await post(path, stats(0.002, '20261120'))).toMatchObject({
      status: 200,
      body: { domain: 'acme.example', day: '2026-11-20', percent: 0.2, warn: 0.08, stop: 0.2, marketing: 'stopped' },
    });
    expect((await get('/api/standing')).body).toMatchObject({
      spamRate: { marketing: 'stopped' },
      spamRates: [{ domain: 'acme.example', day: '2026-11-20', percent: 0.2 }],
    });
    expect((await post(path, stats(0.0003, '20261119'))).body.marketing).toBe('stopped');
    expect((await post(path, stats(0.0003, '20261121'))).body.marketing).toBe('running');
  });

  test('is told by an explanation: a trigger now would be held', async () => {
    const { post, get } = await worldWithAnn();
    await post(path, { domain: 'acme.example', day: '2026-11-22', percent: 0.3 });
    const { now } = (await get('/api/profiles/c-42/explain', 'campaign=welcome')).body;
    expect(now).toMatchObject({
      verdict: 'hold',
      because: { reason: 'sending-disabled', switch: 'gmail-spam-rate', percent: 0.3, stop: 0.2 },
    });
  });

  test('is taken in plain words too, for the domain of a sender or one above it', async () => {
    const { post } = await published();
    const told = { domain: 'News.Acme.example', day: '2026-11-22', percent: 0.1 };
    expect(await post(path, told)).toMatchObject({ status: 200, body: { marketing: 'running' } });
    expect(await post(path, { ...told, domain: 'other.example' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'domain' }] },
    });
    expect((await post(path, { ...told, domain: 'shop.news.acme.example' })).status).toBe(400);
  });

  test.each([
    [{ domain: 'acme.example', day: '2026-11-22' }, 'percent'],
    [{ domain: 'acme.example', day: '22.11.2026', percent: 0.1 }, 'day'],
    [{ domain: 'acme.example', day: '2026-12-24', percent: 0.1 }, 'day'],
    [{ domain: 'acme', day: '2026-11-22', percent: 0.1 }, 'domain'],
    [{ name: 'domains/acme.example/trafficStats/20261120' }, 'userReportedSpamRatio'],
    [{ name: 'acme.example', userReportedSpamRatio: 0.1 }, 'name'],
    [{ name: 'domains/acme.example/trafficStats/20261120', userReportedSpamRatio: 12 }, 'userReportedSpamRatio'],
  ])('%j is refused by its field', async (body, field) => {
    const { post } = await published();
    expect(await post(path, body)).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });
});

test('the standing tells release, senders and where links point to', async () => {
  const world = apiWorld();
  expect((await world.get('/api/standing')).body).toMatchObject({ release: 0, senders: [] });
  await world.post('/api/workspace', { files });
  world.world.now = START + DAY;
  expect((await world.get('/api/standing')).body).toEqual({
    release: 1,
    linkOrigin: 'https://links.acme.example',
    senders: [
      { class: 'marketing', domain: 'news.acme.example' },
      { class: 'transactional', domain: 'acme.example' },
    ],
    paused: false,
    spamRate: { warn: 0.08, stop: 0.2, marketing: 'running' },
    spamRates: [],
  });
});
