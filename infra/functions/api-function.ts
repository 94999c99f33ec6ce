import { Duration } from 'aws-cdk-lib';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { HeedFunction } from '../heed-function.ts';
import type { Resources } from '../resources.ts';
import { sendTo } from './queue-grants.ts';
import { mayWriteRecords } from './records-grants.ts';

/** The authorised API: events, profiles, explain, workspace, reports. */
export function apiFunction(scope: Construct, to: Resources): HeedFunction {
  const api = new HeedFunction(scope, 'Api', {
    name: 'api',
    prefix: to.prefix,
    description: 'The authorised API',
    code: to.code,
    // Publishing compiles every MJML template: the only work here that is CPU.
    memorySize: 1024,
    // An HTTP API gives up after 30 seconds; an error of ours says more than its own.
    timeout: Duration.seconds(29),
    environment: {
      PEOPLE_TABLE: to.people.tableName,
      RECORDS_TABLE: to.records.tableName,
      BUS_NAME: to.bus.eventBusName,
      MAC_KEY_ID: to.macKey.keyArn,
      LINK_ORIGIN: to.linkOrigin,
      REJECTED_QUEUE_URL: to.rejected.queueUrl,
      INPUTS_QUEUE_URL: to.inputs.queueUrl,
      JOBS_QUEUE_URL: to.jobs.queueUrl,
      ...(to.allowedRecipients && { ALLOWED_RECIPIENTS: to.allowedRecipients.join(',') }),
    },
    grants: [
      sendTo(
        to.jobs,
        'orders the lifting of a suppression, which SES takes once a second (P-79); starts what a publication asks of everybody, resumes jobs',
      ),
      {
        why: 'shows and explains a profile; commits an erasure before it answers',
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        resources: [to.people.tableArn],
      },
      {
        why: 'counts whom a campaign reaches, a page a call',
        actions: ['dynamodb:Scan'],
        resources: [to.people.tableArn],
      },
      {
        why: 'reads timelines, counters and releases',
        actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
        resources: [to.records.tableArn],
      },
      mayWriteRecords(
        to.records,
        'PutItem',
        ['workspace', 'definitions', 'plan', 'crowdJobs'],
        'publishes a release, moves the current one, and plans and starts what it asks of everybody',
      ),
      mayWriteRecords(
        to.records,
        'PutItem',
        ['person', 'spamRates', 'switchLog'],
        'adds ledger rows in a commit; notes what Gmail says (P-83), and who threw a switch',
      ),
      mayWriteRecords(
        to.records,
        'UpdateItem',
        ['workspace', 'crowdJobs', 'switches'],
        'activates a release; stops and resumes jobs; switches templates on again (P-82)',
      ),
      {
        why: 'publishes the events of POST /api/events, under its own name',
        actions: ['events:PutEvents'],
        resources: [to.bus.eventBusArn],
        conditions: { 'ForAllValues:StringEquals': { 'events:source': ['heed.api'] } },
      },
      {
        why: 'finds profiles by address (P-59) and shows their links (P-29)',
        actions: ['kms:GenerateMac'],
        resources: [to.macKey.keyArn],
      },
      {
        why: 'sends tests to the staff, from our identity and with no configuration set, so that nothing counts them',
        actions: ['ses:SendEmail'],
        resources: [...to.senderIdentities],
        // P-88: as for every other mail of such a stage.
        ...(to.allowedRecipients && {
          conditions: { 'ForAllValues:StringLike': { 'ses:Recipients': [...to.allowedRecipients] } },
        }),
      },
      {
        why: 'shows what was rejected, and takes it away once it was handed to the inputs again',
        actions: ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'],
        resources: [to.rejected.queueArn],
      },
      sendTo(to.inputs, 'replays what was rejected, on the word of an operator'),
    ],
  });
  Validations.of(api).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]',
    reason:
      'Without a senderDomain the operator brings the verified identity, whose name is unknown here; give senderDomain to narrow it.',
  });
  return api;
}
