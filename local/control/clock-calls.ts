import { parseDuration } from '../../shared/kernel/durations.ts';
import { type Instant, parseInstant } from '../../shared/kernel/instants.ts';
import { Refusal } from './answers.ts';

/** The furthest moment time may be moved to: one that every part of a mail and a row can still write down. */
const LATEST = Date.UTC(2999, 11, 31);

/**
 * Reads the body of POST /clock: `{ advance: "P1D" }` (a day is 24 h) or `{ to: "…Z" }`.
 * Gives the moment; throws `Refusal` (400) naming the field for anything else, and for a moment that is not ahead.
 */
export function readDestination(body: unknown, now: Instant): Instant {
  const { advance, to } = (typeof body === 'object' && body !== null ? body : {}) as {
    advance?: unknown;
    to?: unknown;
  };
  if ((advance === undefined) === (to === undefined)) {
    throw refuse(
      advance === undefined ? 'advance' : 'to',
      'give either "advance" (a duration such as P1D) or "to" (an instant such as 2026-12-01T10:00:00Z)',
    );
  }
  const field = advance === undefined ? 'to' : 'advance';
  const moment = field === 'to' ? instantOf(to) : now + durationOf(advance);
  if (moment <= now) throw refuse(field, `time only moves ahead: it is ${new Date(now).toISOString()} now`);
  if (moment > LATEST) throw refuse(field, 'that is too far ahead');
  return moment;
}

function instantOf(to: unknown): Instant {
  const moment = typeof to === 'string' ? parseInstant(to) : null;
  if (moment === null) throw refuse('to', 'must be an instant with its zone, such as 2026-12-01T10:00:00Z');
  return moment;
}

function durationOf(advance: unknown): number {
  const ms = typeof advance === 'string' ? parseDuration(advance) : null;
  if (ms === null)
    throw refuse('advance', 'must be a duration of weeks, days, hours, minutes and seconds, such as P1D or PT90M');
  return ms;
}

function refuse(field: string, message: string): Refusal {
  return new Refusal(400, [{ field, message }]);
}
