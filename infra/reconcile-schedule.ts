import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { HeedFunction } from './heed-function.ts';

/** Each day, counted from the deployment and in no time zone (P-91): it is about 24 hours, not about an hour of the day. */
export function reconcileSchedule(
  scope: Construct,
  prefix: string,
  reconcile: HeedFunction,
  undelivered: IQueue,
): CfnRule {
  const rule = new CfnRule(scope, 'EachDay', {
    name: `${prefix}-reconcile`,
    description: 'Compares with SES each day',
    scheduleExpression: 'rate(1 day)',
    targets: [{ id: 'reconcile', arn: reconcile.lambda.functionArn, deadLetterConfig: { arn: undelivered.queueArn } }],
  });
  new CfnPermission(scope, 'EachDayMayInvoke', {
    action: 'lambda:InvokeFunction',
    functionName: reconcile.lambda.functionArn,
    principal: 'events.amazonaws.com',
    sourceArn: rule.attrArn,
  });
  return rule;
}
