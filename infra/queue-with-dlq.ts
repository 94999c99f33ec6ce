import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

/** Customer events rest encrypted for at most 14 days, wherever they rest (P-57). */
const LONGEST_RETENTION = Duration.days(14);

/**
 * A queue whose messages wait for a person, not for a function: dead letters and what could not be read.
 * It has no dead-letter queue of its own; an alarm watches its depth.
 */
export function terminalQueue(scope: Construct, id: string, queueName: string): Queue {
  const queue = new Queue(scope, id, {
    queueName,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: LONGEST_RETENTION,
  });
  Validations.of(queue).acknowledge(
    { id: 'AwsSolutions-SQS3', reason: 'The end of the line: an operator empties it, no function consumes it.' },
    {
      id: 'Serverless-SQSRedrivePolicy',
      reason: 'The end of the line: an operator empties it, no function consumes it.',
    },
  );
  return queue;
}

export type QueueWithDlqProps = {
  readonly queueName: string;
  /** Longest run of the function that consumes the queue. */
  readonly consumerTimeout: Duration;
  /** Deliveries before a message counts as dead. */
  readonly maxReceiveCount: number;
};

/** A queue that a function consumes, with the queue of those messages that the function failed on too often. */
export class QueueWithDlq extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: QueueWithDlqProps) {
    super(scope, id);
    this.deadLetters = terminalQueue(this, 'DeadLetters', `${props.queueName}-dead`);
    this.queue = new Queue(this, 'Queue', {
      queueName: props.queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: LONGEST_RETENTION,
      // Lambda asks for six times the function's timeout, so that a throttled batch is not delivered twice meanwhile.
      visibilityTimeout: Duration.seconds(6 * props.consumerTimeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.maxReceiveCount },
    });
  }
}
