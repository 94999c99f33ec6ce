import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { RetryableError } from '../kernel/errors.ts';

/** How many messages wait in a queue or are at work, about: what SQS says lags by seconds. Rejects with RetryableError. */
export type QueueDepth = () => Promise<number>;

const COUNTED = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;

export function sqsQueueDepth(client: SQSClient, queueUrl: string): QueueDepth {
  return async () => {
    const call = { QueueUrl: queueUrl, AttributeNames: [...COUNTED] };
    const { Attributes = {} } = await client.send(new GetQueueAttributesCommand(call)).catch((error: unknown) => {
      throw new RetryableError(`queue ${queueUrl.split('/').at(-1)} did not answer as it should`, { cause: error });
    });
    return COUNTED.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  };
}
