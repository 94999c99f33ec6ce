import {
  EventBridgeClient,
  InvalidEventPatternException,
  PutEventsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventRule } from '../../../local/aws/eventbridge.ts';
import { REGION, type RunningGateway, runGateway } from './running-gateway.ts';

const inputs = { id: 'inputs', arn: `arn:aws:sqs:${REGION}:000000000000:inputs` };
const rules: EventRule[] = [
  { bus: 'heed', name: 'customers', pattern: { source: [{ 'anything-but': 'heed' }] }, targets: [inputs] },
  {
    bus: 'heed',
    name: 'orders',
    pattern: '{"detail-type":["order.placed"]}',
    targets: [
      {
        id: 'o',
        arn: 'arn:aws:lambda:x:orders',
        inputTransformer: { paths: { id: '$.detail.profileId' }, template: '{"who":"<id>"}' },
      },
    ],
  },
];
let run: RunningGateway;
let client: EventBridgeClient;

beforeAll(async () => {
  run = await runGateway({ rules });
  client = new EventBridgeClient(run.as());
});
afterAll(() => run.stop());

const entry = (overrides: Record<string, unknown> = {}) => ({
  EventBusName: 'heed',
  Source: 'shop',
  DetailType: 'order.placed',
  Detail: '{"profileId":"c-1"}',
  ...overrides,
});
const put = (...Entries: Record<string, unknown>[]) => client.send(new PutEventsCommand({ Entries }));

describe('PutEvents', () => {
  test('an event goes to the targets of the rules that match, in its envelope or as transformed', async () => {
    run.delivered.length = 0;
    const { FailedEntryCount, Entries } = await put(entry({ Time: new Date('2026-11-21T10:00:00.900Z') }));
    expect(FailedEntryCount).toBe(0);
    const [whole, transformed] = run.delivered;
    expect(JSON.parse(whole?.body ?? '')).toEqual({
      version: '0',
      id: Entries?.[0]?.EventId,
      'detail-type': 'order.placed',
      source: 'shop',
      account: '000000000000',
      time: '2026-11-21T10:00:00Z',
      region: REGION,
      resources: [],
      detail: { profileId: 'c-1' },
    });
    expect(transformed).toMatchObject({ target: { id: 'o' }, body: '{"who":"c-1"}' });
  });

  test.each([
    [
      'no source',
      { Source: undefined },
      'InvalidArgument',
      'Parameter Source is not valid. Reason: Source is a required argument.',
    ],
    [
      'no detail type',
      { DetailType: undefined },
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    ],
    [
      'no detail',
      { Detail: undefined },
      'InvalidArgument',
      'Parameter Detail is not valid. Reason: Detail is a required argument.',
    ],
    ['detail that is no JSON', { Detail: '{' }, 'MalformedDetail', 'Detail is malformed.'],
    ['detail that is no object', { Detail: '[1]' }, 'MalformedDetail', 'Detail is malformed.'],
    ['a source of AWS', { Source: 'aws.ses' }, 'NotAuthorizedForSourceException', 'Not authorized for the source.'],
    ['an unknown bus', { EventBusName: 'other' }, 'InvalidArgument', expect.stringContaining('other does not exist')],
  ])('an entry with %s fails alone', async (_what, overrides, ErrorCode, ErrorMessage) => {
    const { FailedEntryCount, Entries } = await put(entry(), entry(overrides));
    expect([FailedEntryCount, Entries?.[0]?.ErrorCode, Entries?.[1]]).toEqual([
      1,
      undefined,
      { ErrorCode, ErrorMessage },
    ]);
  });

  test.each([
    ['eleven entries', Array.from({ length: 11 }, () => entry()), /less than or equal to 10/],
    ['no entries', [], /greater than or equal to 1/],
    ['a megabyte', [entry({ Detail: JSON.stringify({ x: 'x'.repeat(1_048_576) }) })], /over the limit/],
  ])('%s are refused whole', async (_what, entries, words) => {
    await expect(put(...entries)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(words),
    });
  });

  test('events are billed by 64 KB, whoever puts them', async () => {
    run.gateway.costs.reset();
    await put(entry(), entry({ Detail: JSON.stringify({ x: 'x'.repeat(70_000) }) }));
    expect(run.gateway.costs.report().rows).toContainEqual(
      expect.objectContaining({ service: 'events', unit: 'custom-event-chunks', quantity: 3, usd: 3 / 1e6 }),
    );
  });

  test('a role may be bound to a source', async () => {
    run.roles.set('Relay1A', [
      {
        Effect: 'Allow',
        Action: ['events:PutEvents'],
        Resource: [`arn:aws:events:${REGION}:000000000000:event-bus/heed`],
        Condition: { StringEquals: { 'events:source': 'heed' } },
      },
    ]);
    const relay = new EventBridgeClient(run.as('Relay1A'));
    await relay.send(new PutEventsCommand({ Entries: [entry({ Source: 'heed' })] }));
    await expect(relay.send(new PutEventsCommand({ Entries: [entry()] }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('events:PutEvents'),
    });
  });
});

describe('TestEventPattern', () => {
  const ask = (pattern: unknown) =>
    client.send(
      new TestEventPatternCommand({
        EventPattern: JSON.stringify(pattern),
        Event: '{"source":"shop","detail":{"n":3}}',
      }),
    );

  test('it says whether an event matches', async () => {
    expect((await ask({ detail: { n: [{ numeric: ['>', 2] }] } })).Result).toBe(true);
    expect((await ask({ source: ['crm'] })).Result).toBe(false);
  });

  test('a pattern that is none is the exception that the SDK knows', async () => {
    await expect(ask({ source: 'shop' })).rejects.toBeInstanceOf(InvalidEventPatternException);
  });
});
