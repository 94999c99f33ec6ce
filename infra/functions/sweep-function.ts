import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { DUE_INDEX } from '../../shared/table/keys.ts';
import { HeedFunction } from '../heed-function.ts';
import type { Resources } from '../resources.ts';
import { sendTo } from './queue-grants.ts';
import { mayWriteRecords } from './records-grants.ts';

/** Finds who is due and puts their ids into `inputs`; starts the broadcasts whose moment came. */
export function sweepFunction(scope: Construct, to: Resources): HeedFunction {
  return new HeedFunction(scope, 'Sweep', {
    name: 'sweep',
    prefix: to.prefix,
    description: 'Enqueues who is due and starts broadcasts, each minute',
    code: to.code,
    // 64 queries for keys and the ids of who is due: a thousand of them take less than a millisecond to put together (bench/RESULTS.md).
    // It runs 43,200 times a month for an idle heed too, so that memory is what it costs.
    memorySize: 256,
    // Below the minute of its schedule, so that a slow sweep ends before the next one starts.
    timeout: Duration.seconds(50),
    // Two at once would enqueue the same people twice.
    reservedConcurrentExecutions: 1,
    environment: {
      PEOPLE_TABLE: to.people.tableName,
      RECORDS_TABLE: to.records.tableName,
      INPUTS_QUEUE_URL: to.inputs.queueUrl,
      JOBS_QUEUE_URL: to.jobs.queueUrl,
    },
    grants: [
      {
        why: 'reads who is due; the index holds keys only, no personal data',
        actions: ['dynamodb:Query'],
        resources: [`${to.people.tableArn}/index/${DUE_INDEX}`],
      },
      {
        why: 'reads the release, its plan and how far shards were asked',
        actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem'],
        resources: [to.records.tableArn],
      },
      mayWriteRecords(
        to.records,
        'PutItem',
        ['plan', 'crowdJobs', 'sweep'],
        'notes the plan, the jobs it starts, and how far shards were asked',
      ),
      sendTo(to.inputs, 'enqueues the ids of those who are due'),
      {
        why: 'asks nobody a second time while many inputs wait',
        actions: ['sqs:GetQueueAttributes'],
        resources: [to.inputs.queueArn],
      },
      sendTo(to.jobs, 'starts the broadcasts that are due'),
    ],
  });
}
