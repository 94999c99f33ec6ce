import { Duration } from 'aws-cdk-lib';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { HeedFunction } from '../heed-function.ts';
import type { Resources } from '../resources.ts';
import { mayWriteRecords } from './records-grants.ts';

/** What the events of SES left out: its suppression list into our address rows, and sends without an end (P-80). */
export function reconcileFunction(scope: Construct, to: Resources): HeedFunction {
  const reconcile = new HeedFunction(scope, 'Reconcile', {
    name: 'reconcile',
    prefix: to.prefix,
    description: 'Compares with SES each day',
    code: to.code,
    // To read a row takes 27 µs of a whole core (bench/RESULTS.md): of a million people 27 s, at 0.29 of a core a minute and a half.
    memorySize: 512,
    // The longest that Lambda allows: a page of SES's list takes a second (P-79), a million people two minutes.
    timeout: Duration.minutes(15),
    environment: {
      PEOPLE_TABLE: to.people.tableName,
      RECORDS_TABLE: to.records.tableName,
      MAC_KEY_ID: to.macKey.keyArn,
      // P-87. Mail of the laptop never leaves it, and neither do questions about its sender.
      LOOK_UP_SENDERS: to.looksUpSenders ? 'yes' : 'no',
    },
    grants: [
      {
        why: 'reads who SES has suppressed; SES has no narrower resource for its list than *',
        actions: ['ses:ListSuppressedDestinations'],
        resources: ['*'],
      },
      {
        why: 'reads how far it came, the sender domains of the release (P-87) and spam rates (P-83)',
        actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
        resources: [to.records.tableArn],
      },
      mayWriteRecords(to.records, 'PutItem', ['job'], 'remembers how far it came'),
      mayWriteRecords(
        to.records,
        'UpdateItem',
        ['address', 'pace'],
        'writes suppressions into address rows, waits for its turn at SES (P-79)',
      ),
      {
        why: 'looks through everybody for sends without an end; two cents a day for a million people',
        actions: ['dynamodb:Scan'],
        resources: [to.people.tableArn],
      },
      {
        why: 'reads under which names our DKIM keys and the return path must be in DNS (P-87)',
        actions: ['ses:GetEmailIdentity'],
        resources: [...to.senderIdentities],
      },
      { why: 'derives the keys of address hashes (P-59)', actions: ['kms:GenerateMac'], resources: [to.macKey.keyArn] },
    ],
  });
  Validations.of(reconcile).acknowledge(
    {
      id: 'Serverless-LambdaStarPermissions',
      reason: 'Only ses:ListSuppressedDestinations, which has no resource of its own; it changes nothing.',
    },
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'ses:ListSuppressedDestinations has no resource of its own; it reads and changes nothing.',
    },
    {
      id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]',
      reason:
        'Without a senderDomain the operator brings the verified identity, whose name is unknown here; it is only read.',
    },
  );
  return reconcile;
}
