import { expect, test } from 'vitest';
import { synthesize } from './templates.ts';

const NAME = 'heed-ticket-source-silent';
const alarmsOf = (context: Readonly<Record<string, string>>) =>
  synthesize(context)
    .ofType('AWS::CloudWatch::Alarm')
    .map(([, { Properties }]) => Properties)
    .filter((alarm) => alarm.AlarmName === NAME);

test('P-105 a help desk that tells nothing for 24 hours is an alarm', () => {
  expect(alarmsOf({ ticketSource: 'true' })).toMatchObject([
    {
      MetricName: 'TicketEvents',
      Period: 86_400,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    },
  ]);
});

test('P-105 without a help desk there is no silence to hear', () => {
  expect(alarmsOf({})).toEqual([]);
});
