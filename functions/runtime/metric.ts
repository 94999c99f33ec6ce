import { logger } from './logger.ts';

/**
 * Counts one of something in CloudWatch, by a line of the log in its embedded metric format: no call, no grant. Names are words
 * of ours; the function's name is the only dimension.
 */
export function countOne(metric: 'SignUpsDropped' | 'SignUpBreaker' | 'TicketEvents' | 'Notices'): void {
  const metadata = { Namespace: 'heed', Dimensions: [['function']], Metrics: [{ Name: metric, Unit: 'Count' }] };
  logger.info(metric, {
    _aws: { Timestamp: Date.now(), CloudWatchMetrics: [metadata] },
    function: process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'local',
    [metric]: 1,
  });
}
