import { describe, expect, it } from 'vitest';
import { ticksOf } from '../../../local/mappings/schedules.ts';
import { isoInstant } from '../../../shared/kernel/instants.ts';

function ticks(expression: string, zone = 'UTC') {
  return ticksOf({ name: 'it', expression, zone, functionId: 'sweep', input: '{}', billed: false });
}

describe('a schedule', () => {
  it.each([
    ['rate(1 minute)', '2026-11-21T10:00:00Z', '2026-11-21T10:01:00.000Z'],
    ['rate(5 minutes)', '2026-11-21T10:01:00Z', '2026-11-21T10:05:00.000Z'],
    ['rate(1 day)', '2026-11-21T10:01:00Z', '2026-11-22T00:00:00.000Z'],
    ['cron(30 4 * * ? *)', '2026-11-21T04:30:00Z', '2026-11-22T04:30:00.000Z'],
    ['cron(0 9 ? * MON-FRI *)', '2026-11-20T09:00:00Z', '2026-11-23T09:00:00.000Z'],
    ['cron(0/15 * * * ? *)', '2026-11-21T10:07:00Z', '2026-11-21T10:15:00.000Z'],
  ])('%s after %s ticks at %s', (expression, at, next) => {
    expect(isoInstant(ticks(expression).after(Date.parse(at)))).toBe(next);
  });

  it('keeps to its zone', () => {
    const next = ticks('cron(0 9 * * ? *)', 'Europe/Berlin').after(Date.parse('2026-07-01T12:00:00Z'));
    expect(isoInstant(next)).toBe('2026-07-02T07:00:00.000Z');
  });

  it('may be skipped while nobody is due when it ticks within the hour', () => {
    expect([ticks('rate(1 minute)').skippable, ticks('cron(30 4 * * ? *)').skippable]).toEqual([true, false]);
  });

  it('that cannot be read stops the start', () => {
    expect(() => ticks('at(2026-11-21T10:00:00)')).toThrow('cannot read the schedule');
  });
});
