import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Instant } from '../../shared/kernel/instants.ts';
import { withoutWords } from './failures.ts';
import { logger, withLogger } from './logger.ts';

/** A message of a queue. `id` names it within the batch; `receipt` and `received` serve to give it back sooner or later. */
export interface QueueRecord {
  readonly id: string;
  readonly body: string;
  readonly queueArn: string;
  readonly receipt: string;
  /** How often it was received, this time included. */
  readonly received: number;
  /** When the queue took it; each delivery tells the same. */
  readonly sentAt: Instant;
}

export interface Invocation {
  /** Unique for each invocation: the claim of whoever may call SES. */
  readonly id: string;
  /** ms that are left of the function's timeout. */
  readonly remaining: () => number;
}

/** Handles a batch and gives the ids of the records that must come again; a throw brings back the whole batch. */
export type QueueUseCase = (records: readonly QueueRecord[], invocation: Invocation) => Promise<readonly string[]>;

interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** A Lambda on a queue with partial batch failures: what is named failed is delivered again, the rest is done. */
export function queueHandler(useCase: QueueUseCase) {
  const handle = async (event: SQSEvent, context: LambdaContext): Promise<SQSBatchResponse> => {
    const records = event.Records.map((record) => ({
      id: record.messageId,
      body: record.body,
      queueArn: record.eventSourceARN,
      receipt: record.receiptHandle,
      received: Number(record.attributes.ApproximateReceiveCount),
      sentAt: Number(record.attributes.SentTimestamp),
    }));
    const invocation = { id: context.awsRequestId, remaining: () => context.getRemainingTimeInMillis() };
    const failed = await useCase(records, invocation);
    logger.info('batch', { records: records.length, failed: failed.length });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
  return middy(withoutWords('a batch failed', handle) as never).use(withLogger);
}
