import { logger } from './logger.ts';

/** Counts one of something; the function's name is the only dimension. */
export function countOne(metric: 'SignUpsDropped' | 'SignUpBreaker' | 'TicketEvents' | 'Notices'): void {
  count(metric, 1, {});
}

/** Counts mails that go back into the queue of this name, because the rate has no room for them. */
export function countPutBack(queue: string, mails: number): void {
  count('SendsPutBack', mails, { queue });
}

/**
 * Counts in CloudWatch, by a line of the log in its embedded metric format: no call, no grant. Names are words of ours. `narrower`
 * are dimensions besides the function's name.
 */
function count(metric: string, value: number, narrower: Readonly<Record<string, string>>): void {
  const dimensions = { function: process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'local', ...narrower };
  const metadata = {
    Namespace: 'heed',
    Dimensions: [Object.keys(dimensions)],
    Metrics: [{ Name: metric, Unit: 'Count' }],
  };
  logger.info(metric, {
    _aws: { Timestamp: Date.now(), CloudWatchMetrics: [metadata] },
    ...dimensions,
    [metric]: value,
  });
}
