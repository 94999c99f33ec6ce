import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningHeed, startLocalRun } from '../flows/local-run.ts';

const PROGRAM = 'test/local/fixture/start.ts';
const PATIENCE = 60_000;
const HOUR_MS = 3_600_000;

let data: string;
let heed: RunningHeed;
const start = () => startLocalRun({ program: PROGRAM, data });

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'heed-data-'));
  heed = await start();
}, PATIENCE);

afterAll(async () => {
  await heed.stop();
  await rm(data, { recursive: true, force: true });
}, PATIENCE);

describe('a local run', { timeout: PATIENCE }, () => {
  it('carries an event from the bus through queue, stream and queue into the inbox', async () => {
    await heed.putEvents({ type: 'order.placed', profileId: 'ann' });
    await heed.quiet();
    const [mail] = await heed.inbox();
    expect(mail).toMatchObject({
      to: ['ann@example.org'],
      subject: 'For ann',
      profileId: 'ann',
      tags: { profileId: 'ann' },
    });
  });

  it('moves time to a timer, and hands it over at its moment or within a minute after', async () => {
    const before = Date.parse(await heed.now());
    await heed.putEvents({ type: 'wait.begun', profileId: 'bob', properties: { waitMs: 48 * HOUR_MS } });
    await heed.advance('P1D');
    expect((await heed.inbox()).filter((mail) => mail.profileId === 'bob')).toEqual([]);
    await heed.advance('P2D');
    const [mail] = (await heed.inbox()).filter((one) => one.profileId === 'bob');
    const waited = Date.parse(mail!.at) - before;
    expect(waited).toBeGreaterThanOrEqual(48 * HOUR_MS);
    expect(waited).toBeLessThan(48 * HOUR_MS + 70_000);
  });

  it('reaches a timer that ends within the last minute of a move', async () => {
    await heed.putEvents({ type: 'wait.begun', profileId: 'cora', properties: { waitMs: HOUR_MS } });
    await heed.quiet();
    await heed.advance('PT1H');
    expect((await heed.inbox())[0]).toMatchObject({ profileId: 'cora' });
  });

  it('gives a message whose worker was killed to the next one, after its visibility timeout', async () => {
    await heed.fault({ service: 'dynamodb', action: 'PutItem', function: 'decide', times: 1, kill: true });
    await heed.putEvents({ type: 'order.placed', profileId: 'dora' });
    await heed.advance('PT10M');
    expect((await heed.inbox()).filter((mail) => mail.profileId === 'dora')).toHaveLength(1);
  });

  it('sets a message aside that fails too often', async () => {
    await heed.putEvents({ type: 'batch.poisoned', profileId: 'eve' });
    await heed.advance('P1D');
    const sqs = new SQSClient(heed.aws);
    const QueueUrl = `${heed.endpoints.aws}/000000000000/heed-local-inputs-dead`;
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages[0]?.Body).toContain('batch.poisoned');
  });

  it('checks each call of a function against its role', async () => {
    expect(await heed.api('GET', '/api/forbidden')).toMatchObject({
      status: 403,
      body: { name: 'AccessDeniedException' },
    });
    expect((await heed.control('GET', '/denied')).body).toContainEqual(
      expect.objectContaining({ function: 'api', action: 'dynamodb:DeleteTable' }),
    );
  });

  it('hands requests over as an HTTP API does, and shows the handler nothing of itself', async () => {
    const response = await fetch(`${heed.endpoints.web}/confirm/abc%3Ad?x=1&x=2`, {
      method: 'POST',
      headers: { cookie: 'a=1; b=2', 'Content-Type': 'application/x-www-form-urlencoded', 'X-Mixed': 'Case' },
      body: 'confirm=1',
    });
    expect(response.headers.get('set-cookie')).toBe('seen=1');
    const { event, environment } = (await response.json()) as { event: Record<string, unknown>; environment: string[] };
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /confirm/{token}',
      pathParameters: { token: 'abc:d' },
      rawQueryString: 'x=1&x=2',
      queryStringParameters: { x: '1,2' },
      cookies: ['a=1', 'b=2'],
      headers: { 'x-mixed': 'Case' },
      body: Buffer.from('confirm=1').toString('base64'),
      isBase64Encoded: true,
    });
    expect(environment.filter((name) => /local|heed|port/i.test(name))).toEqual([]);
    expect((await fetch(`${heed.endpoints.web}/nowhere`)).status).toBe(404);
  });

  it.each(['home', 'api'] as const)('refuses a foreign Host and a foreign Origin at %s', async (name) => {
    const origin = heed.endpoints[name];
    expect(await statusOf(origin, { host: 'evil.example' })).toBe(403);
    expect(await statusOf(origin, { origin: 'https://evil.example' })).toBe(403);
  });

  it.each([
    [{ advance: '1 day' }, 'advance'],
    [{ advance: 'PT0S' }, 'advance'],
    [{ to: '2020-01-01T00:00:00Z' }, 'to'],
    [{ to: 'tomorrow' }, 'to'],
    [{}, 'advance'],
  ])('answers a move of the clock by %j with the field that is wrong', async (body, field) => {
    expect(await heed.control('POST', '/clock', body)).toMatchObject({ status: 400, body: { problems: [{ field }] } });
  });

  it('answers feedback for an unknown mail with 404 and of an unknown kind with 400', async () => {
    expect(await heed.control('POST', '/inbox/nobody/feedback', { type: 'bounce' })).toMatchObject({ status: 404 });
    const [mail] = await heed.inbox();
    expect(await heed.control('POST', `/inbox/${mail!.id}/feedback`, { type: 'applause' })).toMatchObject({
      status: 400,
    });
  });

  it('loses nothing when it is killed, and never turns time back', async () => {
    const mails = (await heed.inbox()).length;
    // Its calls fail until the run is dead, so the event waits in its queue.
    await heed.fault({ service: 'dynamodb', action: 'PutItem', times: 1000, error: 'InternalServerError' });
    await heed.putEvents({ type: 'order.placed', profileId: 'fred' });
    const before = await heed.now();
    await heed.kill();
    heed = await start();
    expect(Date.parse(await heed.now())).toBeGreaterThanOrEqual(Date.parse(before));
    await heed.advance('PT1H');
    expect((await heed.inbox()).map((mail) => mail.profileId)).toContain('fred');
    expect((await heed.inbox()).length).toBe(mails + 1);
  });
});

/** `fetch` may not set these headers. */
async function statusOf(origin: string, headers: Record<string, string>): Promise<number> {
  const sent = request(`${origin}/api/workspace`, { headers });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode ?? 0;
}
