import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endFaults } from './fault-points.ts';
import { cartAbandoned, consentRecorded, happen, mailsOf, profileOf, timelineOf } from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import { type RunningHeed, startLocalRun } from './local-run.ts';

const silence = `topic: offers
trigger: { inactivity: { after: cart.updated, for: PT3H, unless: order.placed } }
key: properties.cartId
steps:
  - send: last-call
`;

const birthday = `topic: offers
trigger: { date: { path: profile.birthday, yearly: true, at: "09:00" } }
steps:
  - send: welcome
`;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let heed: RunningHeed;
let sqs: SQSClient;
beforeAll(async () => {
  heed = await startLocalRun({ workspace: flowWorkspace({ silence, birthday, carts: cartReminder }) });
  sqs = new SQSClient(heed.aws);
  await heed.advanceTo(`${new Date(Date.parse(await heed.now()) + DAY).toISOString().slice(0, 10)}T12:00:00Z`);
});
afterAll(() => heed?.stop());

async function urlOf(QueueName: string): Promise<string> {
  return String((await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl);
}

/** What the console's _Start DLQ redrive_ does: every message goes back to the queue it came from. Gives their bodies. */
async function redrive(from: string, to: string): Promise<readonly string[]> {
  const [source, target] = await Promise.all([urlOf(from), urlOf(to)]);
  const moved: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: source, MaxNumberOfMessages: 10, VisibilityTimeout: 60 }),
    );
    if (Messages.length === 0) return moved;
    for (const { Body, ReceiptHandle } of Messages) {
      await sqs.send(new SendMessageCommand({ QueueUrl: target, MessageBody: Body }));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: source, ReceiptHandle }));
      moved.push(String(Body));
    }
  }
}

async function decideFails(): Promise<void> {
  for (const action of ['GetItem', 'BatchGetItem'])
    await heed.fault({
      function: 'decide',
      service: 'dynamodb',
      action,
      times: 1_000_000,
      error: 'InternalServerError',
    });
}

/** Subjects of the mails, oldest first. */
async function subjects(profileId: string): Promise<readonly string[]> {
  return (await mailsOf(heed, profileId)).map(({ subject }) => subject).reverse();
}

describe('what failed to the end', () => {
  test('and is redriven after a week starts nothing twice: events, silences, dates', async () => {
    const tomorrow = new Date(Date.parse(await heed.now()) + DAY).toISOString().slice(5, 10);
    const updated = { type: 'cart.updated', profileId: 'late', eventId: 'updated-1', properties: { cartId: 'k-1' } };
    await happen(heed, consentRecorded('late', { birthday: `1990-${tomorrow}` }), updated);
    await decideFails();
    await heed.putEvents(cartAbandoned('late', 'k-2'));
    await heed.advance('P2D');
    expect(await subjects('late')).toEqual([]);
    await endFaults(heed);
    await heed.advance('P1D');
    const mails = await subjects('late');
    // What was due meanwhile is asked for again by the sweep, without anybody's help.
    expect([...mails].sort()).toEqual(['One more day', 'Welcome']);
    const told = await timelineOf(heed, 'late');

    await heed.advance('P7D');
    const bodies = await redrive('heed-local-inputs-dead', 'heed-local-inputs');
    expect(bodies.filter((body) => body.includes('"cart.abandoned"'))).toHaveLength(1);
    expect(bodies.filter((body) => body.includes('"timers"')).length).toBeGreaterThan(1);
    await heed.advance('P1D');
    expect(await subjects('late')).toEqual(mails);
    expect(await timelineOf(heed, 'late')).toEqual(told);
    expect((await profileOf(heed, 'late')).enrollments).toEqual([]);
  });

  test('and is redriven the next day happens once, however often it comes', async () => {
    await happen(heed, consentRecorded('soon'));
    await decideFails();
    await heed.putEvents(cartAbandoned('soon', 'k-1'));
    await heed.advance('P1D');
    await endFaults(heed);
    const [body] = await redrive('heed-local-inputs-dead', 'heed-local-inputs');
    await sqs.send(new SendMessageCommand({ QueueUrl: await urlOf('heed-local-inputs'), MessageBody: body }));
    await heed.advance('P1D');
    expect(await subjects('soon')).toEqual(['Your cart is waiting']);
  });
});
