import { Duration } from 'aws-cdk-lib';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { HeedFunction } from '../heed-function.ts';
import type { Resources } from '../resources.ts';

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
    },
    grants: [
      {
        why: 'lifts a suppression at SES too (P-84); SES has no narrower resource for its list than *',
        actions: ['ses:DeleteSuppressedDestination'],
        resources: ['*'],
      },
      {
        why: 'shows and explains a profile; commits an erasure before it answers',
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        resources: [to.people.tableArn],
      },
      {
        why: 'reads timelines, counters and releases; publishes a release and moves the current one',
        actions: [
          'dynamodb:GetItem',
          'dynamodb:BatchGetItem',
          'dynamodb:Query',
          'dynamodb:PutItem',
          'dynamodb:UpdateItem',
        ],
        resources: [to.records.tableArn],
      },
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
    ],
  });
  Validations.of(api).acknowledge(
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
  return api;
}
