import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Alarms, AlarmText, Window } from './alarms.ts';
import type { HttpEntrance } from './http-entrance.ts';

const PERIOD = Duration.minutes(5);

/** Answers 5xx, whoever gave them: the function, which answers 503 to whatever it throws and so never fails, or the gateway before it. */
export function onServerErrors(alarms: Alarms, of: HttpEntrance, text: AlarmText, window?: Window): void {
  alarms.onNoise(text, of.api.metricServerError({ period: PERIOD, statistic: 'sum' }), 0, window);
}

/**
 * Requests that the gateway refused with 429. Its own 4xx counts strangers' wrong addresses and old links with them, so the access
 * log is asked. Of a flood API Gateway may leave out lines (and counts in 4xx alike), but not of all.
 */
export function onRefusedRequests(alarms: Alarms, prefix: string, of: HttpEntrance, text: AlarmText): void {
  const [metricNamespace, metricName] = [prefix, 'RefusedRequests'];
  new MetricFilter(of, 'RefusedRequests', {
    logGroup: of.accessLog,
    // The gateway writes the status as text.
    filterPattern: FilterPattern.literal('{ $.status = "429" }'),
    metricNamespace,
    metricName,
    metricValue: '1',
  });
  alarms.onNoise(text, new Metric({ namespace: metricNamespace, metricName, period: PERIOD, statistic: 'sum' }), 0);
}
