import { describe, expect, it } from 'vitest';
import { apiWorld } from './api-world.ts';

describe('what was rejected, over HTTP', () => {
  const rejection = (profileId: string, at: string) =>
    JSON.stringify({
      reason: 'refused',
      problems: [{ field: 'properties.topics[0]', message: 'is no topic' }],
      record: JSON.stringify({
        source: 'shop',
        'detail-type': 'consent.recorded',
        detail: { profileId, eventId: 'e-1' },
      }),
      at,
    });

  async function withRejected() {
    const world = apiWorld();
    world.rejected.push(
      { id: 'r-1', body: rejection('c-1', '2026-11-21T10:00:00.000Z') },
      { id: 'r-2', body: rejection('c-2', '2026-11-22T10:00:00.000Z') },
    );
    return world;
  }

  it('is listed, newest first, with reason, fields and whom it is about', async () => {
    const { body } = await (await withRejected()).get('/api/rejected');
    expect(body).toMatchObject({
      more: false,
      rejected: [
        { id: 'r-2', reason: 'refused', type: 'consent.recorded', profileId: 'c-2', eventId: 'e-1' },
        { id: 'r-1', problems: [{ field: 'properties.topics[0]' }], record: { source: 'shop' } },
      ],
    });
  });

  it('is handed to the inputs as it came, one or all', async () => {
    const world = await withRejected();
    const { body } = await world.post('/api/rejected/replay', { ids: ['r-2', 'r-9'] });
    expect(body).toEqual({ replayed: ['r-2'], missing: ['r-9'] });
    expect(JSON.parse(world.replayed[0] ?? '')).toMatchObject({ detail: { profileId: 'c-2' } });
    expect((await world.post('/api/rejected/replay', { all: true })).body).toEqual({ replayed: ['r-1'], missing: [] });
    expect((await world.get('/api/rejected')).body.rejected).toEqual([]);
    expect((await world.post('/api/rejected/replay', { ids: ['r-1'] })).status).toBe(404);
  });

  it.each([{}, { ids: [] }, { all: false }])('replays nothing for %j', async (body) => {
    expect((await (await withRejected()).post('/api/rejected/replay', body)).status).toBe(400);
  });

  it('is told in pages that an answer can hold', async () => {
    const world = await withRejected();
    const record = 'x'.repeat(900_000);
    for (const id of ['b-1', 'b-2', 'b-3', 'b-4'])
      world.rejected.push({
        id,
        body: JSON.stringify({ reason: 'invalid', problems: [], record, at: '2026-11-21T10:00:00Z' }),
      });
    const { body } = await world.get('/api/rejected');
    expect(JSON.stringify(body).length).toBeLessThan(6_000_000);
    expect(body).toMatchObject({ more: true });
    expect(body.rejected).toHaveLength(5);
  });
});
