import { DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { endFaults, type FaultPoint, plannedFaults } from './fault-points.ts';
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

/**
 * Both threads of a function die before their first read, so that whoever comes next starts cold: calls that are made once and whose
 * answer is kept are made again.
 */
async function planColdStart(heed: RunningHeed, { function: name }: FaultPoint): Promise<void> {
  await heed.fault({ function: name, service: 'dynamodb', action: 'GetItem', times: 2, kill: true });
}

/** What a fault does, and how often. */
export interface Misfortune {
  readonly times?: number;
  readonly kill?: true;
  readonly error?: string;
  readonly dropResponse?: true;
}

/** The n-th call (from 0) of a kind met its misfortune, and the mail went so. */
export type Met = (nth: number, went: Went) => void;

/** Of many calls that are alike, the first ones and the last stand for all. */
const ALIKE: Readonly<Record<string, readonly number[]>> = { 'sweep Query': [0, 1, 40, 63] };

/** Whether a fault that was planned so often met a call at all: what gives up earlier leaves some of it. */
async function hasMet(heed: RunningHeed, { function: name, action }: FaultPoint, times: number): Promise<boolean> {
  const left = (await plannedFaults(heed)).find((fault) => fault.function === name && fault.action === action);
  return left === undefined || left.times < times;
}

/**
 * Plans the misfortune for the first call of a kind, then for the second, and so on until there is none such any more; a person of
 * their own meets each. Gives how many were met.
 */
export async function walk(heed: RunningHeed, point: FaultPoint, misfortune: Misfortune, met: Met): Promise<number> {
  const only = ALIKE[`${point.function} ${point.action}`];
  const { times = 1 } = misfortune;
  const name = [point.function, point.action, ...Object.keys(misfortune), times].join('.');
  let found = 0;
  for (let round = 0; ; round += 1) {
    const nth = only ? only[round] : round;
    if (nth === undefined) return found;
    const attempt = async (profileId: string, isCold = false) => {
      if (isCold) await planColdStart(heed, point);
      await heed.fault({ ...point, after: nth, times: 1, ...misfortune });
      const result = await mailOf(heed, profileId);
      const isMet = await hasMet(heed, point, times);
      await endFaults(heed);
      if (isMet) met(nth, result);
      else expect(result).toEqual({ mails: 1, status: 'sent' });
      return isMet;
    };
    let isMet = await attempt(`${name}.${nth}`);
    if (!isMet && nth === 0) isMet = await attempt(`${name}.${nth}.cold`, true);
    if (!isMet) return found;
    found += 1;
  }
}
