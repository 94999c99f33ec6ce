import { expect, test } from 'vitest';
import { triggerInWords } from '../../../functions/api/trigger-words.ts';
import { HOUR } from '../../../shared/kernel/instants.ts';
import type { Trigger } from '../../../shared/workspace/campaign-definition.ts';

test.each<[readonly Trigger[], string]>([
  [[{ kind: 'event', event: 'cart.abandoned' }], 'after cart.abandoned'],
  [
    [{ kind: 'inactivity', after: ['cart.updated'], for: 3 * HOUR, unless: ['order.placed', 'cart.emptied'] }],
    'no order.placed or cart.emptied for 3 hours after cart.updated',
  ],
  [
    [{ kind: 'date', path: 'profile.birthday', yearly: true, before: ['P0D'], at: 540 }],
    'on the day of profile.birthday, every year, at 09:00',
  ],
  [
    [{ kind: 'date', path: 'profile.contracts[].end', yearly: false, before: ['P1M', 'P7D'], at: 630 }],
    'P1M before and 7 days before profile.contracts[].end, at 10:30',
  ],
  [[{ kind: 'schedule', on: '2026-12-24', at: 480 }], 'on 2026-12-24, at 08:00'],
  [
    [
      { kind: 'event', event: 'a.b' },
      { kind: 'event', event: 'c.d' },
    ],
    'after a.b, or after c.d',
  ],
])('what starts a campaign is said in words: %#', (triggers, words) => {
  expect(triggerInWords(triggers)).toBe(words);
});
