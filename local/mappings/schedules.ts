import { Temporal } from 'temporal-polyfill';
import { DAY, HOUR, type Instant, isoInstant, MINUTE } from '../../shared/kernel/instants.ts';
import type { ScheduleWiring } from '../template/wiring.ts';

/** When a schedule's ticks are. */
export interface Ticks {
  readonly wiring: ScheduleWiring;
  /** The first tick after a moment. */
  after(at: Instant): Instant;
  /** Ticks so close that an idle one means nothing: the sweep. Time travel skips them while nobody is due. */
  readonly skippable: boolean;
}

const UNITS: Readonly<Record<string, number>> = { minute: MINUTE, hour: HOUR, day: DAY };

/** Reads `rate(n unit)` and `cron(minute hour day month weekday year)` as EventBridge does; throws for what it cannot read. */
export function ticksOf(wiring: ScheduleWiring): Ticks {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(wiring.expression);
  if (rate) {
    const period = Number(rate[1]) * UNITS[rate[2]!]!;
    return { wiring, skippable: period < HOUR, after: (at) => (Math.floor(at / period) + 1) * period };
  }
  const cron = /^cron\((.+)\)$/.exec(wiring.expression);
  if (!cron) throw new Error(`${wiring.name}: the local run cannot read the schedule ${wiring.expression}`);
  const fields = cronFields(cron[1]!);
  return { wiring, skippable: fields.hours.length === 24, after: (at) => nextCron(fields, at, wiring.zone) };
}

interface CronFields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  /** 1 is Sunday, as EventBridge counts. */
  readonly weekdays: readonly number[];
}

function cronFields(text: string): CronFields {
  const [minutes = '', hours = '', days = '', months = '', weekdays = ''] = text.trim().split(/\s+/);
  return {
    minutes: numbers(minutes, 0, 59),
    hours: numbers(hours, 0, 23),
    days: numbers(days, 1, 31),
    months: numbers(months, 1, 12),
    weekdays: numbers(named(weekdays), 1, 7),
  };
}

function named(weekdays: string): string {
  return ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'].reduce(
    (text, day, index) => text.replaceAll(day, String(index + 1)),
    weekdays.toUpperCase(),
  );
}

function numbers(field: string, least: number, most: number): number[] {
  return field.split(',').flatMap((part) => {
    const [range = '', step = '1'] = part.split('/');
    const [from, to] =
      range === '*' || range === '?' ? [least, most] : (range.split('-').map(Number) as [number, number?]);
    const last = to ?? (part.includes('/') ? most : from);
    if (!Number.isInteger(from) || !Number.isInteger(last))
      throw new Error(`cannot read ${field} in a cron expression`);
    const result: number[] = [];
    for (let value = from; value <= last; value += Number(step)) result.push(value);
    return result;
  });
}

function nextCron(fields: CronFields, at: Instant, zone: string): Instant {
  const start = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  for (let ahead = 0; ahead < 366 * 5; ahead += 1) {
    const day = start.toPlainDate().add({ days: ahead });
    if (
      !fields.months.includes(day.month) ||
      !fields.days.includes(day.day) ||
      !fields.weekdays.includes((day.dayOfWeek % 7) + 1)
    )
      continue;
    for (const hour of fields.hours) {
      for (const minute of fields.minutes) {
        const moment = day.toZonedDateTime({ timeZone: zone, plainTime: { hour, minute } }).epochMilliseconds;
        if (moment > at) return moment;
      }
    }
  }
  throw new Error('a schedule has no next tick within five years');
}

/** The event that a scheduled rule hands to its function; of time travel, with the shards of those who are due. */
export function scheduledEvent(wiring: ScheduleWiring, at: Instant, shards?: readonly number[]): unknown {
  const input: unknown = JSON.parse(wiring.input);
  if (typeof input === 'object' && input !== null && Object.keys(input).length > 0) return input;
  return {
    version: '0',
    id: `${wiring.name}-${at}`,
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '000000000000',
    time: isoInstant(at).replace('.000Z', 'Z'),
    region: 'local',
    resources: [wiring.name],
    detail: shards === undefined ? {} : { shards },
  };
}
