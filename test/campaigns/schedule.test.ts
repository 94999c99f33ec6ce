import { describe, expect, test } from 'vitest';
import { broadcastsOf, nextBroadcast } from '../../shared/campaigns/schedule.ts';
import type { ScheduleTrigger } from '../../shared/workspace/campaign-definition.ts';

const ZONE = 'Europe/Berlin';
const at = (text: string) => Date.parse(text);

function planned(trigger: Partial<ScheduleTrigger>, season: { starts?: string; ends?: string } = {}) {
  return { id: 'season', triggers: [{ kind: 'schedule' as const, at: 9 * 60, ...trigger }], ...season };
}

const moments = (campaign: ReturnType<typeof planned>, after: string, upTo: string) =>
  broadcastsOf(campaign, ZONE, at(after), at(upTo)).map(
    (each) => `${each.occurrence} ${new Date(each.at).toISOString()}`,
  );

describe('broadcasts by the calendar', () => {
  test('P-90 are at the hour of the zone, in summer and winter', () => {
    const daily = planned({ rrule: 'FREQ=DAILY' });
    expect(moments(daily, '2026-10-24T00:00:00Z', '2026-10-26T12:00:00Z')).toEqual([
      '2026-10-24 2026-10-24T07:00:00.000Z',
      '2026-10-25 2026-10-25T08:00:00.000Z',
      '2026-10-26 2026-10-26T08:00:00.000Z',
    ]);
  });

  test('P-90 fall once on a night that has the hour twice, and behind a gap', () => {
    const night = planned({ rrule: 'FREQ=DAILY', at: 150 });
    expect(moments(night, '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toEqual([
      '2026-10-25 2026-10-25T00:30:00.000Z',
    ]);
    expect(moments(night, '2027-03-27T12:00:00Z', '2027-03-28T12:00:00Z')).toEqual([
      '2027-03-28 2027-03-28T01:30:00.000Z',
    ]);
  });

  test('are behind the one moment and up to the other', () => {
    const once = planned({ on: '2026-12-24' });
    expect(moments(once, '2026-12-24T07:59:59Z', '2026-12-24T08:00:00Z')).toHaveLength(1);
    expect(moments(once, '2026-12-24T08:00:00Z', '2026-12-25T08:00:00Z')).toEqual([]);
  });

  test('lie between `starts` and `ends`', () => {
    const advent = planned({ rrule: 'FREQ=WEEKLY;BYDAY=SU' }, { starts: '2026-11-29', ends: '2026-12-20' });
    expect(moments(advent, '2026-11-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual([
      '2026-11-29 2026-11-29T08:00:00.000Z',
      '2026-12-06 2026-12-06T08:00:00.000Z',
      '2026-12-13 2026-12-13T08:00:00.000Z',
    ]);
  });

  test('the next one is found years ahead, and none where none comes', () => {
    const leap = planned({ rrule: 'FREQ=YEARLY;BYYEARDAY=366' });
    expect(nextBroadcast(leap, ZONE, at('2026-01-01T00:00:00Z'))).toBe(at('2028-12-31T08:00:00Z'));
    expect(nextBroadcast(planned({ on: '2025-01-01' }), ZONE, at('2026-01-01T00:00:00Z'))).toBeNull();
  });
});
