import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { heedClient, TrackError } from '../../client/heed-client.ts';
import { startAwsWire, type WireAnswer, type WireRequest } from '../outbound/aws-wire.ts';
import { type ClientBus, startClientBus } from './client-bus.ts';

let bus: ClientBus;
beforeEach(async () => {
  bus = await startClientBus();
});
afterEach(() => bus.stop());

const order = (n: number) => ({
  type: 'order.placed',
  profileId: `c-${n}`,
  eventId: `o-${n}`,
  properties: { orderId: `o-${n}`, total: 49.9 },
});
const orders = (count: number) => Array.from({ length: count }, (_, n) => order(n));

async function refusalOf(tracked: Promise<unknown>): Promise<TrackError> {
  const error = await tracked.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TrackError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

describe('an event that is tracked', () => {
  test('is on the bus when the promise resolves, as itself, as heed reads it', async () => {
    const taken = await bus.client().track({ ...order(1), occurredAt: new Date('2020-11-21T10:00:00Z') });
    expect(taken).toEqual({ eventId: 'o-1' });
    expect(bus.entries()).toEqual(['order.placed']);
    expect(bus.events()).toEqual([{ ...order(1), occurredAt: Date.parse('2020-11-21T10:00:00Z'), traits: {} }]);
  });

  test('has an id of its own and the time of track where it gave none', async () => {
    const client = bus.client();
    const tracked = [1, 2].map(() => client.track({ type: 'page.viewed', profileId: 'c-1' }));
    const ids = (await Promise.all(tracked)).map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(2);
    expect(bus.events().map(({ eventId }) => eventId)).toEqual(ids);
  });

  test('travels with others in one entry, in the order of track', async () => {
    const client = bus.client();
    await Promise.all(orders(5).map((each) => client.track(each)));
    expect(bus.entries()).toEqual(['heed.batch']);
    expect(bus.events().map(({ eventId }) => eventId)).toEqual(['o-0', 'o-1', 'o-2', 'o-3', 'o-4']);
  });

  test('waits for nobody when a batch is full', async () => {
    const client = bus.client({ flushAfter: 60_000, maxBatch: 3 });
    await Promise.all(orders(6).map((each) => client.track(each)));
    expect(bus.entries()).toEqual(['heed.batch', 'heed.batch']);
  });

  test('is sent by flush, together with all before it', async () => {
    const client = bus.client({ flushAfter: 60_000 });
    const tracked = orders(450).map((each) => client.track(each));
    await client.flush();
    await Promise.all(tracked);
    expect(bus.entries()).toEqual(['heed.batch', 'heed.batch', 'heed.batch']);
    expect(bus.events().map(({ eventId }) => eventId)).toEqual(orders(450).map(({ eventId }) => eventId));
  });
});

describe('an event that heed could not read', () => {
  const self: Record<string, unknown> = {};
  self['self'] = self;

  test.each([
    [{ profileId: 'c-1' }, 'type', 'is required'],
    [{ type: 'a.b' }, 'profileId', 'is required'],
    [{ type: 'a.b', profileId: 'ann@example.org' }, 'profileId', 'traits.email'],
    [{ type: 'a.b', profileId: 'c-1', occurredAt: 'today' }, 'occurredAt', 'ISO 8601'],
    [{ type: 'a.b', profileId: 'c-1', occurredAt: new Date(Number.NaN) }, 'occurredAt', ''],
    [{ type: 'a.b', profileId: 'c-1', eventId: '' }, 'eventId', 'is empty'],
    [
      { type: 'a.b', profileId: 'c-1', properties: { items: [{ price: Number.NaN }] } },
      'properties.items[0].price',
      'JSON',
    ],
    [{ type: 'a.b', profileId: 'c-1', traits: { age: 10n } }, 'traits.age', 'bigint'],
    [{ type: 'a.b', profileId: 'c-1', traits: { 'ann@example.org': 10n } }, 'traits.*', 'bigint'],
    [{ type: 'a.b', profileId: 'c-1', properties: self }, 'properties.self', 'deep'],
    [{ type: 'a.b', profileId: 'c-1', properties: { text: 'x'.repeat(1_000_000) } }, 'properties', '1 MB'],
    [{ type: 'heed.batch', profileId: 'c-1' }, 'type', 'batch'],
    [null, null, 'is no event'],
  ])('%# is refused by field, with what to write instead', async (event, field, words) => {
    const error = await refusalOf(bus.client().track(event as never));
    expect(error).toMatchObject({ reason: 'invalid', field });
    expect(error.message).toContain(words);
    expect(bus.entries()).toEqual([]);
  });

  test('P-57 is told without a value of it', async () => {
    const client = bus.client();
    const personal = { email: 'ann@canary.example', when: 10n };
    const errors = [
      await refusalOf(client.track({ type: 'a.b', profileId: 'ann@canary.example' })),
      await refusalOf(client.track({ type: 'a.b', profileId: 'c-1', traits: personal })),
      await refusalOf(client.track({ type: 'a.b', profileId: 'c-1', occurredAt: 'ann@canary.example' })),
    ];
    for (const error of errors) expect(`${error.stack}${JSON.stringify(error)}`).not.toContain('canary');
  });

  test('leaves those beside it alone', async () => {
    const client = bus.client();
    const wrong = refusalOf(client.track({ type: 'a.b', profileId: 'a b' }));
    await Promise.all([client.track(order(1)), wrong]);
    expect(bus.events()).toHaveLength(1);
  });
});

describe('a call that fails', () => {
  test('is made again after a lost answer with the same ids, so that nothing counts twice', async () => {
    bus.gateway.faults.add({ service: 'events', action: 'PutEvents', times: 1, dropResponse: true });
    const client = bus.client();
    const withoutIds = orders(4).map(({ eventId: _, ...each }) => each);
    const taken = await Promise.all(withoutIds.map((each) => client.track(each)));
    expect(bus.entries()).toEqual(['heed.batch', 'heed.batch']);
    const [first, second] = [bus.events().slice(0, 4), bus.events().slice(4)];
    expect(first.map(({ eventId }) => eventId)).toEqual(taken.map(({ eventId }) => eventId));
    expect(second).toEqual(first);
  });

  test.each(['ThrottlingException', 'InternalFailure', 'ServiceUnavailable'])(
    'is made again after %s',
    async (error) => {
      bus.gateway.faults.add({ service: 'events', action: 'PutEvents', times: 2, error });
      await bus.client().track(order(1));
      expect(bus.events()).toHaveLength(1);
    },
  );

  test('is given up after so many attempts, with the id to track it again', async () => {
    bus.gateway.faults.add({ service: 'events', action: 'PutEvents', times: 3, error: 'ThrottlingException' });
    const error = await refusalOf(bus.client({ attempts: 3 }).track(order(1)));
    expect(error).toMatchObject({ reason: 'unanswered', code: 'ThrottlingException', eventId: 'o-1', field: null });
    expect(bus.entries()).toEqual([]);
  });

  test('is not made again when the bus refuses for good; the setting is named', async () => {
    const error = await refusalOf(bus.client({ busName: 'hed' }).track(order(1)));
    expect(error).toMatchObject({ reason: 'refused', field: 'busName', eventId: 'o-1' });
    bus.gateway.faults.add({ service: 'events', action: 'PutEvents', times: 1, error: 'ResourceNotFoundException' });
    expect(await refusalOf(bus.client().track(order(1)))).toMatchObject({ reason: 'refused', field: 'busName' });
  });

  test('tells onError too, so that nobody has to await', async () => {
    const told: TrackError[] = [];
    const client = bus.client({ busName: 'hed', onError: (error) => told.push(error) });
    void client.track(order(1));
    await client.flush();
    await client.close();
    expect(told.map(({ reason }) => reason)).toEqual(['refused']);
  });
});

describe('a call that is taken in part', () => {
  type Sent = { DetailType: string; Detail: string };
  const sent = ({ body }: WireRequest) => body.Entries as Sent[];
  const answered = (entries: readonly object[]): WireAnswer => ({ status: 200, body: { Entries: entries } });

  test('is made again with the failed entries only, each unchanged', async () => {
    const wire = await startAwsWire((request, nth) =>
      answered(
        sent(request).map((_, n) => (nth === 2 && n === 1 ? { ErrorCode: 'ThrottlingException' } : { EventId: 'x' })),
      ),
    );
    const client = heedClient({ busName: 'heed', ...wire.settings, flushAfter: 60_000, maxBatch: 2, retryAfter: 0 });
    const tracked = orders(6).map((each) => client.track(each));
    await client.flush();
    await Promise.all(tracked);
    const calls = wire.requests.map((request) => sent(request).map(({ Detail }) => Detail));
    // The first batch that was full left at once, by itself.
    expect(calls.map((details) => details.map((detail) => JSON.parse(detail).events[0].eventId))).toEqual([
      ['o-0'],
      ['o-2', 'o-4'],
      ['o-4'],
    ]);
    expect(calls[2]?.[0]).toBe(calls[1]?.[1]);
    await wire.close();
  });

  test('rejects those of a refused entry and no others', async () => {
    const wire = await startAwsWire((request) =>
      answered(
        sent(request).map(({ DetailType }) =>
          DetailType === 'b.c' ? { ErrorCode: 'NotAuthorizedForDetailTypeException' } : { EventId: 'x' },
        ),
      ),
    );
    const client = heedClient({ busName: 'heed', ...wire.settings, maxBatch: 1 });
    const right = client.track({ type: 'a.b', profileId: 'c-1' });
    const error = await refusalOf(client.track({ type: 'b.c', profileId: 'c-1', eventId: 'e-2' }));
    expect(error).toMatchObject({ reason: 'refused', field: 'type', eventId: 'e-2' });
    await right;
    await wire.close();
  });
});

describe('a buffer that is full', () => {
  test('refuses the next event, and takes it once there is room', async () => {
    const client = bus.client({ flushAfter: 60_000, maxBuffered: 4 });
    const tracked = orders(4).map((each) => client.track(each));
    const error = await refusalOf(client.track(order(5)));
    expect(error).toMatchObject({ reason: 'buffer-full', eventId: 'o-5' });
    const room = client.room();
    await client.flush();
    await room;
    const last = client.track(order(5));
    await client.close();
    await Promise.all([...tracked, last]);
    expect(bus.events()).toHaveLength(5);
  });

  test('never overflows under a producer that awaits room', async () => {
    const client = bus.client({ flushAfter: 1, maxBuffered: 10 });
    const tracked: Promise<unknown>[] = [];
    for (const each of orders(100)) {
      await client.room();
      tracked.push(client.track(each));
    }
    await client.close();
    await Promise.all(tracked);
    expect(bus.events().map(({ eventId }) => eventId)).toEqual(orders(100).map(({ eventId }) => eventId));
  });
});

describe('the client', () => {
  test('takes nothing once it is closed', async () => {
    const client = bus.client();
    await client.close();
    expect(await refusalOf(client.track(order(1)))).toMatchObject({ reason: 'closed' });
  });

  test.each([
    [{ busName: '' }, 'busName'],
    [{ maxBatch: 201 }, 'maxBatch'],
    [{ flushAfter: -1 }, 'flushAfter'],
    [{ attempts: 1.5 }, 'attempts'],
    [{ source: 'heed' }, 'source'],
    [{ source: 'aws.events' }, 'source'],
  ])('is not made with %j', (changes, option) => {
    expect(() => bus.client(changes)).toThrow(option);
  });
});
