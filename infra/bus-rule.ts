import { CfnRule, type IEventBus } from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export type BusRuleProps = {
  readonly prefix: string;
  readonly bus: IEventBus;
  readonly inputs: IQueue;
  readonly undelivered: IQueue;
};

/**
 * The one rule of the bus: every source but `heed`, whose events are inputs already.
 * A rule an event type would count against the 300 of a bus and need a deployment for each new type.
 */
export function busRule(scope: Construct, props: BusRuleProps): CfnRule {
  return new CfnRule(scope, 'CustomerEvents', {
    name: `${props.prefix}-customer-events`,
    description: 'Everything but the own events of heed, to the inputs',
    eventBusName: props.bus.eventBusName,
    eventPattern: { source: [{ 'anything-but': 'heed' }] },
    targets: [{ id: 'inputs', arn: props.inputs.queueArn, deadLetterConfig: { arn: props.undelivered.queueArn } }],
  });
}
