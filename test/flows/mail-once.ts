import { DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { endFaults, type FaultPoint } from './fault-points.ts';
import { cartAbandoned, consentRecorded, mailsOf, profileOf, timelineOf } from './flow-people.ts';
import { flowWorkspace } from './flow-workspace.ts';
import type { RunningHeed } from './local-run.ts';

/** One mail ten minutes after the cart: bus, `decide`, `sweep`, `relay` and `send` all have a part in it. */
export const onceWorkspace = flowWorkspace({
  'cart-abandoned': 'topic: offers\ntrigger: { event: cart.abandoned }\nkey: properties.cartId\nreentry: always\nsteps:\n  - wait: PT10M\n  - send: reminder\n',
});

/** How a person's mail went. */
export interface Went {
  readonly mails: number;
  /** Of the one message. */
  readonly status: string;
}

/** Every call is behind the mail by then: visibility timeouts, the claim's quarter of an hour, and what is tried again. */
const LONG_ENOUGH = 'PT2H';

/** The first word of a somebody new, a cart left behind, and all that becomes of it. Whatever went wrong must have left no trace but in `Went`. */
export async function mailOf(heed: RunningHeed, profileId: string): Promise<Went> {
  await heed.putEvents(consentRecorded(profileId), cartAbandoned(profileId));
  await heed.advance(LONG_ENOUGH);
  return went(heed, profileId);
}

/** Proves that the person is at rest, with one message told once, and says how that went. */
export async function went(heed: RunningHeed, profileId: string): Promise<Went> {
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
export async function rowOf(heed: RunningHeed, profileId: string): Promise<Readonly<Record<string, unknown>>> {
  const dynamodb = new DynamoDBClient(heed.aws);
  const Key = { profileId: { S: profileId } };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: heed.endpoints.peopleTable, Key, ConsistentRead: true }));
  return Item ?? {};
}

/** All that the campaigns' counters say, summed: `{ sent: 3, unknown: 1 }`. */
export async function countersOf(heed: RunningHeed): Promise<Record<string, number>> {
  const dynamodb = new DynamoDBClient(heed.aws);
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: heed.endpoints.recordsTable }));
  const sums: Record<string, number> = {};
  for (const { PK, SK: _, ...counters } of Items.filter((item) => item['PK']?.S?.startsWith('COUNT#'))) {
    for (const [name, { N }] of Object.entries(counters)) if (N) sums[name] = (sums[name] ?? 0) + Number(N);
  }
  return sums;
}

/** Queues that hold something: at the end of a story, where nothing was given up, there are none. */
export async function queuesLeft(heed: RunningHeed): Promise<Record<string, number>> {
  const sqs = new SQSClient(heed.aws);
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const left: Record<string, number> = {};
  for (const QueueUrl of QueueUrls) {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const count = Number(Attributes?.['ApproximateNumberOfMessages']) + Number(Attributes?.['ApproximateNumberOfMessagesNotVisible']);
    if (count > 0) left[QueueUrl.split('/').at(-1)!] = count;
  }
  return left;
}

/**
 * Both threads of a function die before their first read, so that whoever comes next starts cold: calls that are made once and whose
 * answer is kept are made again.
 */
async function planColdStart(heed: RunningHeed, { function: name }: FaultPoint): Promise<void> {
  await heed.fault({ function: name, service: 'dynamodb', action: 'GetItem', times: 2, kill: true });
}

/** The n-th call (from 0) of a kind met its misfortune in the story of one person. */
export type Met = (nth: number, profileId: string, went: Went) => void;

/** Of many calls that are alike, the first ones and the last stand for all. */
const ALIKE: Readonly<Record<string, readonly number[]>> = { 'sweep Query': [0, 1, 40, 63] };

/**
 * Plans the misfortune for the first call of a kind, then for the second, and so on until there is none such any more; a person of
 * their own meets each. Gives how many were met.
 */
export async function walk(heed: RunningHeed, point: FaultPoint, misfortune: Readonly<Record<string, unknown>>, met: Met): Promise<number> {
  const only = ALIKE[`${point.function} ${point.action}`];
  const name = `${point.function}.${point.action}.${Object.keys(misfortune).join('.')}.${String(misfortune['times'] ?? 1)}`;
  let found = 0;
  for (let round = 0; ; round += 1) {
    const nth = only ? only[round] : round;
    if (nth === undefined) return found;
    const attempt = async (profileId: string, isCold = false) => {
      if (isCold) await planColdStart(heed, point);
      await heed.fault({ ...point, after: nth, times: 1, ...misfortune });
      const result = await mailOf(heed, profileId);
      const isMet = await endFaults(heed);
      if (isMet) met(nth, profileId, result);
      else expect(result).toEqual({ mails: 1, status: 'sent' });
      return isMet;
    };
    let isMet = await attempt(`${name}.${nth}`);
    if (!isMet && nth === 0) isMet = await attempt(`${name}.${nth}.cold`, true);
    if (!isMet) return found;
    found += 1;
  }
}
