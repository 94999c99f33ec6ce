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
import { Construct } from 'constructs';
import type { HeedFunction } from './heed-function.ts';

export type AlarmText = {
  readonly name: string;
  /** What it means, in a sentence. */
  readonly meaning: string;
  /** The section of docs/runbook.md that says how to look and how to mend. */
  readonly section: string;
};

/** How many of the last periods must be beyond the threshold. */
export type Window = { readonly evaluationPeriods: number; readonly datapointsToAlarm: number };

const ONCE: Window = { evaluationPeriods: 1, datapointsToAlarm: 1 };

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
    this.onNoise({ name: 'relay-failures', meaning, section: 'relay-failures' }, failed, 0);
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
    const meaning = 'Bounces or complaints could not be delivered: an address that must not be used may still be.';
    this.onNoise({ name: 'feedback-lost', meaning, section: 'feedback-lost' }, sumOf(failed), 0);
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
    const meaning =
      'Something that no rule mends holds mail back or will; the log of decide, reconcile or send names it.';
    this.onNoise({ name: 'notices', meaning, section: 'notices' }, sumOf(told), 0);
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
    this.onNoise({ name: 'sign-up-breaker', meaning, section: 'sign-up-breaker' }, held, 0);
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
    this.onSilence(text, told);
  }

  /** Something was counted. Queues and functions that rest report nothing, which is well. */
  onNoise(text: AlarmText, metric: IMetric, above: number, window: Window = ONCE): void {
    this.add(text, metric, window, {
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** Nothing was counted, where something must be: a metric that is missing is the silence that we listen for. */
  onSilence(text: AlarmText, metric: IMetric, window: Window = ONCE): void {
    this.add(text, metric, window, {
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  private add(
    text: AlarmText,
    metric: IMetric,
    window: Window,
    limit: { threshold: number; comparisonOperator: ComparisonOperator; treatMissingData: TreatMissingData },
  ): void {
    const alarm = new Alarm(this, text.name, {
      alarmName: `${this.props.prefix}-${text.name}`,
      alarmDescription: `${text.meaning} docs/runbook.md#${text.section}`,
      metric,
      ...limit,
      ...window,
    });
    alarm.addAlarmAction(...this.props.actions);
  }
}

/** SUM passes over a metric that nobody counted in; with `a + b` the whole would be missing, and so never above anything. */
function sumOf(metrics: readonly Metric[]): MathExpression {
  return new MathExpression({
    expression: `SUM([${metrics.map((_, index) => `m${index}`).join(', ')}])`,
    usingMetrics: Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric])),
    period: Duration.minutes(5),
  });
}
