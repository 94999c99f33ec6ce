import middy from '@middy/core';
import type { AttributeValue, DynamoDBStreamEvent } from 'aws-lambda';
import { withoutWords } from './failures.ts';
import { logger, withLogger } from './logger.ts';

export type Image = Record<string, AttributeValue>;

/** One record of the stream: the row as it was written, or the key of one that was deleted. */
export interface StreamChange {
  readonly image: Image;
  readonly removed: boolean;
}

/** A Lambda on a table's stream. A throw brings the batch back, halved until the one record that fails stands alone. */
export function streamHandler(useCase: (changes: readonly StreamChange[]) => Promise<void>) {
  const handle = async (event: DynamoDBStreamEvent) => {
    const changes = event.Records.flatMap(({ eventName, dynamodb }): StreamChange[] => {
      if (dynamodb?.NewImage) return [{ image: dynamodb.NewImage, removed: false }];
      return eventName === 'REMOVE' && dynamodb?.Keys ? [{ image: dynamodb.Keys, removed: true }] : [];
    });
    await useCase(changes);
    logger.info('batch', { records: event.Records.length });
    return { batchItemFailures: [] };
  };
  return middy(withoutWords('a batch failed', handle) as never).use(withLogger);
}
