import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HeedFunction } from '../heed-function.ts';
import type { Resources } from '../resources.ts';
import { consumeQueue } from './consume-queue.ts';
import { mayConsume, sendTo } from './queue-grants.ts';
import { mayWriteRecords } from './records-grants.ts';

/** 50 inputs of 1 s take some 300 ms; a cold start behind throttled tables stays far below. */
export const DECIDE_TIMEOUT = Duration.seconds(30);

/** Folds inputs into persons: queue `inputs` in, one conditional put a person out. */
export function decideFunction(scope: Construct, to: Resources): HeedFunction {
  const decide = new HeedFunction(scope, 'Decide', {
    name: 'decide',
    prefix: to.prefix,
    description: 'Decides what an input means for a person, and commits it',
    code: to.code,
    // 0.29 of a core (1,769 MB are one): an event takes 0.55 ms of a whole one, so a batch of 50 some 100 ms here, and the rest is
    // waiting for DynamoDB. GB-seconds are nine cents of a million events, all functions together (bench/RESULTS.md).
    memorySize: 512,
    timeout: DECIDE_TIMEOUT,
    environment: {
      PEOPLE_TABLE: to.people.tableName,
      RECORDS_TABLE: to.records.tableName,
      INPUTS_QUEUE_URL: to.inputs.queueUrl,
      REJECTED_QUEUE_URL: to.rejected.queueUrl,
      MAC_KEY_ID: to.macKey.keyArn,
    },
    grants: [
      {
        why: 'reads the people of a batch, or one of them again, and commits the next version',
        actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem'],
        resources: [to.people.tableArn],
      },
      {
        why: 'reads the workspace and address rows',
        actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem'],
        resources: [to.records.tableArn],
      },
      mayWriteRecords(
        to.records,
        'PutItem',
        ['person', 'switchLog'],
        'adds ledger rows in the commit, and the reason for which a template was switched off',
      ),
      mayWriteRecords(
        to.records,
        'UpdateItem',
        ['address', 'signUps', 'signUpSources', 'switches', 'refusals'],
        'writes address-level facts (P-52); counts sign-ups (P-35), and refusals until a template is switched off (P-82)',
      ),
      mayConsume(to.inputs),
      sendTo(to.inputs, 'lets an open or click come again when its neighbours had the time to arrive (P-24)'),
      sendTo(to.rejected, 'sets aside what cannot be parsed, with its reason'),
      { why: 'derives the keys of address hashes (P-59)', actions: ['kms:GenerateMac'], resources: [to.macKey.keyArn] },
    ],
  });
  consumeQueue(decide, 'Inputs', {
    queue: to.inputs,
    // A batch costs one invocation and lets inputs of one person share a write; above 10 Lambda wants a window of 1 s.
    batchSize: 50,
    maxBatchingWindow: Duration.seconds(1),
    // An import of a million events must not take the account's concurrency away from the unsubscribe page.
    maxConcurrency: 100,
  });
  return decide;
}
