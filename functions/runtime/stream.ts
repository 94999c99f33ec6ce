import middy from '@middy/core';
import type { AttributeValue, DynamoDBStreamEvent } from 'aws-lambda';
import { logger, withLogger, withoutValues } from './logger.ts';

export type Image = Record<string, AttributeValue>;

/** A Lambda on a table's stream. A throw brings the batch back, halved until the one record that fails stands alone. */
export function streamHandler(useCase: (images: readonly Image[]) => Promise<void>) {
  const handle = async (event: DynamoDBStreamEvent) => {
    const images = event.Records.flatMap((record) => (record.dynamodb?.NewImage ? [record.dynamodb.NewImage] : []));
    try {
      await useCase(images);
      logger.info('batch', { records: event.Records.length });
      return { batchItemFailures: [] };
    } catch (error) {
      logger.error('a batch failed', { records: event.Records.length, error: withoutValues(error) });
      throw error;
    }
  };
  return middy(handle as never).use(withLogger);
}
