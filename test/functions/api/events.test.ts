import { describe, expect, it } from 'vitest';
import { apiWorld, START } from './api-world.ts';

describe('POST /api/events', () => {
  it('puts one event on the bus under its own type and answers with its id', async () => {
    const { post, bus } = apiWorld();
    const answer = await post('/api/events', {
      type: 'order.placed',
      profileId: 'c-42',
      eventId: 'o-1',
      properties: { total: 5 },
    });
    expect(answer).toMatchObject({ status: 202, body: { ids: ['o-1'] } });
    expect(bus).toEqual([
      {
        source: 'heed.api',
        type: 'order.placed',
        at: START,
        detail: {
          profileId: 'c-42',
          eventId: 'o-1',
          occurredAt: '2026-11-23T10:00:00.000Z',
          properties: { total: 5 },
          traits: {},
        },
      },
    ]);
  });

  it('gives an id to an event that came without one', async () => {
    const { post } = apiWorld();
    const answer = await post('/api/events', [
      { type: 'a.b', profileId: 'c-1' },
      { type: 'a.b', profileId: 'c-1', eventId: 'mine' },
    ]);
    expect(answer.body).toEqual({ ids: ['made-1', 'mine'] });
  });

  it('packs several events into one entry of the bus, in their order', async () => {
    const { post, bus } = apiWorld();
    const events = Array.from({ length: 450 }, (_, n) => ({ type: 'a.b', profileId: 'c-1', eventId: `e-${n}` }));
    const answer = await post('/api/events', events);
    expect(answer.body.ids).toEqual(events.map((event) => event.eventId));
    expect(bus.map((entry) => entry.type)).toEqual(['heed.batch', 'heed.batch', 'heed.batch']);
    const sent = bus.flatMap((entry) => entry.detail.events as unknown as { eventId: string; type: string }[]);
    expect(sent.map((event) => event.eventId)).toEqual(answer.body.ids);
  });

  it('begins another entry where 64 KB are full', async () => {
    const { post, bus } = apiWorld();
    const event = { type: 'a.b', profileId: 'c-1', properties: { text: 'x'.repeat(40_000) } };
    expect(await post('/api/events', [event, event])).toMatchObject({ status: 202 });
    expect(bus.map((entry) => entry.type)).toEqual(['a.b', 'a.b']);
  });

  it('sends nothing when one event of several is wrong, and names every field', async () => {
    const { post, bus } = apiWorld();
    const answer = await post('/api/events', [
      { type: 'a.b', profileId: 'c-1' },
      { type: 'a.b', profileId: 'ann@example.org' },
      { type: 'a.b', profileId: 'c-1', occurredAt: 'yesterday' },
      { profileId: 'c-1' },
    ]);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body.errors.map((each: { field: string }) => each.field)).toEqual([
      '[1].profileId',
      '[2].occurredAt',
      '[3].type',
    ]);
    expect(JSON.stringify(answer.body)).not.toContain('ann@example.org');
    expect(bus).toEqual([]);
  });

  it('refuses an empty array, the envelope of the bus as an event, and what is no event at all', async () => {
    const { post } = apiWorld();
    for (const body of [[], { type: 'heed.batch', profileId: 'c-1' }, 7, null, ['x']]) {
      expect(await post('/api/events', body)).toMatchObject({ status: 400, body: { status: 400, errors: [{}] } });
    }
  });

  it('answers 413 for an event that the bus cannot carry, and for a body that is too large', async () => {
    const { post, bus } = apiWorld();
    const large = { type: 'a.b', profileId: 'c-1', properties: { text: 'x'.repeat(1_000_000) } };
    expect(await post('/api/events', large)).toMatchObject({ status: 413 });
    expect(await post('/api/events', Array(6).fill(large))).toMatchObject({ status: 413 });
    expect(bus).toEqual([]);
  });

  it('answers 503 when the bus does not take the events', async () => {
    const { post, world } = apiWorld();
    world.busFails = true;
    expect(await post('/api/events', { type: 'a.b', profileId: 'c-1' })).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
    });
  });

  it.each([
    ['{"a": xyz, "b": 1}', 'position 6 (line 1, column 7)'],
    ['{\n  "type": "a.b",\n}', 'position 19 (line 3, column 1)'],
    ['[1, 2', 'position 5 (line 1, column 6)'],
    ['nonsense', 'position 1 (line 1, column 2)'],
    ['', 'it is empty'],
  ])('names where a body stops being JSON: %j', async (body, where) => {
    const answer = await apiWorld().call({ method: 'POST', path: '/api/events', body });
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toContain(where);
  });
});

describe('every path', () => {
  it.each([
    ['GET', '/api/nothing', 404],
    ['GET', '/api/profiles/%E0%A4%A', 404],
    ['GET', '/api/events', 405],
    ['DELETE', '/api/profiles/c-1', 405],
    ['POST', '/api/campaigns/welcome/preview', 404],
    ['POST', '/api/campaigns/welcome/test-send', 400],
    ['GET', '/api/campaigns/welcome/report', 404],
    ['POST', '/api/rejected/replay', 400],
  ])('%s %s is told as a problem with status %i', async (method, path, status) => {
    const answer = await apiWorld().call({ method, path });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      type: 'about:blank',
      title: expect.any(String),
      status,
      detail: expect.any(String),
    });
  });

  it('names the methods that a path takes', async () => {
    expect((await apiWorld().call({ method: 'PUT', path: '/api/workspace' })).headers.allow).toContain('POST');
  });
});
