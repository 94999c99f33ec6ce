import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../shared/kernel/instants.ts';

const FRIDAY = 5;

/**
 * Where the clock of a first start with samples begins: the latest weekday (Monday to Friday) 10:00 in `zone` that is not in the
 * future. At that hour quiet hours hold nothing back, so a first start at night shows mails too.
 */
export function firstMoment(now: Instant, zone: string): Instant {
  let day = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  for (;;) {
    const moment = day.toZonedDateTime({ timeZone: zone, plainTime: '10:00' }).epochMilliseconds;
    if (day.dayOfWeek <= FRIDAY && moment <= now) return moment;
    day = day.subtract({ days: 1 });
  }
}
