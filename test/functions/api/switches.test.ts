import './silent-log.ts';
import { expect, test } from 'vitest';
import { HOUR, isoInstant } from '../../../shared/kernel/instants.ts';
import { apiWorld, START, worldWithAnn } from './api-world.ts';

const TEMPLATE = '_system/confirmation';
const PATH = `/api/templates/${encodeURIComponent(TEMPLATE)}/resume`;

async function worldWithOneOff() {
  const world = apiWorld();
  for (const address of ['a', 'b', 'c']) {
    await world.templates.refuse({ template: TEMPLATE, address, at: START }, { max: 3, within: HOUR }, START);
  }
  return world;
}

test('P-82 a template that receivers refuse is shown, and sent again when somebody says why', async () => {
  const world = await worldWithOneOff();
  const since = isoInstant(START);
  const paused = { template: TEMPLATE, at: since, change: 'paused', reason: 'content-refused', by: 'heed' };
  expect((await world.get('/api/switches')).body).toEqual({
    templates: [{ template: TEMPLATE, since, reason: 'content-refused' }],
    history: [paused],
  });
  world.world.now += HOUR;
  const { status, body } = await world.post(PATH, { reason: 'the attachment is gone', by: 'eva' });
  expect({ status, body }).toEqual({
    status: 200,
    body: { template: TEMPLATE, resumedAt: isoInstant(START + HOUR) },
  });
  const after = (await world.get('/api/switches')).body;
  expect(after.templates).toEqual([]);
  expect(after.history).toMatchObject([{ change: 'resumed', by: 'eva', reason: 'the attachment is gone' }, paused]);
  expect((await world.post(PATH, { reason: 'again', by: 'eva' })).status).toBe(404);
});

test.each([
  ['no reason', { by: 'eva' }, 'reason'],
  ['nobody who decided', { reason: 'mended' }, 'by'],
])('P-82 with %s it stays off', async (_, given, field) => {
  const world = await worldWithOneOff();
  const { status, body } = await world.post(PATH, given);
  expect({ status, errors: body.errors }).toMatchObject({ status: 400, errors: [{ field }] });
  expect(await world.templates.paused()).toHaveLength(1);
});

test('P-82 explain says that a trigger now would wait for the template', async () => {
  const world = await worldWithAnn();
  for (const address of ['a', 'b', 'c']) {
    await world.templates.refuse({ template: 'hello', address, at: START }, { max: 3, within: HOUR }, START);
  }
  const { body } = await world.get('/api/profiles/c-42/explain', 'campaign=welcome');
  expect(body.now).toMatchObject({ verdict: 'hold', because: { reason: 'sending-disabled', template: 'hello' } });
});

test('P-82 heed’s own templates have a slash in their name, which comes decoded behind API Gateway', async () => {
  const world = await worldWithOneOff();
  const answer = await world.post(`/api/templates/${TEMPLATE}/resume`, { reason: 'mended', by: 'eva' });
  expect(answer).toMatchObject({ status: 200, body: { template: TEMPLATE } });
});
