import { describe, expect, test } from 'vitest';
import type { DayCounts } from '../../shared/person/campaign-counts.ts';
import { reportOf } from '../../shared/person/report.ts';
import type { Step } from '../../shared/workspace/campaign-definition.ts';

const steps: readonly Step[] = [
  { type: 'send', id: 'first', template: 'cart-reminder' },
  { type: 'wait', id: '1', for: 1 },
  { type: 'send', id: '2', template: 'cart-last-call' },
];

const days: readonly DayCounts[] = [
  {
    day: '2026-11-20',
    counts: {
      entered: 100,
      'entered:held-out': 10,
      sent: 80,
      'sent@first': 80,
      'skipped:no-consent': 8,
      'skipped:holdout': 10,
      'skipped@first': 18,
      failed: 2,
      'failed@first': 2,
      'held:quiet-hours': 30,
      'not-entered:reentry': 5,
      opened: 12,
      'opened-machine': 40,
      clicked: 3,
      'clicked-bot': 9,
    },
  },
  {
    day: '2026-11-21',
    counts: {
      sent: 40,
      'sent@2': 40,
      delivered: 118,
      bounced: 1,
      'skipped:no-consent': 2,
      'skipped@2': 2,
      'ended:exited': 21,
      goal: 18,
      'goal-value': 180.3,
      'goal:held-out': 1,
      'goal-value:held-out': 9.1,
    },
  },
];

describe('the report of a campaign', () => {
  const report = reportOf({ steps }, days);

  test('sums what went out and what became of it', () => {
    expect(report).toMatchObject({ entered: 100, sent: 120, delivered: 118, bounced: 1, complained: 0, failed: 2 });
    expect(report.goal).toEqual({ count: 19, value: 189.4 });
  });

  test('P-21 P-24 opens and clicks of machines stand beside those of humans, never in them', () => {
    expect(report.opened).toEqual({ human: 12, machine: 40 });
    expect(report.clicked).toEqual({ human: 3, machine: 9 });
  });

  test('tells refusals by reason, most first', () => {
    expect(Object.entries(report.skipped)).toEqual([
      ['no-consent', 10],
      ['holdout', 10],
    ]);
    expect(report.held).toEqual({ 'quiet-hours': 30 });
    expect(report.refusals).toEqual({ 'no-consent': 10, holdout: 10, reentry: 5 });
    expect(report.ended).toEqual({ exited: 21 });
  });

  test('is a funnel by step, in the order of the campaign', () => {
    expect(report.funnel).toEqual([
      { step: 'first', template: 'cart-reminder', reached: 100, sent: 80, skipped: 18, failed: 2 },
      { step: '2', template: 'cart-last-call', reached: 42, sent: 40, skipped: 2, failed: 0 },
    ]);
  });

  test('compares the goals of those who got mail with those who got none', () => {
    expect(report.lift).toEqual({
      mailed: { entered: 90, goals: 18, value: 180.3, rate: 0.2 },
      heldOut: { entered: 10, goals: 1, value: 9.1, rate: 0.1 },
      difference: 0.1,
      relative: 1,
    });
  });

  test('tells each day for itself', () => {
    expect(report.days.map(({ day, sent, entered }) => [day, sent, entered])).toEqual([
      ['2026-11-20', 80, 100],
      ['2026-11-21', 40, 0],
    ]);
  });

  test('knows no lift while a side is empty, and nothing of days without counts', () => {
    expect(reportOf({ steps }, [{ day: '2026-11-20', counts: { entered: 3, goal: 1 } }]).lift).toMatchObject({
      difference: null,
      relative: null,
    });
    expect(reportOf({ steps }, [])).toMatchObject({ entered: 0, sent: 0, skipped: {}, days: [] });
  });
});
