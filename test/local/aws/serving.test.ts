import { crc32 } from 'node:zlib';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetAccountCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningGateway, runGateway } from './running-gateway.ts';

const delays: number[] = [];
/** What happens while a call is delayed. */
let delayed = async () => {};
let run: RunningGateway;

async function delay(ms: number): Promise<void> {
  delays.push(ms);
  await delayed();
}

beforeAll(async () => {
  run = await runGateway({ internalAccessKeyId: 'runner', delay });
});
afterAll(() => run.stop());

const events = (body: string, target = 'AWSEvents.PutEvents') =>
  fetch(run.gateway.origin, { method: 'POST', headers: { 'x-amz-target': target }, body });

test('an operation that nobody serves is told by its name', async () => {
  const response = await events('{}', 'AWSLambda.Invoke');
  expect([response.status, await response.json()]).toEqual([
    404,
    { __type: 'UnknownOperationException', message: 'The local run serves no AWSLambda.Invoke.' },
  ]);
});

test('a body that is no JSON is a serialization error in the protocol of the service', async () => {
  const response = await events('{');
  expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/x-amz-json-1.1']);
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await response.json()).toMatchObject({ __type: 'SerializationException' });
});

test('an error of DynamoDB carries its namespace and its checksum', async () => {
  run.gateway.faults.add({
    service: 'dynamodb',
    action: 'GetItem',
    times: 1,
    error: 'ConditionalCheckFailedException',
  });
  const response = await events('{}', 'DynamoDB_20120810.GetItem');
  const body = await response.text();
  expect(response.headers.get('x-amz-crc32')).toBe(String(crc32(body)));
  expect(JSON.parse(body)).toEqual({
    __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
    message: 'The conditional request failed',
  });
});

test('a delay passes before the call, once', async () => {
  run.gateway.faults.add({ service: 'ses', action: 'GetAccount', times: 1, delayMs: 6000 });
  const client = new SESv2Client(run.as());
  await client.send(new GetAccountCommand({}));
  await client.send(new GetAccountCommand({}));
  expect(delays).toEqual([6000]);
});

test("the runner's own calls meet no fault", async () => {
  run.gateway.faults.add({ service: 'ses', action: 'GetAccount', times: 1, error: 'TooManyRequestsException' });
  await new SESv2Client(run.as('runner')).send(new GetAccountCommand({}));
  await expect(new SESv2Client(run.as()).send(new GetAccountCommand({}))).rejects.toThrow(
    'Maximum sending rate exceeded.',
  );
});

test('an engine that is gone is a service that is unavailable', async () => {
  await expect(
    new DynamoDBClient(run.as()).send(new DescribeTableCommand({ TableName: 'people' })),
  ).rejects.toMatchObject({ name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } });
});

test('nothing is under way once everybody has an answer', async () => {
  const Entries = [{ Source: 's', DetailType: 't', Detail: '{}', EventBusName: 'heed' }];
  await new EventBridgeClient(run.as()).send(new PutEventsCommand({ Entries }));
  await expect.poll(() => run.gateway.inFlight()).toBe(0);
});

test('a caller that is gone before its answer, as a killed worker is, leaves nothing under way', async () => {
  run.gateway.faults.add({ service: 'ses', action: 'GetAccount', times: 1, delayMs: 1 });
  const caller = new AbortController();
  delayed = async () => {
    caller.abort();
    // Whoever comes after it is answered: by then the gateway has seen the connection close.
    await events('{}', 'AWSLambda.Invoke');
  };
  await expect(fetch(`${run.gateway.origin}/v2/email/account`, { signal: caller.signal })).rejects.toThrow('aborted');
  await expect.poll(() => run.gateway.inFlight()).toBe(0);
});
