import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Grant } from '../heed-function.ts';

/** What an event source mapping does in the function's name, plus the back-off of a conflict. */
export function mayConsume(queue: IQueue): Grant {
  return {
    why: 'Lambda receives, deletes and counts in the name of the function; a conflict comes back later',
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
    resources: [queue.queueArn],
  };
}

/** Permission to put messages into one queue. */
export function sendTo(queue: IQueue, why: string): Grant {
  return { why, actions: ['sqs:SendMessage'], resources: [queue.queueArn] };
}
