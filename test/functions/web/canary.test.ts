import '../runtime/quiet-log.ts';
import { expect, test } from 'vitest';
import { form, webWorld } from './web-world.ts';

test('P-17 the link that only programs follow changes nothing, however often, and nothing can be posted to it', async () => {
  const web = webWorld();
  await web.granted('c-1');
  const before = web.snapshot();
  for (let time = 0; time < 3; time += 1) {
    const { statusCode, body, headers } = await web.send({ path: '/canary' });
    expect(statusCode).toBe(200);
    expect(body).toContain('There is nothing here');
    expect(headers).toMatchObject({ 'cache-control': 'no-store' });
  }
  expect((await web.send({ path: '/canary', ...form({ confirm: '1' }) })).statusCode).toBe(405);
  expect(web.snapshot()).toBe(before);
  expect(web.calls.filter((call) => call.startsWith('people.') || call.startsWith('addressBook.'))).toEqual([]);
});
