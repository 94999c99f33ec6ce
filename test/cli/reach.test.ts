import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reachLines } from '../../cli/reach/reach-text.ts';
import { files, worldWithAnn } from '../functions/api/api-world.ts';
import { servedOn } from './api-server.ts';
import { folderWith } from './heed-command.ts';
import { heedHere } from './heed-here.ts';

let api: Awaited<ReturnType<typeof servedOn>>;
beforeAll(async () => {
  const world = await worldWithAnn();
  await world.happens('c-43', 'profile.updated', { traits: { email: 'ben@example.org' } });
  api = await servedOn(world);
});
afterAll(() => api.close());

describe('heed reach', () => {
  it('says how many are reachable, how many are not and why, and what it costs', async () => {
    const { code, out } = await heedHere(['reach', 'welcome', '--api', api.origin]);
    expect(code).toBe(0);
    expect(out).toContain('welcome (active): of 2 people, 1 are reachable and 1 are not');
    expect(out).toContain('the person never agreed to the topic');
    expect(out).toContain('at most 2 mails each: about $0.0002');
  });

  it('counts a million in words that can be checked', () => {
    const reachable = { now: 900_000, later: 0, because: {} };
    const refused = { skipped: 100_000, notEntered: 0, because: { 'no-consent': 100_000 } };
    const reach = {
      campaign: 'season',
      status: 'active' as const,
      people: 1_000_000,
      inFlight: 0,
      mails: 1,
      reachable,
      refused,
      isWhole: true,
    };
    expect(reachLines(reach).at(-1)).toMatch(/one mail each: about \$10\d\.\d\d \(SES \$90\.00, heed \$1\d\.\d\d\)/);
  });
});

describe('heed publish', () => {
  it('tells the reach of what became active beside its answer', async () => {
    const season = `id: season
status: active
topic: offers
trigger: { schedule: { on: "2026-12-24" } }
steps:
  - send: hello
`;
    const folder = folderWith({ ...files, 'campaigns/season.yaml': season });
    const { out, err } = await heedHere(['publish', folder, '--api', api.origin]);
    expect(out).toBe('release 2 is active\n');
    expect(err).toContain('season (active): of 2 people, 1 are reachable and 1 are not');
    expect(err).not.toContain('welcome (active)');
  });
});

describe('heed jobs', () => {
  it('says that there is none, and which words it takes', async () => {
    expect((await heedHere(['jobs', '--api', api.origin])).out).toContain('no broadcast');
    expect((await heedHere(['jobs', 'stop', '--api', api.origin])).code).toBe(2);
    expect((await heedHere(['jobs', 'stop', 'none', '--api', api.origin])).code).toBe(1);
  });
});
