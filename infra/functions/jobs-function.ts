import { Duration } from 'aws-cdk-lib';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { type Grant, HeedFunction } from '../heed-function.ts';
import type { Resources } from '../resources.ts';
import { consumeQueue } from './consume-queue.ts';
import { mayConsume, sendTo } from './queue-grants.ts';
import { mayWriteRecords } from './records-grants.ts';

/** A page of an erasure looks at up to a thousand messages of each queue where something rests. */
export const JOBS_TIMEOUT = Duration.seconds(120);

/** Background work of any length, a page a message. The only function that may delete an item. */
export function jobsFunction(scope: Construct, to: Resources): HeedFunction {
  const { resting } = to;
  const jobs = new HeedFunction(scope, 'Jobs', {
    name: 'jobs',
    prefix: to.prefix,
    description: 'Background work, a page a message: erasures, terms of evidence, liftings, broadcasts',
    code: to.code,
    // As `decide`: it waits for its calls. A page of people is at most 1 MB of rows.
    memorySize: 512,
    timeout: JOBS_TIMEOUT,
    environment: {
      PEOPLE_TABLE: to.people.tableName,
      RECORDS_TABLE: to.records.tableName,
      JOBS_QUEUE_URL: to.jobs.queueUrl,
      INPUTS_QUEUE_URL: to.inputs.queueUrl,
      REJECTED_QUEUE_URL: to.rejected.queueUrl,
      UNDELIVERED_QUEUE_URL: resting.undelivered.queueUrl,
      INPUTS_DEAD_QUEUE_URL: resting.inputsDead.queueUrl,
      SEND_DEAD_QUEUE_URL: resting.sendDead.queueUrl,
      SEND_PRIORITY_DEAD_QUEUE_URL: resting.sendPriorityDead.queueUrl,
      MAC_KEY_ID: to.macKey.keyArn,
    },
    grants: [
      mayConsume(to.jobs),
      sendTo(to.jobs, 'orders the next page of a job'),
      sendTo(to.inputs, 'hands everybody to decide: broadcasts, and what `existing-too` arms'),
      {
        why: 'waits with a broadcast while other inputs wait',
        actions: ['sqs:GetQueueAttributes'],
        resources: [to.inputs.queueArn],
      },
      { why: 'reads who everybody is, a page at a time', actions: ['dynamodb:Scan'], resources: [to.people.tableArn] },
      ...storeGrants(to),
      ...restingGrants(to),
      {
        why: 'lifts a suppression at SES too (P-84); SES has no narrower resource for its list than *',
        actions: ['ses:DeleteSuppressedDestination'],
        resources: ['*'],
      },
      {
        why: 'finds the address of a sign-up that rests, and names who was erased (P-59)',
        actions: ['kms:GenerateMac'],
        resources: [to.macKey.keyArn],
      },
    ],
  });
  Validations.of(jobs).acknowledge(
    {
      id: 'Serverless-LambdaStarPermissions',
      reason: 'Only ses:DeleteSuppressedDestination, which has no resource of its own.',
    },
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'ses:DeleteSuppressedDestination has no resource of its own; a person with a written reason calls for it.',
    },
  );
  // One message a batch: a page that fails repeats nothing else. A few at once are plenty for work that may take its time.
  consumeQueue(jobs, 'Jobs', { queue: to.jobs, batchSize: 1, maxConcurrency: 5 });
  return jobs;
}

function storeGrants(to: Resources): Grant[] {
  return [
    {
      why: 'loads who is to be erased and deletes the row on its version',
      actions: ['dynamodb:GetItem', 'dynamodb:DeleteItem'],
      resources: [to.people.tableArn],
    },
    {
      why: 'reads evidence, log, address rows and progress',
      actions: ['dynamodb:Query', 'dynamodb:GetItem'],
      resources: [to.records.tableArn],
    },
    mayWriteRecords(to.records, 'PutItem', ['erased', 'job'], 'puts a proof in the place of evidence, keeps progress'),
    mayWriteRecords(to.records, 'DeleteItem', ['person'], 'deletes evidence that a proof replaces, and the log'),
    mayWriteRecords(
      to.records,
      'UpdateItem',
      ['person', 'address', 'pace', 'crowdJobs'],
      'sets the term of evidence, frees and lifts the address row, waits for its turn at SES (P-79), tells how far work over everybody is',
    ),
  ];
}

/** An erasure reaches what waits for an operator too (P-56). */
function restingGrants(to: Resources): Grant[] {
  const { undelivered, inputsDead, sendDead, sendPriorityDead } = to.resting;
  return [to.rejected, undelivered, inputsDead, sendDead, sendPriorityDead].map((queue) => ({
    why: 'looks through what rests, deletes what is about an erased person, puts back what is left of a batch',
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:SendMessage'],
    resources: [queue.queueArn],
  }));
}
