import { describe, expect, test } from 'vitest';
import { DAY, HOUR, type Instant, isoInstant, MINUTE } from '../../shared/kernel/instants.ts';
import type { LogEntry } from '../../shared/person/effects.ts';
import type { Workspace } from '../../shared/workspace/workspace.ts';
import { type Happening, simulation } from '../../simulation/simulation.ts';
import { timers } from '../../simulation/timers.ts';
import { campaign, event, NOON, send, settings, wait, workspace } from '../person/making.ts';

const reminders = campaign({
  id: 'cart',
  goal: { event: 'order.placed', within: DAY, exit: false },
  reentry: { kind: 'always' },
});

function at(instant: Instant, profileId: string, type: string, differs: Partial<Happening['event']> = {}): Happening {
  const eventId = `${profileId}-${type}-${instant}`;
  return { profileId, at: instant, event: { ...event({ type, occurredAt: instant, eventId }), ...differs } };
}

function address(profileId: string) {
  const email = `${profileId}@example.org`;
  return { traits: { email, timeZone: 'Europe/Berlin' }, address: { email, hmac: `hmac-${email}` } };
}

function agrees(profileId: string, when: Instant, who = address(profileId)): Happening {
  const grantedAt = isoInstant(when);
  const evidence = { basis: 'express-doi', method: 'web-form', text: 'Yes.', source: 'shop' };
  return at(when, profileId, 'consent.recorded', {
    ...who,
    properties: { topics: ['offers'], grantedAt, ...evidence },
  });
}

const leavesCart = (profileId: string, when: Instant, cartId = 'k-1') =>
  at(when, profileId, 'cart.abandoned', { properties: { cartId, total: 40 } });

interface Asked {
  readonly from?: Instant;
  readonly to?: Instant;
  readonly assumedTopics?: readonly string[];
  readonly delivers?: boolean;
}

function livesThrough(
  home: Workspace,
  happenings: readonly Happening[],
  { from = 0, to = NOON + 30 * DAY, assumedTopics = [], delivers = false }: Asked = {},
) {
  const told: (LogEntry & { profileId: string })[] = [];
  const hear = (profileId: string, entry: LogEntry) => void told.push({ ...entry, profileId });
  const one = simulation(home, { from, assumedTopics, delivers, told: hear });
  const refused = happenings.map((each) => one.take(each));
  return { told, refused, outcome: one.end(to) };
}

describe('a simulated world', () => {
  test('sends at once, and wakes waits at their very moment', () => {
    const home = workspace({
      campaigns: [campaign({ id: 'cart', steps: [send('reminder'), wait(DAY), send('last-call')] })],
    });
    const { told } = livesThrough(home, [agrees('c-1', NOON), leavesCart('c-1', NOON + MINUTE)]);
    const sent = told.filter((entry) => entry.verdict === 'sent');
    expect(sent.map((entry) => entry.at)).toEqual([NOON + MINUTE, NOON + DAY + MINUTE]);
  });

  test('tells why somebody gets nothing', () => {
    const { outcome } = livesThrough(workspace({ campaigns: [reminders] }), [leavesCart('c-1', NOON)]);
    expect(outcome.totals).toMatchObject({ entered: 1, sent: 0 });
    expect(outcome.refusals).toEqual({ 'no-address': 1 });
  });

  test('holds what its caps hold, and says which', () => {
    const home = workspace({
      campaigns: [reminders],
      settings: { ...settings, frequencyCaps: [{ max: 1, per: DAY }] },
    });
    const carts = ['k-1', 'k-2'].map((cartId, n) => leavesCart('c-1', NOON + n * MINUTE, cartId));
    const { outcome } = livesThrough(home, [agrees('c-1', NOON), ...carts], { from: NOON });
    expect(outcome.caps).toEqual({ '1 per PT24H, of the workspace': 1 });
    expect(outcome.days.filter((day) => day.sent > 0).map((day) => day.sent)).toEqual([1, 1]);
    expect(outcome.mostWritten).toEqual([{ profileId: 'c-1', mails: 2 }]);
  });

  test('delivers where it is told to, and journeys hear of it', () => {
    const arrival = { type: 'waitFor', id: 'arrival', outcome: ['delivered'], of: 'reminder', timeout: DAY } as const;
    const steps = [send('reminder'), { ...arrival, heard: 2, missed: 3 }, send('last-call')];
    const home = workspace({ campaigns: [campaign({ id: 'cart', steps })] });
    const story = [agrees('c-1', NOON), leavesCart('c-1', NOON)];
    const sent = (delivers: boolean) => livesThrough(home, story, { delivers, to: NOON + HOUR }).outcome.totals.sent;
    expect([sent(false), sent(true)]).toEqual([1, 2]);
  });

  test('counts goals', () => {
    const order = at(NOON + HOUR, 'c-1', 'order.placed');
    const { outcome } = livesThrough(workspace({ campaigns: [reminders] }), [
      agrees('c-1', NOON),
      leavesCart('c-1', NOON),
      order,
    ]);
    expect(outcome.campaigns[0]?.lift.mailed).toMatchObject({ entered: 1, goals: 1 });
  });

  test('knows what happened before the counted time and does not count it', () => {
    const story = [agrees('c-1', NOON), leavesCart('c-1', NOON, 'k-1'), leavesCart('c-1', NOON + DAY, 'k-2')];
    const { outcome } = livesThrough(workspace({ campaigns: [reminders] }), story, { from: NOON + HOUR });
    expect(outcome.totals).toMatchObject({ entered: 1, sent: 1 });
  });

  test('counts runs of which nothing was told yet when the clock stops', () => {
    const home = workspace({ campaigns: [campaign({ id: 'cart', steps: [wait(3 * DAY), send()] })] });
    const { outcome } = livesThrough(home, [agrees('c-1', NOON), leavesCart('c-1', NOON)], { to: NOON + DAY });
    expect(outcome.campaigns[0]).toMatchObject({ entered: 1, sent: 0, running: 1 });
  });

  test('stops an address for all its holders when one of them stops everything (P-52)', () => {
    const shared = address('family');
    const stop = at(NOON + HOUR, 'c-1', 'consent.withdrawn', { properties: { all: true, method: 'call' } });
    const { outcome } = livesThrough(workspace({ campaigns: [reminders] }), [
      agrees('c-1', NOON, shared),
      agrees('c-2', NOON, shared),
      stop,
      leavesCart('c-2', NOON + 2 * HOUR),
    ]);
    expect(outcome.refusals).toEqual({ 'unsubscribed-all': 1 });
  });

  test('forgets who was erased, whatever still comes for them (P-58)', () => {
    const erased = at(NOON + HOUR, 'c-1', 'profile.erased');
    const { outcome } = livesThrough(workspace({ campaigns: [reminders] }), [
      agrees('c-1', NOON),
      erased,
      leavesCart('c-1', NOON + 2 * HOUR),
    ]);
    expect(outcome).toMatchObject({ people: 0, totals: { entered: 0, sent: 0 } });
  });

  test('lets a customer act for the profile that was merged into them', () => {
    const merged = at(NOON + HOUR, 'c-1', 'profile.merged', { properties: { from: 's-1' } });
    const { told } = livesThrough(workspace({ campaigns: [reminders] }), [
      agrees('c-1', NOON),
      agrees('s-1', NOON),
      merged,
      leavesCart('s-1', NOON + 2 * HOUR),
    ]);
    expect(told.filter((entry) => entry.verdict === 'sent').map((entry) => entry.profileId)).toEqual(['c-1']);
  });
});

describe('an assumed consent', () => {
  const home = workspace({ campaigns: [reminders] });
  const assumedTopics = ['offers'];
  const known = at(NOON, 'c-1', 'profile.updated', address('c-1'));

  test('lets a mail through that nobody had agreed to', () => {
    const { outcome } = livesThrough(home, [known, leavesCart('c-1', NOON + HOUR)], { assumedTopics });
    expect(outcome.totals.sent).toBe(1);
  });

  test('of somebody known before begins with the counted time', () => {
    const carts = [leavesCart('c-1', NOON + HOUR, 'k-1'), leavesCart('c-1', NOON + DAY, 'k-2')];
    const { outcome } = livesThrough(home, [known, ...carts], { assumedTopics, from: NOON + 2 * HOUR });
    expect(outcome.totals.sent).toBe(1);
  });

  test('overrules no withdrawal, however old', () => {
    const withdrawn = at(NOON, 'c-1', 'consent.withdrawn', {
      ...address('c-1'),
      properties: { topics: ['offers'], method: 'call', at: isoInstant(NOON - 90 * DAY) },
    });
    const { outcome } = livesThrough(home, [withdrawn, leavesCart('c-1', NOON + HOUR)], { assumedTopics });
    expect(outcome.refusals).toEqual({ 'topic-opted-out': 1 });
  });
});

test('timers come out by time, and in the order of their setting where times are equal', () => {
  const clock = timers<string>();
  for (const [moment, name] of [
    [5, 'e'],
    [1, 'a'],
    [3, 'c'],
    [1, 'b'],
    [4, 'd'],
    [9, 'z'],
  ] as const)
    clock.set(moment, name);
  const out = Array.from({ length: 6 }, () => clock.next(5)?.owner);
  expect(out).toEqual(['a', 'b', 'c', 'd', 'e', undefined]);
});
