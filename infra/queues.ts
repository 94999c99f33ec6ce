import type { Duration } from 'aws-cdk-lib';
import type { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { HEALS_WITHIN, triesThrough } from '../shared/kernel/back-off.ts';
import { DECIDE_TIMEOUT } from './functions/decide-function.ts';
import { JOBS_TIMEOUT } from './functions/jobs-function.ts';
import { SEND_TIMEOUT } from './functions/send-function.ts';
import { QueueWithDlq, terminalQueue } from './queue-with-dlq.ts';

/**
 * How often a message is delivered before it counts as dead: 35 times, because the waits between them (`backOff`) then are an hour
 * together. DynamoDB, KMS or SES may be away so long and nothing has to be redriven by hand; a lost race, which counts as a
 * delivery too, is won long before. Fewer and later ones would do, at the price of waits above two minutes when all is well again. Until
 * a message is dead the alarm `deliveries-repeated` tells of it.
 *
 * So it is where the function gives its records back. Where it dies instead (it runs out of time or memory, does not start, throws),
 * each wait is the visibility timeout, six runs of the function: 3 minutes in `inputs`, 6 in `send` and `send-priority`, 12 in `jobs`. 35 of
 * them are 1.75, 3.5 and 7 hours, and until then it is `<function>-errors` that tells (`onErrorsOfConsumer`).
 */
const MOST_DELIVERIES = triesThrough(HEALS_WITHIN);

/** The queues between the functions, and those where something waits for an operator. */
export class Queues extends Construct {
  readonly inputs: QueueWithDlq;
  readonly sendPriority: QueueWithDlq;
  readonly send: QueueWithDlq;
  /** Background work, a page a message. */
  readonly jobs: QueueWithDlq;
  /** What could not be read, with the reason. */
  readonly rejected: Queue;
  /** Customer events that EventBridge could not put into `inputs`, and ticks of the sweep and of the reconciliation it could not deliver. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, prefix: string) {
    super(scope, id);
    const queue = (of: string, name: string, consumerTimeout: Duration) =>
      new QueueWithDlq(this, of, { queueName: `${prefix}-${name}`, consumerTimeout, maxReceiveCount: MOST_DELIVERIES });
    this.inputs = queue('Inputs', 'inputs', DECIDE_TIMEOUT);
    this.sendPriority = queue('SendPriority', 'send-priority', SEND_TIMEOUT);
    this.send = queue('Send', 'send', SEND_TIMEOUT);
    this.jobs = queue('Jobs', 'jobs', JOBS_TIMEOUT);
    this.rejected = terminalQueue(this, 'Rejected', `${prefix}-rejected`);
    this.undelivered = terminalQueue(this, 'Undelivered', `${prefix}-undelivered`);
  }
}

/** Lets EventBridge put messages into a queue for these rules, and for no rule of somebody else's. */
export function acceptFrom(queue: Queue, rules: readonly CfnRule[]): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rules.map((rule) => rule.attrArn) } },
    }),
  );
}
