import type { Problem } from '../shared/kernel/errors.ts';

/**
 * Why an event is not on the bus.
 * `invalid`: heed could not read it; `problems` say which fields and what to write instead. Nothing was sent.
 * `refused`: the bus will not take it however often it is asked; `code` is AWS's, `field` what to look at.
 * `unanswered`: every attempt failed; `code` is that of the last. It may have arrived: track it again with its `eventId`.
 * `buffer-full`: more is waiting than may; nothing was sent. `room()` tells when to go on.
 * `closed`: the client was closed before.
 */
export type TrackErrorReason = 'invalid' | 'refused' | 'unanswered' | 'buffer-full' | 'closed';

interface TrackErrorDetails {
  readonly reason: TrackErrorReason;
  readonly problems?: readonly Problem[];
  readonly eventId?: string | null;
  readonly code?: string | null;
}

/** Names fields, ids of events and codes, never a value of the event: it may go into any log (P-57). */
export class TrackError extends Error {
  override name = 'TrackError';
  readonly reason: TrackErrorReason;
  /** Fields as paths such as `properties.total`. */
  readonly problems: readonly Problem[];
  /** Null where the event had none yet. */
  readonly eventId: string | null;
  /** AWS's name of what happened, such as `ThrottlingException`. */
  readonly code: string | null;

  constructor(message: string, { reason, problems = [], eventId = null, code = null }: TrackErrorDetails) {
    super(message);
    this.reason = reason;
    this.problems = problems;
    this.eventId = eventId;
    this.code = code;
  }

  /** The first field that is wrong; null where it is none of them. */
  get field(): string | null {
    return this.problems[0]?.field || null;
  }
}

/** An event that heed could not read. */
export function invalidEvent(problems: readonly Problem[]): TrackError {
  const words = problems.map(({ field, message }) => (field ? `${field} ${message}` : message));
  return new TrackError(`the event cannot be sent: ${words.join('; ')}`, { reason: 'invalid', problems });
}

interface Refusal {
  /** Asking again would bring the same. */
  readonly lasting: boolean;
  readonly code: string;
  readonly field: string;
}

/** An event that the bus did not take, for good or after so many attempts. */
export function notTaken(eventId: string, { lasting, code, field }: Refusal, attempts: number): TrackError {
  if (!lasting) {
    const message = `the bus gave no good answer in ${attempts} attempts (${code})`;
    return new TrackError(message, { reason: 'unanswered', eventId, code });
  }
  const problems = [{ field, message: `is refused by the bus (${code})` }];
  const advice = field ? `: look at ${field}` : '';
  return new TrackError(`the bus refused the event (${code})${advice}`, { reason: 'refused', problems, eventId, code });
}

/** An event for which there is no room. */
export function bufferFull(buffered: number, eventId: string): TrackError {
  const message = `${buffered} events are waiting already: await room() before the next, or await track itself`;
  return new TrackError(message, { reason: 'buffer-full', eventId });
}
