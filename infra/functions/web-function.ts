import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HeedFunction } from '../heed-function.ts';
import type { Resources } from '../resources.ts';
import { sendTo } from './queue-grants.ts';
import { mayWriteRecords } from './records-grants.ts';

/** The public pages: subscribe, confirm, unsubscribe, preferences, not-me. */
export function webFunction(scope: Construct, to: Resources): HeedFunction {
  return new HeedFunction(scope, 'Web', {
    name: 'web',
    prefix: to.prefix,
    description: 'Public pages of consent and preferences',
    code: to.code,
    // Its bundle loads in 126 ms of a whole core (bench/RESULTS.md), so in less than half a second of this 0.29 of one. With half the memory
    // a cold start takes twice that, and somebody waits for a page.
    memorySize: 512,
    // A mail provider's one-click request gives up earlier than this.
    timeout: Duration.seconds(10),
    environment: {
      PEOPLE_TABLE: to.people.tableName,
      RECORDS_TABLE: to.records.tableName,
      INPUTS_QUEUE_URL: to.inputs.queueUrl,
      MAC_KEY_ID: to.macKey.keyArn,
    },
    grants: [
      {
        why: 'loads the person of a link and commits the withdrawal before it answers',
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        resources: [to.people.tableArn],
      },
      {
        why: 'reads page texts and address rows, and evidence and log for an export',
        actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
        resources: [to.records.tableArn],
      },
      mayWriteRecords(to.records, 'PutItem', ['person'], 'adds ledger rows in the commit'),
      mayWriteRecords(
        to.records,
        'UpdateItem',
        ['address', 'signUpSources'],
        'writes stop-everything, resumption and blocks on address rows; remembers which questions of the form were answered (P-35)',
      ),
      sendTo(to.inputs, 'hands sign-ups over, so that the answer takes the same time for every address (P-33)'),
      { why: 'verifies link tokens (P-29)', actions: ['kms:GenerateMac'], resources: [to.macKey.keyArn] },
    ],
  });
}
