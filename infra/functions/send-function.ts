import { Duration } from 'aws-cdk-lib';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { type Grant, HeedFunction } from '../heed-function.ts';
import type { Resources } from '../resources.ts';
import { consumeQueue } from './consume-queue.ts';
import { mayConsume, sendTo } from './queue-grants.ts';
import { mayWriteRecords } from './records-grants.ts';

/** Ten mails, each with its wait for a slot of the SES rate. */
export const SEND_TIMEOUT = Duration.seconds(60);

/** Sends mail: claims a message on the person's version, calls SES once, writes down the outcome. */
export function sendFunction(scope: Construct, to: Resources): HeedFunction {
  const send = new HeedFunction(scope, 'Send', {
    name: 'send',
    prefix: to.prefix,
    description: 'Renders, claims and sends messages within the SES rate',
    code: to.code,
    // 0.29 of a core (1,769 MB are one). A mail takes 3.2 ms of a whole one (bench/RESULTS.md), so ten some 110 ms here, and most of a
    // batch is waiting for SES: more memory would be paid for while nothing is computed.
    memorySize: 512,
    timeout: SEND_TIMEOUT,
    environment: {
      PEOPLE_TABLE: to.people.tableName,
      RECORDS_TABLE: to.records.tableName,
      SEND_QUEUE_URL: to.send.queueUrl,
      SEND_PRIORITY_QUEUE_URL: to.sendPriority.queueUrl,
      MAC_KEY_ID: to.macKey.keyArn,
      LINK_ORIGIN: to.linkOrigin,
      MARKETING_CONFIGURATION_SET: to.marketing.configurationSetName,
      TRANSACTIONAL_CONFIGURATION_SET: to.transactional.configurationSetName,
      ...(to.allowedRecipients && { ALLOWED_RECIPIENTS: to.allowedRecipients.join(',') }),
    },
    grants: [...storeGrants(to), ...queueGrants(to), ...mailGrants(to)],
  });
  acknowledgeWildcards(send);
  // A mapping each, so that a broadcast in `send` never stands before a confirmation. SES accepts so many a second;
  // more concurrency would only wait for slots, and pay for it. No window: a mail that is asked for goes out at once.
  consumeQueue(send, 'Priority', { queue: to.sendPriority, batchSize: 10, maxConcurrency: 10 });
  consumeQueue(send, 'Marketing', { queue: to.send, batchSize: 10, maxConcurrency: 20 });
  return send;
}

function storeGrants(to: Resources): Grant[] {
  return [
    {
      why: 'loads the people of a batch, or one of them, commits the claim and the outcome',
      actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem'],
      resources: [to.people.tableArn],
    },
    {
      why: 'reads templates, address rows, sign-ups (P-35) and spam rates (P-83)',
      actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
      resources: [to.records.tableArn],
    },
    mayWriteRecords(to.records, 'PutItem', ['person'], 'adds ledger rows in a commit, such as of a consent that ended'),
    mayWriteRecords(
      to.records,
      'UpdateItem',
      ['pace', 'address'],
      'leases slots of the rate (P-77), reserves caps of shared addresses',
    ),
  ];
}

function queueGrants(to: Resources): Grant[] {
  return [
    mayConsume(to.sendPriority),
    mayConsume(to.send),
    sendTo(to.sendPriority, 're-enqueues with a delay what does not fit into the rate'),
    sendTo(to.send, 're-enqueues with a delay what does not fit into the rate'),
  ];
}

function mailGrants(to: Resources): Grant[] {
  return [
    {
      why: 'sends from our identity, and only with one of our configuration sets: SES asks for both',
      actions: ['ses:SendEmail'],
      resources: [...to.senderIdentities, to.marketing.arn, to.transactional.arn],
      // P-88: a stage for trials cannot write to customers, whatever its data and its code say.
      ...(to.allowedRecipients && {
        conditions: { 'ForAllValues:StringLike': { 'ses:Recipients': [...to.allowedRecipients] } },
      }),
    },
    {
      why: 'reads the sending rate and the daily quota; SES has no narrower resource for an account than *',
      actions: ['ses:GetAccount'],
      resources: ['*'],
    },
    { why: 'signs links (P-29) and address tags (P-59)', actions: ['kms:GenerateMac'], resources: [to.macKey.keyArn] },
  ];
}

function acknowledgeWildcards(send: HeedFunction): void {
  Validations.of(send).acknowledge(
    {
      id: 'Serverless-LambdaStarPermissions',
      reason: 'Only ses:GetAccount, which has no resource of its own; it reads the rate and changes nothing.',
    },
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'ses:GetAccount, the rate and the quota, has no resource of its own; it reads and changes nothing.',
    },
    {
      id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]',
      reason:
        'Without a senderDomain the operator brings the verified identity, whose name is unknown here; give senderDomain to narrow it.',
    },
  );
}
