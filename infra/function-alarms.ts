import { Duration } from 'aws-cdk-lib';
import type { Alarms, Window } from './alarms.ts';
import type { HeedFunction } from './heed-function.ts';

/** Three of five minutes with errors: a single one is retried by the stream or the next tick within a minute or so, and mended. */
export function onErrors(alarms: Alarms, of: HeedFunction): void {
  onErrorsWithin(alarms, of, Duration.minutes(1), { evaluationPeriods: 5, datapointsToAlarm: 3 });
}

/**
 * Two of the last six stretches of five minutes with errors. A batch that the function died of comes again after the visibility
 * timeout of its queue, 3 to 12 minutes: half an hour has two tries of even the slowest.
 */
export function onErrorsOfConsumer(alarms: Alarms, of: HeedFunction): void {
  onErrorsWithin(alarms, of, Duration.minutes(5), { evaluationPeriods: 6, datapointsToAlarm: 2 });
}

function onErrorsWithin(alarms: Alarms, of: HeedFunction, period: Duration, window: Window): void {
  const errors = of.lambda.metricErrors({ period, statistic: 'sum' });
  const text = { name: `${of.name}-errors`, meaning: `${of.name} keeps failing.`, section: 'function-errors' };
  alarms.onNoise(text, errors, 0, window);
}

/**
 * One error is enough where a function runs once a day: Lambda's two retries come minutes later, and the next turn a day. By the
 * hour over a day, so that the alarm stands until the next run.
 */
export function onAnyError(alarms: Alarms, of: HeedFunction): void {
  const errors = of.lambda.metricErrors({ period: Duration.hours(1), statistic: 'sum' });
  const text = { name: `${of.name}-errors`, meaning: `${of.name} failed today.`, section: 'daily-errors' };
  alarms.onNoise(text, errors, 0, { evaluationPeriods: 24, datapointsToAlarm: 1 });
}

/** A rule that was switched off, or may not invoke any more: nothing fails, and nothing is done. */
export function onNoRun(
  alarms: Alarms,
  of: HeedFunction,
  meaning: string,
  within: { readonly period: Duration; readonly times: number },
): void {
  const runs = of.lambda.metricInvocations({ period: within.period, statistic: 'sum' });
  const text = { name: `${of.name}-silent`, meaning, section: 'schedule-silent' };
  alarms.onSilence(text, runs, { evaluationPeriods: within.times, datapointsToAlarm: within.times });
}

/** Throttled for five minutes: the account's concurrency is used up, and the unsubscribe page suffers with the rest. */
export function onThrottles(alarms: Alarms, of: HeedFunction): void {
  const throttles = of.lambda.metricThrottles({ period: Duration.minutes(1), statistic: 'sum' });
  const text = { name: `${of.name}-throttles`, meaning: `${of.name} is throttled.`, section: 'function-throttles' };
  alarms.onNoise(text, throttles, 0, { evaluationPeriods: 5, datapointsToAlarm: 5 });
}

/** Five minutes behind means mail five minutes late; at 24 hours the stream forgets. */
export function onIteratorAge(alarms: Alarms, of: HeedFunction): void {
  const age = of.lambda.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'max' });
  const text = { name: `${of.name}-late`, meaning: 'Effects of commits wait for minutes.', section: 'relay-late' };
  const window = { evaluationPeriods: 3, datapointsToAlarm: 3 };
  alarms.onNoise(text, age, Duration.minutes(5).toMilliseconds(), window);
}
