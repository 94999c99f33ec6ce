import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, test } from 'vitest';
import { RetryableError } from '../../shared/kernel/errors.ts';
import { type BusEvent, eventBridgeBus } from '../../shared/outbound/bus.eventbridge.ts';
import { type AwsWire, startAwsWire, type WireAnswer, type WireRequest } from './aws-wire.ts';

const at = Date.parse('2026-11-21T12:00:00Z');

let wire: AwsWire | undefined;
afterEach(async () => {
  await wire?.close();
});

type Entry = { Source: string; DetailType: string; Detail: string; EventBusName: string; Time: number };
const entriesOf = ({ body }: WireRequest) => body.Entries as Entry[];

const taken = (request: WireRequest, nth: number): WireAnswer => ({
  status: 200,
  body: { FailedEntryCount: 0, Entries: entriesOf(request).map((_, n) => ({ EventId: `id-${nth}-${n}` })) },
});

async function bus(answer: (request: WireRequest, nth: number) => WireAnswer = taken) {
  wire = await startAwsWire(answer);
  return { wire, bus: eventBridgeBus(new EventBridgeClient({ ...wire.settings, maxAttempts: 1 }), 'heed') };
}

const event = (n: number, changes: Partial<BusEvent> = {}): BusEvent => ({
  source: 'heed',
  type: 'message.sent',
  detail: { id: `e-${n}` },
  at,
  ...changes,
});

describe('the bus', () => {
  test('takes events ten a call and gives their ids in order', async () => {
    const { wire, bus: heed } = await bus();
    const ids = await heed.publish(Array.from({ length: 12 }, (_, n) => event(n)));
    expect(ids).toEqual([...Array.from({ length: 10 }, (_, n) => `id-1-${n}`), 'id-2-0', 'id-2-1']);
    expect(wire.requests.map((request) => entriesOf(request).length)).toEqual([10, 2]);
    expect(entriesOf(wire.requests[0]!)[0]).toEqual({
      EventBusName: 'heed',
      Source: 'heed',
      DetailType: 'message.sent',
      Detail: '{"id":"e-0"}',
      Time: at / 1000,
    });
  });

  test('keeps the bytes of a call below 1 MB', async () => {
    const { wire, bus: heed } = await bus();
    const large = { text: 'ü'.repeat(200_000) };
    await heed.publish([1, 2, 3].map((n) => event(n, { source: 'heed.api', detail: large })));
    expect(wire.requests.map((request) => entriesOf(request).length)).toEqual([2, 1]);
  });

  test('calls nobody with nothing', async () => {
    const { wire, bus: heed } = await bus();
    expect(await heed.publish([])).toEqual([]);
    expect(wire.requests).toEqual([]);
  });

  test('tells how many were not taken, since a 200 does not mean taken', async () => {
    const { bus: heed } = await bus(() => ({
      status: 200,
      body: {
        FailedEntryCount: 2,
        Entries: [{ EventId: '1' }, { ErrorCode: 'ThrottlingException' }, { ErrorCode: 'InternalFailure' }],
      },
    }));
    const publication = heed.publish([event(1), event(2), event(3)]);
    await expect(publication).rejects.toBeInstanceOf(RetryableError);
    await expect(publication).rejects.toThrow(
      'did not take 2 of 3 events (ThrottlingException: 1, InternalFailure: 1)',
    );
  });

  test('may be tried again when it does not answer', async () => {
    const { bus: heed } = await bus(() => 'reset');
    await expect(heed.publish([event(1)])).rejects.toBeInstanceOf(RetryableError);
  });
});
