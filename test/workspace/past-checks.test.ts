import { expect, test } from 'vitest';
import { formatFinding } from '../../shared/workspace/findings.ts';
import { parseWorkspace } from '../../shared/workspace/parse.ts';
import { pastFindings } from '../../shared/workspace/past-checks.ts';
import { campaign } from './told-with-place.ts';

/** Eleven o'clock in Berlin. */
const NOW = Date.parse('2026-11-18T10:00:00Z');

function past(lines: string, status = 'active'): string[] {
  const { draft } = parseWorkspace(campaign(`status: ${status}\n${lines}`));
  return draft.campaigns
    .filter(({ definition }) => definition.id === 'cart')
    .flatMap((each) => pastFindings(each, 'Europe/Berlin', NOW))
    .map(formatFinding);
}

const scheduled = (schedule: string) => `trigger: { schedule: { ${schedule} } }`;

test.each([
  [
    'an end of today',
    'ends: "2026-11-18"\ntrigger: { event: cart.updated }',
    'cart.yaml:3:7: warning: `ends` is 2026-11-18',
  ],
  ['an end of an hour ago', 'ends: "2026-11-18T09:00:00Z"\ntrigger: { event: cart.updated }', 'which is past'],
  ['a day of last week', scheduled('on: "2026-11-11"'), 'cart.yaml:3:28: warning: `trigger.schedule.on` is 2026-11-11'],
  ['an hour ago', scheduled('on: "2026-11-18", at: "10:00"'), 'no broadcast is to come'],
  [
    'a rule that ended',
    scheduled('rrule: "FREQ=DAILY;UNTIL=20261101"'),
    'cart.yaml:3:31: warning: `trigger.schedule.rrule`',
  ],
  ['a rule whose times are counted', `starts: "2026-01-01"\n${scheduled('rrule: "FREQ=MONTHLY;COUNT=3"')}`, 'rrule'],
])('a broadcast or campaign of the past is a warning: %s', (_, lines, words) => {
  const [found, ...others] = past(lines);
  expect(found).toContain(words);
  expect(others).toEqual([]);
  expect(past(lines, 'archived')).toEqual([]);
});

test.each([
  ['an end of tomorrow', 'ends: "2026-11-19"\ntrigger: { event: cart.updated }'],
  ['in an hour', scheduled('on: "2026-11-18", at: "12:00"')],
  ['the last day of a rule', scheduled('rrule: "FREQ=DAILY;UNTIL=20261118", at: "12:00"')],
  ['a day of leap years', scheduled('rrule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"')],
])('what may still happen is none: %s', (_, lines) => {
  expect(past(lines)).toEqual([]);
});
