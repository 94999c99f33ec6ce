import { Duration, Stack } from 'aws-cdk-lib';
import { EventSourceMapping, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { HeedFunction } from '../heed-function.ts';
import type { Resources } from '../resources.ts';
import { sendTo } from './queue-grants.ts';
import { mayWriteRecords } from './records-grants.ts';

export type Relay = { readonly function: HeedFunction; readonly mapping: EventSourceMapping };

/** Performs the effects of commits: stream of `people` in; send queues, log and counters out. */
export function relayFunction(scope: Construct, to: Resources, failures: IBucket): Relay {
  const streamArn = to.people.tableStreamArn;
  if (streamArn === undefined) throw new Error('The people table has no stream: nothing would perform effects.');
  const relay = new HeedFunction(scope, 'Relay', {
    name: 'relay',
    prefix: to.prefix,
    description: 'Performs the effects of commits, idempotently',
    code: to.code,
    // As `decide`: it waits for the calls it makes, and what it computes of a commit is its log row and its counters.
    memorySize: 512,
    // 100 commits with a handful of calls each, many at once.
    timeout: Duration.seconds(30),
    environment: {
      RECORDS_TABLE: to.records.tableName,
      SEND_QUEUE_URL: to.send.queueUrl,
      SEND_PRIORITY_QUEUE_URL: to.sendPriority.queueUrl,
      INPUTS_QUEUE_URL: to.inputs.queueUrl,
      JOBS_QUEUE_URL: to.jobs.queueUrl,
      BUS_NAME: to.bus.eventBusName,
    },
    grants: [
      {
        why: 'Lambda reads the stream in the name of the function',
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        resources: [streamArn],
      },
      sendTo(to.send, 'asks for marketing mail'),
      sendTo(to.sendPriority, 'asks for confirmation and transactional mail'),
      sendTo(
        to.inputs,
        'tells one profile what the commit of another asks of it: merging is two commits, never one write',
      ),
      sendTo(to.jobs, 'orders what an erasure leaves to do'),
      {
        why: 'publishes what `emit` steps of campaigns say, and own events that settings.yaml opts in to',
        actions: ['events:PutEvents'],
        resources: [to.bus.eventBusArn],
        // A customer's event is never its own.
        conditions: { 'ForAllValues:StringEquals': { 'events:source': ['heed', 'heed.workspace'] } },
      },
      mayWriteRecords(to.records, 'PutItem', ['person'], 'adds log rows of decisions and messages'),
      mayWriteRecords(
        to.records,
        'UpdateItem',
        ['person', 'counts', 'address'],
        'counts in the transaction of a log row, moves its status on; notes who holds an address',
      ),
      {
        why: 'Lambda keeps a record that failed to the end, in the name of the function',
        actions: ['s3:PutObject'],
        resources: [failures.arnForObjects('*')],
      },
      {
        why: 'Lambda checks that the bucket is there before it writes',
        actions: ['s3:ListBucket'],
        resources: [failures.bucketArn],
      },
    ],
  });
  Validations.of(relay).acknowledge({
    id: `AwsSolutions-IAM5[Resource::<${Stack.of(relay).getLogicalId(failures.node.defaultChild as CfnBucket)}.Arn>/*]`,
    reason: 'Lambda chooses the names of the objects; the bucket is made for nothing else.',
  });
  return { function: relay, mapping: streamMapping(relay, streamArn, failures) };
}

function streamMapping(relay: HeedFunction, streamArn: string, failures: IBucket): EventSourceMapping {
  return new EventSourceMapping(relay, 'Commits', {
    target: relay.lambda,
    eventSourceArn: streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    // Lambda's own default. A larger batch costs no less once it is full, and one that fails repeats the calls of all its commits
    // before it is halved.
    batchSize: 100,
    // A second more until the mail, a tenth of the invocations at a steady trickle of commits.
    maxBatchingWindow: Duration.seconds(1),
    // Order is kept a person (the partition key), so four batches of a shard can run at once.
    parallelizationFactor: 4,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    // Finite: a record that never works must not hold up its shard until it is lost after 24 hours.
    retryAttempts: 10,
    // The whole record, not its sequence number: see docs/decisions/0007-relay-failures.md.
    onFailure: { bind: () => ({ destination: failures.bucketArn }) },
    supportS3OnFailureDestination: true,
    // Counts what went to the failure destination; there is no queue whose depth an alarm could watch.
    metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
  });
}
