import type { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DECIDE_TIMEOUT } from './functions/decide-function.ts';
import { JOBS_TIMEOUT } from './functions/jobs-function.ts';
import { SEND_TIMEOUT } from './functions/send-function.ts';
import { QueueWithDlq, terminalQueue } from './queue-with-dlq.ts';

/** The queues between the functions, and those where something waits for an operator. */
export class Queues extends Construct {
  readonly inputs: QueueWithDlq;
  readonly sendPriority: QueueWithDlq;
  readonly send: QueueWithDlq;
  /** Background work, a page a message. */
  readonly jobs: QueueWithDlq;
  /** What could not be read, with the reason. */
  readonly rejected: Queue;
  /** Customer events that EventBridge could not put into `inputs`, and ticks of the sweep it could not deliver. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, prefix: string) {
    super(scope, id);
    this.inputs = new QueueWithDlq(this, 'Inputs', {
      queueName: `${prefix}-inputs`,
      consumerTimeout: DECIDE_TIMEOUT,
      // A conflict counts as a delivery too, and a popular person has many.
      maxReceiveCount: 10,
    });
    this.sendPriority = this.sendQueue('SendPriority', `${prefix}-send-priority`);
    this.send = this.sendQueue('Send', `${prefix}-send`);
    this.jobs = new QueueWithDlq(this, 'Jobs', {
      queueName: `${prefix}-jobs`,
      consumerTimeout: JOBS_TIMEOUT,
      // Given back after seconds, later minutes: together an hour, so that a table that is down for a while stops no erasure.
      maxReceiveCount: 30,
    });
    this.rejected = terminalQueue(this, 'Rejected', `${prefix}-rejected`);
    this.undelivered = terminalQueue(this, 'Undelivered', `${prefix}-undelivered`);
  }

  private sendQueue(id: string, queueName: string): QueueWithDlq {
    return new QueueWithDlq(this, id, { queueName, consumerTimeout: SEND_TIMEOUT, maxReceiveCount: 5 });
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
