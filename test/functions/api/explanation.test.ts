import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../shared/kernel/instants.ts';
import { START, worldWithAnn } from './api-world.ts';

const PATH = '/api/profiles/c-42/explain';
const QUERY = 'campaign=welcome';

describe('GET /api/profiles/{id}/explain', () => {
  it('tells what a trigger now would give where nothing was decided yet', async () => {
    const { get } = await worldWithAnn();
    const { status, body } = await get(PATH, QUERY);
    expect(status).toBe(200);
    expect(body).toMatchObject({ verdict: 'send', history: [], now: { verdict: 'send' } });
    expect(body.trace.map((line: { gate: string }) => line.gate)).toContain('consent');
    expect(body).not.toHaveProperty('until');
  });

  it('tells the latest decision, and beside it what a trigger now would give', async () => {
    const { get, happens, world } = await worldWithAnn();
    await happens('c-42', 'member.joined', { eventId: 'j-1' });
    const { messageId } = (await get('/api/profiles/c-42')).body.messages[0];
    expect((await get(PATH, QUERY)).body).toMatchObject({ verdict: 'send', because: { reason: 'queued', messageId } });
    world.now = START + HOUR;
    await happens('c-42', 'consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } });
    const { body } = await get(PATH, QUERY);
    expect(body.now).toMatchObject({ verdict: 'not-entered', because: { reason: 'reentry' } });
  });

  it('says why nothing is sent, and which gate said so', async () => {
    const { get, happens } = await worldWithAnn();
    await happens('c-42', 'consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } });
    await happens('c-42', 'member.joined');
    const { body } = await get(PATH, QUERY);
    expect(body).toMatchObject({ verdict: 'skip', because: { reason: 'topic-opted-out' } });
    expect(body.trace.at(-1)).toMatchObject({ gate: 'consent', verdict: 'skip' });
    expect(body.history).toMatchObject([{ at: '2026-11-23T10:00:00.000Z', status: 'skipped', verdict: 'skip' }]);
  });

  it('tells what is under way though nothing was decided, and that nothing is', async () => {
    const { get, happens } = await worldWithAnn();
    expect((await get(PATH, QUERY)).body.waiting).toEqual([]);
    await happens('c-42', 'member.joined', { eventId: 'j-1' });
    expect((await get(PATH, QUERY)).body.waiting).toEqual([
      { for: 'step', key: null, enrollmentId: 'welcome:j-1', step: '0', until: null },
    ]);
  });

  it('says until when a message is held', async () => {
    const { get, happens, world } = await worldWithAnn();
    world.now = START + 17 * HOUR;
    await happens('c-42', 'member.joined');
    const { body } = await get(PATH, QUERY);
    expect(body).toMatchObject({
      verdict: 'hold',
      because: { reason: 'quiet-hours' },
      until: '2026-11-24T10:00:00.000Z',
    });
    expect(body.trace.at(-1)).toMatchObject({ gate: 'quiet-hours', verdict: 'hold' });
  });

  it('tells that an event did not lead into the campaign', async () => {
    const { get, happens, world } = await worldWithAnn();
    await happens('c-42', 'member.joined', { eventId: 'j-1' });
    world.now = START + HOUR;
    await happens('c-42', 'member.joined', { eventId: 'j-2' });
    expect((await get(PATH, QUERY)).body).toMatchObject({ verdict: 'not-entered', because: { reason: 'reentry' } });
  });

  it.each([
    ['', 400],
    ['campaign=welcom', 404],
  ])('names the campaign when the query is %j', async (query, status) => {
    const { get } = await worldWithAnn();
    const answer = await get(PATH, query);
    expect(answer).toMatchObject({ status, body: { errors: [{ field: 'campaign' }] } });
  });

  it('does not know whom it never heard of', async () => {
    const { get } = await worldWithAnn();
    expect((await get('/api/profiles/nobody/explain', QUERY)).body.errors[0].field).toBe('profileId');
  });
});
