import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { HeedFunction } from './heed-function.ts';

/**
 * Each minute, in no time zone: a cron in a local zone would skip the hour that a spring night has not (P-91).
 * A rule rather than EventBridge Scheduler: the permission stands on the function and names this rule, where a
 * schedule would need one more role. People's own times are timers on their rows, never schedules.
 */
export function sweepSchedule(scope: Construct, prefix: string, sweep: HeedFunction, undelivered: IQueue): CfnRule {
  const rule = new CfnRule(scope, 'EachMinute', {
    name: `${prefix}-sweep`,
    description: 'Asks each minute who is due',
    scheduleExpression: 'rate(1 minute)',
    targets: [
      {
        id: 'sweep',
        arn: sweep.lambda.functionArn,
        deadLetterConfig: { arn: undelivered.queueArn },
        // A tick is worth nothing when the next one has come.
        retryPolicy: { maximumRetryAttempts: 1, maximumEventAgeInSeconds: 60 },
      },
    ],
  });
  new CfnPermission(scope, 'EachMinuteMayInvoke', {
    action: 'lambda:InvokeFunction',
    functionName: sweep.lambda.functionArn,
    principal: 'events.amazonaws.com',
    sourceArn: rule.attrArn,
  });
  return rule;
}
