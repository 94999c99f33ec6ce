import { describe, expect, onTestFinished, test } from 'vitest';
import { queueHandler } from '../../functions/runtime/queue.ts';
import { referred, synthesize, type Value } from './templates.ts';

const templates = synthesize();
const alarms = new Map(
  templates.ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => [String(Properties.AlarmName), Properties]),
);
function alarm(name: string): Readonly<Record<string, Value>> {
  const found = alarms.get(`heed-${name}`);
  if (!found) throw new Error(`no alarm heed-${name}`);
  return found;
}

function functionNamed(name: string): string | undefined {
  return templates.ofType('AWS::Lambda::Function').find(([, { Properties }]) => Properties.FunctionName === name)?.[0];
}

type Query = {
  readonly Expression?: string;
  readonly MetricStat?: { readonly Metric: { readonly MetricName: string } };
};
const queriesOf = (name: string) => (alarm(name).Metrics ?? []) as unknown as readonly Query[];

describe('an alarm', () => {
  test.each([
    ['feedback-lost', 'FailedInvocations'],
    ['notices', 'Notices'],
  ])(
    '%s hears one counter among several silent ones: they are summed by SUM, which passes over what is missing',
    (name, metric) => {
      const expressions = queriesOf(name).flatMap(({ Expression }) => Expression ?? []);
      expect(expressions).toEqual(['SUM([m0, m1, m2])']);
      const metrics = queriesOf(name).flatMap(({ MetricStat }) => MetricStat?.Metric.MetricName ?? []);
      expect(metrics).toEqual([metric, metric, metric]);
    },
  );

  test('adds metrics by no plus sign, which makes the whole missing with one of them', () => {
    for (const name of alarms.keys())
      for (const { Expression = '' } of queriesOf(name.replace('heed-', ''))) expect(Expression).not.toContain('+');
  });

  test.each([
    ['web-failing', '5xx', 1],
    ['api-failing', '5xx', 2],
  ])(
    '%s counts the answers of the gateway, because a function that answers 503 has not failed',
    (name, metric, times) => {
      expect(alarm(name)).toMatchObject({
        Namespace: 'AWS/ApiGateway',
        MetricName: metric,
        Threshold: 0,
        DatapointsToAlarm: times,
      });
      const [dimension] = alarm(name).Dimensions as { Name: string; Value: Value }[];
      const api = templates.resources[referred(dimension?.Value) ?? ''];
      expect(api?.Properties.Name).toBe(name.startsWith('web') ? 'heed-web' : 'heed-api');
    },
  );

  test('web-refused counts what the access log of the web API tells of 429', () => {
    const filters = templates.ofType('AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);
    const [filter] = filters.filter(({ FilterPattern }) => FilterPattern === '{ $.status = "429" }');
    const logGroup = templates.resources[referred(filter?.LogGroupName) ?? ''];
    expect(logGroup?.Properties.LogGroupName).toBe('/aws/vendedlogs/apigateway/heed-web');
    const [metric] = (filter?.MetricTransformations ?? []) as { MetricName: string; MetricNamespace: string }[];
    const { MetricName, MetricNamespace } = metric ?? {};
    expect(alarm('web-refused')).toMatchObject({ MetricName, Namespace: MetricNamespace, Threshold: 0 });
  });

  test.each([
    ['inputs-late', 'heed-inputs', 900],
    ['send-priority-late', 'heed-send-priority', 900],
    ['send-late', 'heed-send', 21_600],
    ['jobs-late', 'heed-jobs', 3_600],
  ])('%s tells that nobody takes what is in %s', (name, queue, seconds) => {
    expect(alarm(name)).toMatchObject({ MetricName: 'ApproximateAgeOfOldestMessage', Threshold: seconds });
    const [dimension] = alarm(name).Dimensions as { Value: { 'Fn::GetAtt': [string, string] } }[];
    expect(templates.resources[dimension?.Value['Fn::GetAtt'][0] ?? '']?.Properties.QueueName).toBe(queue);
  });

  test.each([
    ['send-priority-no-room', 'heed-send-priority', 60, 15 * 60],
    ['send-no-room', 'heed-send', 300, 6 * 3_600],
  ])('%s tells that mail of %s was put back in every period of its window', (name, queueName, period, seconds) => {
    expect(alarm(name)).toMatchObject({
      Namespace: 'heed',
      MetricName: 'SendsPutBack',
      Threshold: 0,
      Period: period,
      EvaluationPeriods: seconds / period,
      DatapointsToAlarm: seconds / period,
      TreatMissingData: 'notBreaching',
    });
    const lambda = functionNamed('heed-send');
    const [queue] = templates
      .ofType('AWS::SQS::Queue')
      .filter(([, { Properties }]) => Properties.QueueName === queueName);
    expect(alarm(name).Dimensions).toEqual([
      { Name: 'function', Value: { Ref: lambda } },
      { Name: 'queue', Value: { 'Fn::GetAtt': [queue?.[0], 'QueueName'] } },
    ]);
  });

  test.each(['decide', 'send', 'jobs'])(
    '%s-errors sees two deaths as far apart as its queues deliver again',
    (name) => {
      const { Period, EvaluationPeriods, DatapointsToAlarm } = alarm(`${name}-errors`);
      const lambda = functionNamed(`heed-${name}`);
      const waits = templates
        .ofType('AWS::Lambda::EventSourceMapping')
        .filter(([, { Properties }]) => referred(Properties.FunctionName) === lambda)
        .map(([, { Properties }]) => templates.resources[referred(Properties.EventSourceArn) ?? ''])
        .map((queue) => Number(queue?.Properties.VisibilityTimeout));
      expect(waits.length).toBeGreaterThan(0);
      expect(DatapointsToAlarm).toBe(2);
      // Three tries fall into one window, and no three of them into one period of it.
      expect(Number(Period) * (Number(EvaluationPeriods) - 1)).toBeGreaterThan(2 * Math.max(...waits));
    },
  );

  test.each([
    ['sweep-silent', 300, 2],
    ['reconcile-silent', 3_600, 26],
  ])('%s takes a metric that is missing for what it is: a function that did not run', (name, period, times) => {
    expect(alarm(name)).toMatchObject({
      MetricName: 'Invocations',
      Period: period,
      EvaluationPeriods: times,
      DatapointsToAlarm: times,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  test('reconcile-errors tells of one error, and stands until the next day has told better', () => {
    expect(alarm('reconcile-errors')).toMatchObject({
      Threshold: 0,
      Period: 3_600,
      EvaluationPeriods: 24,
      DatapointsToAlarm: 1,
    });
  });

  test('covers at most a day where its period is below an hour, and a week else: CloudWatch takes no more', () => {
    for (const [name, { Period, EvaluationPeriods }] of alarms) {
      if (Period === undefined) continue;
      const seconds = Number(Period) * Number(EvaluationPeriods);
      expect({ name, ok: seconds <= (Number(Period) < 3_600 ? 86_400 : 604_800) }).toMatchObject({ ok: true });
    }
  });
});

describe('messages that are tried again', () => {
  const filters = templates
    .ofType('AWS::Logs::MetricFilter')
    .map(([, { Properties }]) => Properties)
    .filter(({ FilterPattern }) => String(FilterPattern).includes('failed'));

  test('are counted from the logs of all three functions on queues, by stage', () => {
    const logs = filters.map(
      ({ LogGroupName }) => templates.resources[referred(LogGroupName) ?? '']?.Properties.LogGroupName,
    );
    expect(new Set(logs)).toEqual(new Set(['decide', 'send', 'jobs'].map((name) => `/aws/lambda/heed-${name}`)));
    const [one] = filters.map(({ MetricTransformations }) => (MetricTransformations as Record<string, Value>[])[0]);
    expect(one).toMatchObject({ MetricNamespace: 'heed', MetricName: 'FailedDeliveries', MetricValue: '$.failed' });
    expect(alarm('deliveries-repeated')).toMatchObject({
      Namespace: 'heed',
      MetricName: 'FailedDeliveries',
      DatapointsToAlarm: 3,
    });
    const trial = synthesize({}, 'trial').ofType('AWS::Logs::MetricFilter');
    expect(JSON.stringify(trial)).toContain('"MetricNamespace":"heed-trial"');
  });

  test('are told by the log of a batch as the filter reads it', async () => {
    const lines = linesOfLog();
    const attributes = { ApproximateReceiveCount: '3', SentTimestamp: '0' };
    const record = { messageId: 'm-1', body: '', eventSourceARN: 'q', receiptHandle: 'r', attributes };
    const context = { awsRequestId: 'i-1', getRemainingTimeInMillis: () => 1_000 };
    await queueHandler(async () => ['m-1'])({ Records: [record] } as never, context as never);
    expect(lines()).toContainEqual(expect.objectContaining({ message: 'batch', failed: 1 }));
    for (const { FilterPattern } of filters) expect(FilterPattern).toBe('{ $.message = "batch" && $.failed > 0 }');
  });
});

/** What is logged until the test ends, a line an object. */
function linesOfLog(): () => readonly unknown[] {
  const written: string[] = [];
  const { write } = process.stdout;
  onTestFinished(() => {
    process.stdout.write = write;
  });
  process.stdout.write = (text) => written.push(String(text)) > 0;
  return () =>
    written
      .join('')
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
}
