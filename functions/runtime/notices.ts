import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Notice } from '../../shared/consent/suppression.ts';
import { logger } from './logger.ts';

/** One metric for all, because each costs an alarm: which word it was stands in the log. The service is the house, not the function. */
const metrics = new Metrics({ serviceName: 'heed' });

/** Tells an operator of something that no rule mends: a line in the log, and one more in the metric `notices`, which has an alarm. */
export function notice(
  word: Notice | 'unresolved-sends',
  facts: Readonly<Record<string, string | number | null>> = {},
): void {
  logger.warn(word, { notice: word, ...facts });
  metrics.singleMetric().addMetric('notices', MetricUnit.Count, 1);
}
