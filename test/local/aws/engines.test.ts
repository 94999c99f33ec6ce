import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REGION, type RunningGateway, runGateway } from './running-gateway.ts';

const TABLE = `arn:aws:dynamodb:${REGION}:000000000000:table/people`;
const QUEUE = `arn:aws:sqs:${REGION}:000000000000:inputs`;
let run: RunningGateway;

beforeAll(async () => {
  run = await runGateway({}, { dynamodb: true, sqs: true });
  await new DynamoDBClient(run.as()).send(
    new CreateTableCommand({
      TableName: 'people',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'profileId', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'profileId', KeyType: 'HASH' }],
    }),
  );
  await new SQSClient(run.as()).send(new CreateQueueCommand({ QueueName: 'inputs' }));
  run.roles.set('Decide1A', [
    { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: [TABLE] },
    { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [QUEUE] },
  ]);
  run.roles.set('Jobs1A', [
    {
      Effect: 'Allow',
      Action: ['dynamodb:*'],
      Resource: [TABLE],
      Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['c-*'] } },
    },
  ]);
}, 20_000);
afterAll(() => run.stop());

const ann = { profileId: { S: 'c-1' }, name: { S: 'Ann' } };
const put = (item = ann) => new PutItemCommand({ TableName: 'people', Item: item });

describe('DynamoDB behind the gateway', () => {
  test('a row comes back as it was put', async () => {
    const client = new DynamoDBClient(run.as());
    await client.send(put());
    const { Item, ConsumedCapacity } = await client.send(
      new GetItemCommand({ TableName: 'people', Key: { profileId: { S: 'c-1' } } }),
    );
    expect([Item, ConsumedCapacity]).toEqual([ann, undefined]);
  });

  test('a failed condition is the exception that the SDK knows', async () => {
    const client = new DynamoDBClient(run.as('Decide1A'));
    await client.send(put());
    const command = new PutItemCommand({
      TableName: 'people',
      Item: ann,
      ConditionExpression: 'attribute_not_exists(profileId)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const error = await client.send(command).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toMatchObject({ Item: ann });
  });

  test('each item of a transaction needs its own permission', async () => {
    const client = new DynamoDBClient(run.as('Decide1A'));
    const key = { profileId: { S: 'c-1' } };
    const allowed = new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: 'people', Item: ann } }] });
    const refused = new TransactWriteItemsCommand({
      TransactItems: [{ Put: { TableName: 'people', Item: ann } }, { Delete: { TableName: 'people', Key: key } }],
    });
    await client.send(allowed);
    await expect(client.send(refused)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
      message: `User: arn:aws:sts::000000000000:assumed-role/Decide1A/Decide1A is not authorized to perform: dynamodb:DeleteItem on resource: ${TABLE} because no identity-based policy allows the dynamodb:DeleteItem action`,
    });
    expect(run.gateway.denied).toContainEqual(
      expect.objectContaining({ function: 'Decide1A', action: 'dynamodb:DeleteItem', resource: TABLE }),
    );
  });

  test('a query of an index needs the index', async () => {
    const command = new QueryCommand({
      TableName: 'people',
      IndexName: 'due',
      KeyConditionExpression: 'dueShard = :s',
      ExpressionAttributeValues: { ':s': { N: '1' } },
    });
    await expect(new DynamoDBClient(run.as('Decide1A')).send(command)).rejects.toThrow(`${TABLE}/index/due`);
  });

  test('leading keys bound a role to its rows', async () => {
    const client = new DynamoDBClient(run.as('Jobs1A'));
    await client.send(put());
    await expect(client.send(put({ profileId: { S: 's-1' }, name: { S: 'Bo' } }))).rejects.toThrow('not authorized');
  });

  test('a fault is the error of the next calls, in AWS words, and ends by itself', async () => {
    const client = new DynamoDBClient(run.as('Decide1A'));
    run.gateway.faults.add({
      service: 'dynamodb',
      action: 'PutItem',
      function: 'Decide1A',
      after: 1,
      times: 1,
      error: 'ProvisionedThroughputExceededException',
    });
    await client.send(put());
    await expect(client.send(put())).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
      message: expect.stringContaining('The level of configured provisioned throughput'),
    });
    await client.send(put());
  });

  test('a cancelled transaction carries its reasons', async () => {
    run.gateway.faults.add({
      service: 'dynamodb',
      action: 'TransactWriteItems',
      times: 1,
      error: 'TransactionCanceledException',
    });
    const command = new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: 'people', Item: ann } }] });
    const error = await new DynamoDBClient(run.as()).send(command).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(error).toMatchObject({ CancellationReasons: [{ Code: 'TransactionConflict' }] });
  });

  test('a dropped response was performed, a killed call was not', async () => {
    const client = new DynamoDBClient(run.as('Decide1A'));
    const own = new DynamoDBClient(run.as());
    const nameOf = async () =>
      (await own.send(new GetItemCommand({ TableName: 'people', Key: { profileId: { S: 'c-9' } } }))).Item?.name?.S;
    run.gateway.faults.add({ service: 'dynamodb', action: 'PutItem', times: 1, dropResponse: true });
    await expect(client.send(put({ profileId: { S: 'c-9' }, name: { S: 'kept' } }))).rejects.toThrow();
    expect(await nameOf()).toBe('kept');
    run.gateway.faults.add({ service: 'dynamodb', action: 'PutItem', times: 1, kill: true });
    await expect(client.send(put({ profileId: { S: 'c-9' }, name: { S: 'lost' } }))).rejects.toThrow();
    expect([await nameOf(), run.killed]).toEqual(['kept', ['Decide1A']]);
  });

  test("functions' units are metered, failed conditions too, and looking in from outside costs nothing", async () => {
    run.gateway.costs.reset();
    await new DynamoDBClient(run.as()).send(put());
    expect(run.gateway.costs.report()).toEqual({ total: 0, rows: [] });
    const client = new DynamoDBClient(run.as('Decide1A'));
    await client.send(put());
    await client.send(
      new GetItemCommand({ TableName: 'people', Key: { profileId: { S: 'c-1' } }, ConsistentRead: true }),
    );
    const once = new PutItemCommand({
      TableName: 'people',
      Item: ann,
      ConditionExpression: 'attribute_not_exists(profileId)',
    });
    await expect(client.send(once)).rejects.toThrow();
    expect(run.gateway.costs.report().rows).toEqual([
      expect.objectContaining({ service: 'dynamodb', unit: 'calls', quantity: 3 }),
      expect.objectContaining({ service: 'dynamodb', unit: 'read-units', quantity: 1, price: 0.125 / 1e6 }),
      expect.objectContaining({ service: 'dynamodb', unit: 'write-units', quantity: 2, usd: 1.25 / 1e6 }),
    ]);
  });
});

describe('SQS behind the gateway', () => {
  test("queue URLs are the gateway's and messages go through", async () => {
    const client = new SQSClient(run.as());
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'inputs' }));
    expect(QueueUrl).toBe(`${run.gateway.origin}/000000000000/inputs`);
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages?.[0]?.Body).toBe('hello');
  });

  test('a queue that does not exist is the exception that the SDK knows', async () => {
    const command = new SendMessageCommand({ QueueUrl: `${run.gateway.origin}/000000000000/nobody`, MessageBody: 'x' });
    await expect(new SQSClient(run.as()).send(command)).rejects.toBeInstanceOf(QueueDoesNotExist);
  });

  test('a batch needs SendMessage, and is metered by 64 KB', async () => {
    const QueueUrl = `${run.gateway.origin}/000000000000/inputs`;
    run.gateway.costs.reset();
    const client = new SQSClient(run.as('Decide1A'));
    const Entries = [{ Id: 'a', MessageBody: 'x'.repeat(70_000) }];
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(run.gateway.costs.report().rows).toContainEqual(expect.objectContaining({ unit: 'requests', quantity: 2 }));
    await expect(client.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
      message: expect.stringContaining(`is not authorized to perform: sqs:receivemessage on resource: ${QUEUE}`),
    });
  });

  test('a fault without a function meets whoever calls', async () => {
    const QueueUrl = `${run.gateway.origin}/000000000000/inputs`;
    run.gateway.faults.add({ service: 'sqs', action: 'SendMessage', times: 1, error: 'RequestThrottled' });
    await expect(
      new SQSClient(run.as()).send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' })),
    ).rejects.toMatchObject({
      name: 'RequestThrottled',
      message: 'Rate exceeded',
    });
  });
});
