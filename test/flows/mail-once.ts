import { DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import type { FaultPoint } from './fault-points.ts';
import { type Misfortune, type Walk, walk } from './fault-walk.ts';
import { cartAbandoned, consentRecorded, mailsOf, profileOf, timelineOf } from './flow-people.ts';
import { flowWorkspace } from './flow-workspace.ts';
import type { RunningHeed } from './local-run.ts';

/** One mail ten minutes after the cart: bus, `decide`, `sweep`, `relay` and `send` all have a part in it. */
export const onceWorkspace = flowWorkspace({
  'cart-abandoned':
    'topic: offers\ntrigger: { event: cart.abandoned }\nkey: properties.cartId\nreentry: always\nsteps:\n  - wait: PT10M\n  - send: reminder\n',
});

/** How a person's mail went. */
export interface Went {
  readonly mails: number;
  /** Of the one message. */
  readonly status: string;
}

/** Every call is behind the mail by then: visibility timeouts, the claim's quarter of an hour, and what is tried again. */
const LONG_ENOUGH = 'PT2H';

/** The first word of somebody new, a cart left behind, and all that becomes of it. Whatever went wrong must have left no trace but in `Went`. */
export async function mailOf(heed: RunningHeed, profileId: string): Promise<Went> {
  await heed.putEvents(consentRecorded(profileId), cartAbandoned(profileId));
  await heed.advance(LONG_ENOUGH);
  return went(heed, profileId);
}

/** Proves that the person is at rest, with one message told once, and says how that went. */
async function went(heed: RunningHeed, profileId: string): Promise<Went> {
  const { enrollments, messages, consents } = await profileOf(heed, profileId);
  expect(enrollments).toEqual([]);
  expect(consents).toMatchObject([{ topic: 'offers', state: 'granted' }]);
  expect(messages).toHaveLength(1);
  const { status } = messages[0]!;
  const told = (await timelineOf(heed, profileId)).map(({ kind }) => kind);
  expect(told.filter((kind) => kind !== 'decision').sort()).toEqual(['consent.granted', `message.${status}`]);
  expect((await rowOf(heed, profileId))['dueAt']).toBeUndefined();
  return { mails: (await mailsOf(heed, profileId)).length, status };
}

/** The person's row as it is stored. */
async function rowOf(heed: RunningHeed, profileId: string): Promise<Readonly<Record<string, unknown>>> {
  const dynamodb = new DynamoDBClient(heed.aws);
  const Key = { profileId: { S: profileId } };
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: heed.endpoints.peopleTable, Key, ConsistentRead: true }),
  );
  return Item ?? {};
}

/** All that the campaigns' counters say, summed: `{ sent: 3, unknown: 1 }`. */
async function countersOf(heed: RunningHeed): Promise<Record<string, number>> {
  const dynamodb = new DynamoDBClient(heed.aws);
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: heed.endpoints.recordsTable }));
  const sums: Record<string, number> = {};
  for (const item of Items.filter(({ PK }) => PK?.S?.startsWith('COUNT#'))) {
    for (const [name, { N }] of Object.entries(item)) if (N) sums[name] = (sums[name] ?? 0) + Number(N);
  }
  return sums;
}

/** How many people are stored. */
async function peopleIn(heed: RunningHeed): Promise<number> {
  const dynamodb = new DynamoDBClient(heed.aws);
  const { Count = 0 } = await dynamodb.send(
    new ScanCommand({ TableName: heed.endpoints.peopleTable, Select: 'COUNT' }),
  );
  return Count;
}

/** Proves that each message of the run was counted once, that nothing was given up or refused, and that no role denied a call. */
export async function expectNothingLeft(heed: RunningHeed): Promise<void> {
  const { sent = 0, unknown = 0, entered = 0, ...others } = await countersOf(heed);
  const people = await peopleIn(heed);
  const steps = Object.entries(others).filter(([name]) => /^(sent|failed)@/.test(name));
  // A refused call may have made a mail wait for a while.
  const known = Object.keys(others).filter((name) => name.startsWith('held:') || steps.some(([step]) => step === name));
  expect([sent + unknown, entered]).toEqual([people, people]);
  expect([steps.reduce((sum, [, count]) => sum + count, 0), Object.keys(others)]).toEqual([people, known]);
  expect(await queuesLeft(heed)).toEqual({});
  expect((await heed.control('GET', '/denied')).body).toEqual([]);
}

/** Queues that hold something: at the end of a story, where nothing was given up, there are none. */
async function queuesLeft(heed: RunningHeed): Promise<Record<string, number>> {
  const sqs = new SQSClient(heed.aws);
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const left: Record<string, number> = {};
  for (const QueueUrl of QueueUrls) {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const count =
      Number(Attributes?.['ApproximateNumberOfMessages']) +
      Number(Attributes?.['ApproximateNumberOfMessagesNotVisible']);
    if (count > 0) left[QueueUrl.split('/').at(-1)!] = count;
  }
  return left;
}

/** How it goes when nothing goes wrong. */
export const SENT: Went = { mails: 1, status: 'sent' };

/** Walks through the way of a mail: a person of their own meets each misfortune. Gives how many calls were met. */
export function walkMail(
  heed: RunningHeed,
  point: FaultPoint,
  misfortune: Misfortune,
  met: Walk<Went>['met'],
): Promise<number> {
  return walk(heed, { point, misfortune, story: (name) => mailOf(heed, name), usual: SENT, met });
}
