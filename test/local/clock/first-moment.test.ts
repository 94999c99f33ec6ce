import { describe, expect, it } from 'vitest';
import { firstMoment } from '../../../local/clock/first-moment.ts';
import { isoInstant } from '../../../shared/kernel/instants.ts';

describe('the clock of a first start with samples', () => {
  it.each([
    ['a weekday afternoon stays on that day', '2026-11-20T15:00:00Z', '2026-11-20T09:00:00.000Z'],
    ['ten sharp is not in the future', '2026-11-20T09:00:00Z', '2026-11-20T09:00:00.000Z'],
    ['the early morning goes back a day', '2026-11-20T08:59:59Z', '2026-11-19T09:00:00.000Z'],
    ['a Saturday goes back to Friday', '2026-11-21T22:00:00Z', '2026-11-20T09:00:00.000Z'],
    ['a Sunday too', '2026-11-22T22:00:00Z', '2026-11-20T09:00:00.000Z'],
    ['Monday at eight goes back over the weekend', '2026-11-23T07:00:00Z', '2026-11-20T09:00:00.000Z'],
    ['summer time moves it', '2026-07-10T15:00:00Z', '2026-07-10T08:00:00.000Z'],
  ])('%s', (_, now, moment) => {
    expect(isoInstant(firstMoment(Date.parse(now), 'Europe/Berlin'))).toBe(moment);
  });
});
