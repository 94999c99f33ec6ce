import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, test } from 'vitest';
import { addressOf, cartAbandoned, consentRecorded, mailsOf, profileOf } from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import type { RunningHeed } from './local-run.ts';
import { sharedRun } from './shared-run.ts';

interface Rejection {
  readonly reason: string;
  readonly problems: readonly { readonly field: string; readonly message: string }[];
  /** The record as it came: an envelope of EventBridge. */
  readonly record: string;
  readonly at: string;
}

let heed: RunningHeed;
let queues: SQSClient;
let rejectedUrl: string;
beforeAll(async () => {
  heed = await sharedRun(flowWorkspace({ 'cart-abandoned': cartReminder }));
  queues = new SQSClient(heed.aws);
  const { QueueUrls = [] } = await queues.send(new ListQueuesCommand({}));
  const name = QueueUrls.map((url) => url.split('/').at(-1) ?? '').find((each) => /rejected/i.test(each));
  const { QueueUrl } = await queues.send(new GetQueueUrlCommand({ QueueName: name }));
  rejectedUrl = QueueUrl as string;
  // Of files that shared the run before.
  await takeRejected();
});

/** Takes all that lies in the queue. */
async function takeRejected(): Promise<Rejection[]> {
  await heed.quiet();
  const taken: Rejection[] = [];
  for (;;) {
    const { Messages = [] } = await queues.send(
      new ReceiveMessageCommand({ QueueUrl: rejectedUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return taken;
    for (const { Body, ReceiptHandle } of Messages) {
      taken.push(JSON.parse(Body as string) as Rejection);
      await queues.send(new DeleteMessageCommand({ QueueUrl: rejectedUrl, ReceiptHandle }));
    }
  }
}

/** Entries as they are, well-formed or not. */
async function putDetails(...details: readonly (readonly [type: string, detail: unknown])[]): Promise<void> {
  const Entries = details.map(([DetailType, detail]) => ({
    EventBusName: heed.endpoints.busName,
    Source: 'acme.shop',
    DetailType,
    Detail: JSON.stringify(detail),
  }));
  const { FailedEntryCount } = await new EventBridgeClient(heed.aws).send(new PutEventsCommand({ Entries }));
  expect(FailedEntryCount).toBe(0);
}

function detailOf(event: { readonly type: string }): unknown {
  const { type: _, ...detail } = event;
  return detail;
}

function fieldsOf(rejections: readonly Rejection[]): string[] {
  return rejections.flatMap((each) => each.problems.map((problem) => problem.field)).sort();
}

describe('what cannot be taken lies in the queue `rejected`, with its reason and its fields', () => {
  test('an event without a profile', async () => {
    await putDetails(['cart.abandoned', { properties: { cartId: 'k-1' } }]);
    const [rejection, ...others] = await takeRejected();
    expect(others).toEqual([]);
    expect(rejection).toMatchObject({
      reason: 'invalid',
      problems: [{ field: 'profileId', message: expect.stringMatching(/required/) }],
    });
    expect(rejection?.at).toMatch(/Z$/);
    expect(JSON.parse(rejection?.record ?? '')).toMatchObject({ 'detail-type': 'cart.abandoned', source: 'acme.shop' });
  });

  test('an event whose profile is a mail address, with advice', async () => {
    await putDetails(['cart.abandoned', { profileId: 'ann@example.org' }]);
    const [rejection] = await takeRejected();
    expect(rejection?.problems).toMatchObject([
      { field: 'profileId', message: expect.stringMatching(/traits\.email/) },
    ]);
    expect(JSON.stringify(rejection?.problems)).not.toContain('ann@');
  });

  test('a recorded consent without its evidence, which grants nothing (P-40)', async () => {
    const { properties, ...event } = consentRecorded('no-evidence');
    const { text: _, grantedAt: __, ...rest } = properties as Record<string, unknown>;
    await putDetails(['consent.recorded', detailOf({ ...event, properties: rest } as typeof event)]);
    const rejections = await takeRejected();
    expect(rejections).toMatchObject([{ reason: 'refused' }]);
    expect(fieldsOf(rejections)).toEqual(['properties.grantedAt', 'properties.text']);
    expect((await heed.profile('no-evidence'))?.['consents'] ?? []).toEqual([]);
  });

  test('an unknown topic', async () => {
    const event = consentRecorded('unknown-topic', {}, 'lottery');
    await putDetails(['consent.recorded', detailOf(event)]);
    const rejections = await takeRejected();
    expect(fieldsOf(rejections)).toEqual(['properties.topics[0]']);
    expect(rejections[0]?.problems[0]?.message).toContain('offers');
  });

  test('an address that is none', async () => {
    await putDetails(['profile.updated', { profileId: 'no-address', traits: { email: 'not an address' } }]);
    expect(fieldsOf(await takeRejected())).toEqual(['traits.email']);
  });

  test('a type that this version does not offer is refused by name, not ignored, and everything that it does offer is taken', async () => {
    await putDetails(['weather.changed', { profileId: 'welcome', properties: { anything: ['goes'] } }]);
    expect(await takeRejected()).toEqual([]);
  });
});

describe('those beside it go through', () => {
  test('in the same PutEvents, of others and of the same person', async () => {
    await putDetails(
      ['consent.recorded', detailOf(consentRecorded('beside-1'))],
      ['consent.recorded', { ...(detailOf(consentRecorded('beside-1')) as object), eventId: 'bad', properties: {} }],
      ['cart.abandoned', { properties: {} }],
      ['consent.recorded', detailOf(consentRecorded('beside-2'))],
    );
    await heed.quiet();
    await putDetails(
      ['cart.abandoned', detailOf(cartAbandoned('beside-1'))],
      ['cart.abandoned', { profileId: 'has space' }],
      ['cart.abandoned', detailOf(cartAbandoned('beside-2'))],
    );
    expect(await takeRejected()).toHaveLength(3);
    expect(await mailsOf(heed, 'beside-1')).toHaveLength(1);
    expect(await mailsOf(heed, 'beside-2')).toHaveLength(1);
  });

  test('in one heed.batch, of others and of the same person, and the field paths tell which it was', async () => {
    const events = [
      consentRecorded('batch-1'),
      { ...consentRecorded('batch-1'), eventId: 'bad', properties: { topics: ['offers'] } },
      { type: 'cart.abandoned' },
      cartAbandoned('batch-1'),
      { ...cartAbandoned('batch-1'), profileId: addressOf('batch-1') },
      consentRecorded('batch-2'),
      cartAbandoned('batch-2'),
    ];
    await putDetails(['heed.batch', { events }]);
    const rejections = await takeRejected();
    expect(await mailsOf(heed, 'batch-1')).toHaveLength(1);
    expect(await mailsOf(heed, 'batch-2')).toHaveLength(1);
    expect(rejections).toHaveLength(3);
    const fields = fieldsOf(rejections);
    expect(fields).toContain('events[2].profileId');
    expect(fields).toContain('events[4].profileId');
    expect(fields).toContain('events[1].properties.text');
    expect((await profileOf(heed, 'batch-1')).consents).toMatchObject([{ topic: 'offers', state: 'granted' }]);
  });

  test('an oversized batch is refused whole, by name', async () => {
    const events = Array.from({ length: 201 }, (_, index) => ({ type: 'page.viewed', profileId: `p-${index}` }));
    await putDetails(['heed.batch', { events }]);
    expect(fieldsOf(await takeRejected())).toEqual(['events']);
  });
});

test('an operator lists what was rejected and replays it once the workspace knows the topic', async () => {
  await putDetails(['consent.recorded', detailOf(consentRecorded('replayed', {}, 'lottery'))]);
  await heed.quiet();
  const { body } = await heed.api('GET', '/api/rejected');
  const { rejected } = body as { rejected: readonly { readonly id: string; readonly profileId: string }[] };
  expect(rejected).toMatchObject([{ profileId: 'replayed', reason: 'refused', type: 'consent.recorded' }]);
  const files = flowWorkspace({ 'cart-abandoned': cartReminder });
  const topics = `${files['topics.yaml']}- { id: lottery, name: { en: Lottery, de: Lotterie }, optIn: single }\n`;
  expect((await heed.api('POST', '/api/workspace', { files: { ...files, 'topics.yaml': topics } })).status).toBe(200);
  const ids = rejected.map((each) => each.id);
  expect(await heed.api('POST', '/api/rejected/replay', { ids })).toMatchObject({
    status: 200,
    body: { replayed: ids },
  });
  expect(await takeRejected()).toEqual([]);
  expect((await profileOf(heed, 'replayed')).consents).toMatchObject([{ topic: 'lottery', state: 'granted' }]);
});
