import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnRule } from 'aws-cdk-lib/aws-events';
import type { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { HeedFunction } from './heed-function.ts';

type AlarmText = {
  readonly name: string;
  /** What it means, in a sentence. */
  readonly meaning: string;
  /** The section of docs/runbook.md that says how to look and how to mend. */
  readonly section: string;
};

export type AlarmsProps = {
  readonly prefix: string;
  readonly actions: readonly IAlarmAction[];
};

/** The alarms of heed; each description ends in the section of the runbook that belongs to it. */
export class Alarms extends Construct {
  private readonly props: AlarmsProps;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.props = props;
  }

  /** One message is enough: each is something that heed promised to do and has not done. */
  onAnyMessage(queue: IQueue, text: AlarmText): void {
    const depth = queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'max' });
    this.add(text, depth, 0);
  }

  /** Three of five minutes with errors: a single one is retried by the queue or the stream, and mended. */
  onErrors(of: HeedFunction): void {
    const errors = of.lambda.metricErrors({ period: Duration.minutes(1), statistic: 'sum' });
    const text = { name: `${of.name}-errors`, meaning: `${of.name} keeps failing.`, section: 'function-errors' };
    this.add(text, errors, 0, { evaluationPeriods: 5, datapointsToAlarm: 3 });
  }

  /** Throttled for five minutes: the account's concurrency is used up, and the unsubscribe page suffers with the rest. */
  onThrottles(of: HeedFunction): void {
    const throttles = of.lambda.metricThrottles({ period: Duration.minutes(1), statistic: 'sum' });
    const text = { name: `${of.name}-throttles`, meaning: `${of.name} is throttled.`, section: 'function-throttles' };
    this.add(text, throttles, 0, { evaluationPeriods: 5, datapointsToAlarm: 5 });
  }

  /** Five minutes behind means mail five minutes late; at 24 hours the stream forgets. */
  onIteratorAge(of: HeedFunction): void {
    const age = of.lambda.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'max' });
    const text = { name: `${of.name}-late`, meaning: 'Effects of commits wait for minutes.', section: 'relay-late' };
    this.add(text, age, Duration.minutes(5).toMilliseconds(), { evaluationPeriods: 3, datapointsToAlarm: 3 });
  }

  /** A commit whose effects were given up. */
  onFailedCommits(mapping: EventSourceMapping): void {
    const failed = new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'OnFailureDestinationDeliveredEventCount',
      dimensionsMap: { EventSourceMappingUUID: mapping.eventSourceMappingId },
      period: Duration.minutes(1),
      statistic: 'sum',
    });
    const meaning = 'Effects of a commit could not be performed; the record is in the failure bucket.';
    this.add({ name: 'relay-failures', meaning, section: 'relay-failures' }, failed, 0);
  }

  /** Feedback has no dead letters (P-57), so that the alarm is all that tells of its loss. */
  onLostFeedback(rules: readonly CfnRule[]): void {
    const failed = rules.map(
      (rule) =>
        new Metric({
          namespace: 'AWS/Events',
          metricName: 'FailedInvocations',
          dimensionsMap: { RuleName: rule.ref },
          period: Duration.minutes(5),
          statistic: 'sum',
        }),
    );
    const sum = new MathExpression({
      expression: failed.map((_, index) => `rule${index}`).join(' + '),
      usingMetrics: Object.fromEntries(failed.map((metric, index) => [`rule${index}`, metric])),
      period: Duration.minutes(5),
    });
    const meaning = 'Bounces or complaints could not be delivered: an address that must not be used may still be.';
    this.add({ name: 'feedback-lost', meaning, section: 'feedback-lost' }, sum, 0);
  }

  /** What no rule mends: a virus in a mail, a receiver that distrusts us, sends without an end. The log has the word. */
  onNotices(of: readonly HeedFunction[]): void {
    const told = of.map(
      (each) =>
        new Metric({
          namespace: 'heed',
          metricName: 'Notices',
          dimensionsMap: { function: each.lambda.functionName },
          period: Duration.minutes(5),
          statistic: 'sum',
        }),
    );
    // SUM passes over a function that told nothing and so has no metric; `a + b` would be missing with it.
    const notices = new MathExpression({
      expression: `SUM([${told.map((_, index) => `function${index}`).join(', ')}])`,
      usingMetrics: Object.fromEntries(told.map((metric, index) => [`function${index}`, metric])),
      period: Duration.minutes(5),
    });
    const meaning =
      'Something that no rule mends holds mail back or will; the log of decide, reconcile or send names it.';
    this.add({ name: 'notices', meaning, section: 'notices' }, notices, 0);
  }

  /** P-35: confirmation mails wait, because far more people sign up than ever. */
  onSignUpFlood(send: HeedFunction): void {
    const held = new Metric({
      namespace: 'heed',
      metricName: 'SignUpBreaker',
      dimensionsMap: { function: send.lambda.functionName },
      period: Duration.minutes(5),
      statistic: 'sum',
    });
    const meaning = 'Sign-ups flood in through the form: confirmation mails wait until it is quiet again.';
    this.add({ name: 'sign-up-breaker', meaning, section: 'sign-up-breaker' }, held, 0);
  }

  /** P-105: nobody opened or closed a ticket for a day. Marketing goes on; who waits for an answer may get it. */
  onSilentTickets(decide: HeedFunction): void {
    const told = new Metric({
      namespace: 'heed',
      metricName: 'TicketEvents',
      dimensionsMap: { function: decide.lambda.functionName },
      period: Duration.days(1),
      statistic: 'sum',
    });
    const meaning = 'The help desk has told no ticket for 24 hours: open ones may be unknown.';
    const text = { name: 'ticket-source-silent', meaning, section: 'ticket-source-silent' };
    this.add(text, told, 1, undefined, 'silence');
  }

  private add(
    text: AlarmText,
    metric: IMetric,
    above: number,
    window: { evaluationPeriods: number; datapointsToAlarm: number } = { evaluationPeriods: 1, datapointsToAlarm: 1 },
    on: 'noise' | 'silence' = 'noise',
  ): void {
    const alarm = new Alarm(this, text.name, {
      alarmName: `${this.props.prefix}-${text.name}`,
      alarmDescription: `${text.meaning} docs/runbook.md#${text.section}`,
      metric,
      threshold: above,
      comparisonOperator:
        on === 'noise' ? ComparisonOperator.GREATER_THAN_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
      // Queues and functions that rest report nothing, which is well, unless it is the silence that we listen for.
      treatMissingData: on === 'noise' ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
      ...window,
    });
    alarm.addAlarmAction(...this.props.actions);
  }
}
