import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Alarms, AlarmText } from './alarms.ts';
import type { HeedFunction } from './heed-function.ts';

/** One message is enough: each is something that heed promised to do and has not done. */
export function onAnyMessage(alarms: Alarms, queue: IQueue, text: AlarmText): void {
  const depth = queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'max' });
  alarms.onNoise(text, depth, 0);
}

/**
 * A message waits that nobody took: its mapping was switched off, or more comes in than goes out. SQS leaves out what was received
 * three times; that is told by `onRepeatedDeliveries` and `onErrorsOfConsumer`. Mail that waits for SES's rate is taken and put back as a
 * new message, and its age begins anew: that is told by `onNoRoom`.
 */
export function onOldMessage(alarms: Alarms, queue: IQueue, name: string, meaning: string, limit: Duration): void {
  const age = queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: 'max' });
  alarms.onNoise({ name, meaning, section: 'queue-late' }, age, limit.toSeconds());
}

/**
 * Messages that their function gives back are tried for an hour before they are dead, and nothing throws meanwhile: only the log of
 * each batch tells.
 * Three times five minutes, because a lost race or a store that hiccups is over sooner.
 */
export function onRepeatedDeliveries(alarms: Alarms, prefix: string, consumers: readonly HeedFunction[]): void {
  const [metricNamespace, metricName] = [prefix, 'FailedDeliveries'];
  for (const consumer of consumers) {
    new MetricFilter(consumer, 'FailedDeliveries', {
      logGroup: consumer.lambda.logGroup,
      filterPattern: FilterPattern.literal('{ $.message = "batch" && $.failed > 0 }'),
      metricNamespace,
      metricName,
      metricValue: '$.failed',
    });
  }
  const failed = new Metric({
    namespace: metricNamespace,
    metricName,
    period: Duration.minutes(5),
    statistic: 'sum',
  });
  const meaning = 'Inputs, mails or jobs fail and are tried again; what fails 35 times is dead.';
  const text = { name: 'deliveries-repeated', meaning, section: 'deliveries-repeated' };
  alarms.onNoise(text, failed, 0, { evaluationPeriods: 3, datapointsToAlarm: 3 });
}

/**
 * The rate had no room for some mail of this queue, in every period of `within`. Who finds none asks again 10 to 20 s later, so a
 * mail that waits so long is counted in each; that each counts some may as well be others that took turns, which is a rate too small too.
 */
export function onNoRoom(
  alarms: Alarms,
  send: HeedFunction,
  queue: IQueue,
  text: AlarmText,
  within: { readonly period: Duration; readonly times: number },
): void {
  const putBack = new Metric({
    namespace: 'heed',
    metricName: 'SendsPutBack',
    dimensionsMap: { function: send.lambda.functionName, queue: queue.queueName },
    period: within.period,
    statistic: 'sum',
  });
  alarms.onNoise(text, putBack, 0, { evaluationPeriods: within.times, datapointsToAlarm: within.times });
}
