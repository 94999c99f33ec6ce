import { describe, expect, test } from 'vitest';
import { type Instant, SECOND } from '../../shared/kernel/instants.ts';
import type { Tracked } from '../../shared/messages/message.ts';
import { isBotClick, isMachineOpen } from '../../shared/messages/visits.ts';
import { emptyRelease } from '../../shared/workspace/empty-release.ts';

const house = emptyRelease.content.settings.permission;
const DELIVERED: Instant = Date.parse('2026-11-18T12:00:00Z');
const HUMAN = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36';
const tracked: Tracked = { deliveredAt: DELIVERED, marks: [], clicks: [] };

describe('P-21 an open is a machine’s', () => {
  test.each<[string, string | null, number, boolean]>([
    ['under the bare name that Mail Privacy Protection has', 'Mozilla/5.0', 3_600, true],
    ['by Gmail’s proxy', 'Mozilla/5.0 (Windows NT 5.1) Firefox/11.0 (via ggpht.com GoogleImageProxy)', 3_600, true],
    ['by Yahoo’s proxy', 'YahooMailProxy; https://help.yahoo.com', 3_600, true],
    ['10 s after the delivery', HUMAN, 10, true],
    ['before the delivery was told', HUMAN, -1, true],
    ['never 11 s after it in a browser', HUMAN, 11, false],
    ['never without a name, an hour later', null, 3_600, false],
  ])('%s', (_, userAgent, seconds, machine) => {
    expect(isMachineOpen({ at: DELIVERED + seconds * SECOND, userAgent }, tracked, house)).toBe(machine);
  });

  test('as long as the workspace says', () => {
    const visit = { at: DELIVERED + 20 * SECOND, userAgent: HUMAN };
    expect(isMachineOpen(visit, tracked, { ...house, machineOpenWithin: 30 * SECOND })).toBe(true);
  });
});

describe('P-24 a click is a bot’s', () => {
  const at = DELIVERED + 3_600 * SECOND;
  test.each<[string, string | null, number, boolean]>([
    ['5 s after the delivery', HUMAN, 5, true],
    ['never 6 s after it in a browser', HUMAN, 6, false],
    ['by a scanner', 'Mozilla/5.0 (compatible; Proofpoint URL Defense)', 3_600, true],
    ['by a program', 'python-requests/2.32', 3_600, true],
    [
      'never on a telephone whose name sounds like one',
      'Mozilla/5.0 (Linux; Android 9; CUBOT_X19) Chrome/120',
      3_600,
      false,
    ],
  ])('%s', (_, userAgent, seconds, bot) => {
    const visit = { at: DELIVERED + seconds * SECOND, userAgent, link: 'a' };
    expect(isBotClick(visit, tracked, house)).toBe(bot);
  });

  test.each<[string, string, number, boolean]>([
    ['another link 2 s before', 'b', -2, true],
    ['another link 2 s after', 'b', 2, true],
    ['never another link 3 s after', 'b', 3, false],
    ['never the same link twice', 'a', 1, false],
  ])('with %s', (_, link, seconds, bot) => {
    const clicks = [{ link, at: at + seconds * SECOND }];
    expect(isBotClick({ at, userAgent: HUMAN, link: 'a' }, { ...tracked, clicks }, house)).toBe(bot);
  });

  test('never for its speed while no delivery is known', () => {
    expect(isBotClick({ at: DELIVERED, userAgent: HUMAN, link: 'a' }, { ...tracked, deliveredAt: null }, house)).toBe(
      false,
    );
  });
});
