import { expect, test } from 'vitest';
import { triesThrough } from '../../shared/kernel/back-off.ts';
import { HOUR } from '../../shared/kernel/instants.ts';
import { referred, synthesize, type Value } from './templates.ts';

const templates = synthesize();
const queues = templates.ofType('AWS::SQS::Queue');
const mappings = templates.ofType('AWS::Lambda::EventSourceMapping').map(([, mapping]) => mapping.Properties);
const functions = Object.fromEntries(templates.ofType('AWS::Lambda::Function'));
const FOURTEEN_DAYS = 14 * 24 * 3600;

const consumed = mappings.flatMap((mapping) => {
  const queue = queues.find(([id]) => id === referred(mapping.EventSourceArn));
  return queue === undefined ? [] : [{ mapping, queue: queue[1].Properties }];
});

test('the queues that functions consume are inputs, send-priority, send and jobs', () => {
  expect(new Set(consumed.map(({ queue }) => queue.QueueName))).toEqual(
    new Set(['heed-inputs', 'heed-send', 'heed-send-priority', 'heed-jobs']),
  );
});

test('each consumed queue has dead letters of its own, after the deliveries that an outage of an hour takes', () => {
  const targets = consumed.map(
    ({ queue }) => queue.RedrivePolicy as { deadLetterTargetArn: Value; maxReceiveCount: number },
  );
  expect(new Set(targets.map((target) => referred(target.deadLetterTargetArn))).size).toBe(consumed.length);
  for (const target of targets) expect(target.maxReceiveCount).toBe(triesThrough(HOUR));
});

test('a message stays invisible for six runs of its function', () => {
  for (const { mapping, queue } of consumed) {
    const timeout = functions[referred(mapping.FunctionName) ?? '']?.Properties.Timeout;
    expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * Number(timeout));
  }
});

test('each consumer names the messages that failed instead of failing the batch', () => {
  for (const mapping of mappings) expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
});

test('every queue is encrypted, refuses plain HTTP, and forgets after 14 days at most', () => {
  const policies = templates.ofType('AWS::SQS::QueuePolicy').map(([, policy]) => policy.Properties);
  for (const [id, { Properties }] of queues) {
    expect(Properties.SqsManagedSseEnabled).toBe(true);
    expect(Properties.MessageRetentionPeriod).toBeLessThanOrEqual(FOURTEEN_DAYS);
    const policy = policies.find((candidate) => (candidate.Queues as Value[]).some((queue) => referred(queue) === id));
    expect(JSON.stringify(policy)).toContain('aws:SecureTransport');
  }
});

test('only rules of this stack may put messages into a queue', () => {
  const allowed = templates
    .ofType('AWS::SQS::QueuePolicy')
    .flatMap(([, policy]) => (policy.Properties.PolicyDocument as { Statement: Record<string, Value>[] }).Statement)
    .filter((statement) => statement.Effect === 'Allow');
  expect(allowed.length).toBeGreaterThan(0);
  for (const statement of allowed) {
    const sources = (statement.Condition as { ArnEquals: { 'aws:SourceArn': Value[] } }).ArnEquals['aws:SourceArn'];
    for (const source of sources) expect(templates.resources[referred(source) ?? '']?.Type).toBe('AWS::Events::Rule');
  }
});

test('the stream is read with bisection, finite retries, and a destination that keeps the whole record', () => {
  const stream = mappings.find((mapping) => mapping.StartingPosition !== undefined);
  expect(stream).toMatchObject({ BisectBatchOnFunctionError: true, StartingPosition: 'TRIM_HORIZON' });
  expect(stream?.MaximumRetryAttempts).toBeGreaterThanOrEqual(0);
  const destination = stream?.DestinationConfig as { OnFailure: { Destination: Value } };
  const bucket = templates.resources[referred(destination.OnFailure.Destination) ?? ''];
  expect(bucket).toMatchObject({
    Type: 'AWS::S3::Bucket',
    Properties: {
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 14, Status: 'Enabled' }] },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    },
  });
});
