import { expect, test, vi } from 'vitest';
import { type TravelParts, timeTravel } from '../../../local/clock/time-travel.ts';
import { ticksOf } from '../../../local/mappings/schedules.ts';
import { DAY, HOUR, type Instant, isoDay, MINUTE } from '../../../shared/kernel/instants.ts';

const START: Instant = Date.parse('2026-01-01T12:00:00Z');

/** A run with a sweep and a daily job; people are due at the moments given. */
function journey(due: Instant[] = [], other: Partial<TravelParts> = {}) {
  const schedule = (name: string, expression: string) =>
    ticksOf({ name, expression, zone: 'UTC', functionId: name, input: '{}', billed: false });
  const ran: string[] = [];
  const said: string[] = [];
  const time = { now: START };
  const parts = {
    clock: {
      now: () => time.now,
      jump: (at: Instant) => {
        time.now = at;
      },
      freeze() {},
      thaw() {},
    },
    work: { settle: async () => {}, quiet: async () => [], nextMessageAt: async () => null },
    due: { earliest: async () => due.map((at, n) => ({ profileId: `p-${n}`, at })) },
    queues: { tick: async () => {} },
    schedules: [schedule('sweep', 'rate(1 minute)'), schedule('daily', 'rate(1 day)')],
    tick: async (ticks: { wiring: { name: string } }, at: Instant) => {
      ran.push(`${ticks.wiring.name} ${isoDay(at)}`);
      if (ticks.wiring.name === 'sweep') due.shift();
    },
    say: (line: string) => said.push(line),
    ...other,
  } as unknown as TravelParts;
  const travel = timeTravel(parts);
  return { ran, said, time, travel };
}

test('a daily job runs each day that something happened before, and of idle days on the first and the last only', async () => {
  const { ran, time, travel } = journey([START + 100 * DAY]);
  await travel.advance(START + 365 * DAY);
  travel.stop();
  expect(ran).toEqual([
    'daily 2026-01-02',
    'daily 2026-04-11',
    'sweep 2026-04-11',
    'daily 2026-04-12',
    'daily 2027-01-01',
  ]);
  expect(time.now).toBe(START + 365 * DAY);
});

test('a day’s journey meets the daily job once', async () => {
  const { ran, travel } = journey();
  await travel.advance(START + DAY);
  travel.stop();
  expect(ran).toEqual(['daily 2026-01-02']);
});

test('an hour’s journey within a day does not', async () => {
  const { ran, travel } = journey();
  await travel.advance(START + HOUR);
  travel.stop();
  expect(ran).toEqual([]);
});

test('who is due already when the journey begins is asked at the next tick', async () => {
  const { ran, time, travel } = journey([START - 5 * HOUR]);
  await travel.advance(START + HOUR);
  travel.stop();
  expect(ran).toEqual(['sweep 2026-01-01']);
  expect(time.now).toBe(START + HOUR);
});

test('who stays due hides nobody who becomes due later', async () => {
  const stuck = { profileId: 'stuck', at: START - HOUR };
  const due = [stuck, { profileId: 'late', at: START + 3 * HOUR }];
  const swept: string[] = [];
  const { travel } = journey([], {
    due: { earliest: async () => [...due] },
    tick: async ({ skippable }, at) => {
      if (skippable) swept.push(new Date(at).toISOString().slice(11, 16));
      const [, late] = due;
      if (late && late.at <= at) due.pop();
    },
  });
  await travel.advance(START + 4 * HOUR);
  travel.stop();
  expect(swept).toContain('15:00');
  expect(swept.length).toBeLessThan(40);
});

test('a schedule that fails by the running clock is told, and ticks again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const ticked: Instant[] = [];
  const { said, time, travel } = journey([], {
    tick: async (_ticks, at) => {
      ticked.push(at);
      if (ticked.length === 1) throw new Error('the function is gone');
    },
  });
  const aMinuteLater = async () => {
    time.now += MINUTE;
    await vi.advanceTimersByTimeAsync(MINUTE + 1);
  };
  await aMinuteLater();
  await aMinuteLater();
  travel.stop();
  vi.useRealTimers();
  expect(said).toEqual(['a schedule did not run: the function is gone']);
  expect(ticked).toEqual([START + MINUTE, START + 2 * MINUTE]);
});
