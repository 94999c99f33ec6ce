import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HeedFunction } from '../heed-function.ts';
import type { Resources } from '../resources.ts';
import { sendTo } from './queue-grants.ts';

/** The public pages: subscribe, confirm, unsubscribe, preferences, not-me. */
export function webFunction(scope: Construct, to: Resources): HeedFunction {
  return new HeedFunction(scope, 'Web', {
    name: 'web',
    prefix: to.prefix,
    description: 'Public pages of consent and preferences',
    code: to.code,
    memorySize: 512,
    // A mail provider's one-click request gives up earlier than this.
    timeout: Duration.seconds(10),
    environment: {
      PEOPLE_TABLE: to.people.tableName,
      RECORDS_TABLE: to.records.tableName,
      INPUTS_QUEUE_URL: to.inputs.queueUrl,
      MAC_KEY_ID: to.macKey.keyArn,
      LINK_ORIGIN: to.linkOrigin,
    },
    grants: [
      {
        why: 'loads the person of a link and commits the withdrawal before it answers',
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        resources: [to.people.tableArn],
      },
      {
        why: 'reads page texts and address rows, and evidence and log for an export; writes ledger rows and stop-everything',
        actions: [
          'dynamodb:GetItem',
          'dynamodb:BatchGetItem',
          'dynamodb:Query',
          'dynamodb:PutItem',
          'dynamodb:UpdateItem',
        ],
        resources: [to.records.tableArn],
      },
      sendTo(to.inputs, 'hands sign-ups over, so that the answer takes the same time for every address (P-33)'),
      { why: 'verifies link tokens (P-29)', actions: ['kms:GenerateMac'], resources: [to.macKey.keyArn] },
    ],
  });
}
