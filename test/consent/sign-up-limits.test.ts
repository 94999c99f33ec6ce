import { describe, expect, test } from 'vitest';
import { reserveUnder } from '../../shared/consent/confirmation-caps.ts';
import { visitorOf } from '../../shared/consent/network-of.ts';
import { hourOf, isFlooded, medianHour } from '../../shared/consent/sign-up-counts.ts';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import { emptyRelease } from '../../shared/workspace/empty-release.ts';
import { NOON } from '../person/making.ts';

const { confirmationCaps, signUps } = emptyRelease.content.settings.permission;

describe('P-34 the places of confirmation mails', () => {
  const taken = (...ago: number[]) => ago.map((ms, n) => ({ messageId: `m-${n}`, at: NOON - ms }));
  const cases = [
    ['the first', taken(), true],
    ['a second a moment before ten minutes', taken(10 * MINUTE - 1), false],
    ['a second after exactly ten minutes', taken(10 * MINUTE), true],
    ['a fourth within a day', taken(DAY - 1, 12 * HOUR, HOUR), false],
    ['a fourth exactly a day after the first', taken(DAY, 12 * HOUR, HOUR), true],
    ['a sixth within thirty days', taken(30 * DAY - 1, 20 * DAY, 15 * DAY, 10 * DAY, 5 * DAY), false],
    ['a sixth exactly thirty days after the first', taken(30 * DAY, 20 * DAY, 15 * DAY, 10 * DAY, 5 * DAY), true],
  ] as const;
  test.each(cases)('%s: %#', (_, held, ok) => {
    expect(reserveUnder(confirmationCaps, held, 'm-new', NOON).ok).toBe(ok);
  });

  test('are kept by a mail that has one already, and tell until when they are taken', () => {
    const held = taken(MINUTE);
    expect(reserveUnder(confirmationCaps, held, 'm-0', NOON)).toEqual({ ok: true, reservations: held });
    expect(reserveUnder(confirmationCaps, held, 'm-1', NOON)).toMatchObject({ ok: false, until: NOON + 9 * MINUTE });
  });

  test('are forgotten after the longest window', () => {
    const answer = reserveUnder(confirmationCaps, taken(31 * DAY, 20 * DAY), 'm-new', NOON);
    expect(answer).toMatchObject({ ok: true, reservations: [{ at: NOON - 20 * DAY }, { at: NOON }] });
  });
});

describe('P-35 where somebody signs up from', () => {
  test('is an IPv4 address within its /24, a /64 of IPv6 within its /48', () => {
    const [one, neighbour, other] = ['192.0.2.1', '192.0.2.200', '192.0.3.1'].map(visitorOf);
    expect(one?.network).toBe(neighbour?.network);
    expect(one?.source).not.toBe(neighbour?.source);
    expect(one?.network).not.toBe(other?.network);
    const [a, sameHost, sameSite] = ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:3::1'].map(visitorOf);
    expect(a).toEqual(sameHost);
    expect(a?.network).toBe(sameSite?.network);
    expect(a?.source).not.toBe(sameSite?.source);
    expect(visitorOf('::ffff:c000:201')).toEqual(one);
  });

  test.each([null, '', 'unknown', '127.0.0.1', '::1'])('%s is nowhere that could be counted', (ip) => {
    expect(visitorOf(ip)).toBeNull();
  });
});

describe('P-35 the breaker', () => {
  const hours = (perHour: number) =>
    Array.from({ length: 168 }, (_, n): [number, number] => [hourOf(NOON) - (n + 1) * HOUR, perHour]);

  test('trips above three times the median hour of seven days', () => {
    const counts = new Map(hours(20));
    expect(medianHour(counts, NOON)).toBe(20);
    expect(isFlooded(counts.set(hourOf(NOON), 60), NOON, signUps)).toBe(false);
    expect(isFlooded(counts.set(hourOf(NOON), 61), NOON, signUps)).toBe(true);
  });

  test('holds through the hour after the flood, and no longer', () => {
    const counts = new Map([[hourOf(NOON), 500]]);
    expect([0, 1, 2].map((n) => isFlooded(counts, NOON + n * HOUR, signUps))).toEqual([true, true, false]);
  });

  test('lets a small sender live: below the floor nothing trips', () => {
    expect(isFlooded(new Map([[hourOf(NOON), 30]]), NOON, signUps)).toBe(false);
    expect(isFlooded(new Map([[hourOf(NOON), 31]]), NOON, signUps)).toBe(true);
  });
});
