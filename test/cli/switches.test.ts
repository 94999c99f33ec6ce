import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOUR } from '../../shared/kernel/instants.ts';
import { apiWorld, START } from '../functions/api/api-world.ts';
import { servedOn } from './api-server.ts';
import { heed } from './heed-command.ts';

const world = apiWorld();
let server: Awaited<ReturnType<typeof servedOn>>;
beforeAll(async () => {
  server = await servedOn(world);
});
afterAll(() => server.close());

const asked = (...args: string[]) => heed([...args, '--api', server.origin]);

test('P-82 heed switches shows what is off, and why', async () => {
  for (const address of ['a', 'b', 'c']) {
    await world.templates.refuse({ template: 'reminder', address, at: START }, { max: 3, within: HOUR }, START);
  }
  expect((await asked('switches')).out).toContain('off  reminder  since 2026-11-23T10:00:00');
});

test('P-82 heed resume lifts it with a reason and a name', async () => {
  const { code, out } = await asked('resume', 'reminder', '--reason', 'mended', '--by', 'eva');
  expect({ code, out }).toEqual({
    code: 0,
    out: 'reminder is sent again; what waits for it goes out within the hour\n',
  });
  expect(await world.templates.paused()).toEqual([]);
});

test('P-82 heed resume without a name lifts nothing', async () => {
  expect(await asked('resume', 'reminder', '--reason', 'mended')).toMatchObject({ code: 2 });
});
