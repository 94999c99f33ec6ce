import type { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Validations } from 'aws-cdk-lib/core';
import type { HeedFunction } from '../heed-function.ts';

export type Consumption = {
  readonly queue: IQueue;
  readonly batchSize: number;
  readonly maxBatchingWindow?: Duration;
  readonly maxConcurrency: number;
};

/** Lets a function consume a queue; only the messages it names as failed are delivered again. */
export function consumeQueue(consumer: HeedFunction, id: string, from: Consumption): void {
  const { queue, ...batching } = from;
  const mapping = new EventSourceMapping(consumer, id, {
    target: consumer.lambda,
    eventSourceArn: queue.queueArn,
    reportBatchItemFailures: true,
    ...batching,
  });
  Validations.of(mapping).acknowledge({
    id: 'Serverless-LambdaEventSourceMappingDestination',
    reason: 'A queue has no such destination: what keeps failing goes to the dead-letter queue of the queue itself.',
  });
}
