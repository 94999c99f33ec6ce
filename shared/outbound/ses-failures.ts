import { derivedNumber } from '../kernel/ids.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../kernel/instants.ts';
import type { Reason } from '../messages/because.ts';
import type { MailOutcome } from '../messages/mailer.ts';

/** How long a call to SES may take, ms: longer, and its outcome is unknown. Well within the life of a claim. */
export const SES_TIMEOUT = 10_000;

/** What is known of a failed call. `name` is the SDK's error name or Node's code; the message may hold an address. */
interface SesFailure {
  readonly names: readonly string[];
  readonly message: string;
  /** HTTP status of the answer; null where there was none. */
  readonly status: number | null;
}

/** A line of the table in permission.md 1.3. All that it names must fit. */
interface Line {
  readonly names?: readonly string[];
  readonly message?: RegExp;
  readonly status?: (status: number | null) => boolean;
  readonly becomes:
    | { readonly outcome: 'failed'; readonly reason: Reason }
    /** A definite non-send; tried again after `after` ms, scattered over as much again. */
    | { readonly outcome: 'deferred'; readonly reason: Reason; readonly after: number }
    | { readonly outcome: 'unknown' };
}

const THROTTLES = ['TooManyRequestsException', 'LimitExceededException', 'ThrottlingException', 'Throttling'];
const throttledFor = (after: number) => ({ outcome: 'deferred', reason: 'throttled', after }) as const;
const pausedFor = (after: number) => ({ outcome: 'deferred', reason: 'sending-paused', after }) as const;

/** Permission.md 1.3, the first line that fits decides. Name AND message: one name means two things (P-76). */
const table: readonly Line[] = [
  // The quota refills over a rolling day: an hour later some of it is free. A tight retry would only burn calls.
  { names: THROTTLES, message: /Daily message quota exceeded/i, becomes: throttledFor(HOUR) },
  { names: THROTTLES, message: /Maximum sending rate exceeded/i, becomes: throttledFor(15 * SECOND) },
  { names: THROTTLES, becomes: throttledFor(MINUTE) },
  { names: ['AccountSuspendedException', 'SendingPausedException'], becomes: pausedFor(15 * MINUTE) },
  {
    names: ['MailFromDomainNotVerifiedException', 'NotFoundException', 'BadRequestException', 'MessageRejected'],
    becomes: { outcome: 'failed', reason: 'rejected-by-ses' },
  },
  // Before a request was written.
  { names: ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'], becomes: throttledFor(30 * SECOND) },
  { names: ['CredentialsProviderError'], becomes: pausedFor(MINUTE) },
  { names: ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'TimeoutError', 'AbortError'], becomes: { outcome: 'unknown' } },
  { status: (status) => status === 408, becomes: { outcome: 'unknown' } },
  // A grant or key that is missing is the deployment's fault: no message is lost for it while there is time to mend it.
  { status: (status) => status === 401 || status === 403, becomes: pausedFor(5 * MINUTE) },
  {
    status: (status) => status !== null && status >= 400 && status < 500,
    becomes: { outcome: 'failed', reason: 'rejected-by-ses' },
  },
];

/**
 * What became of a call that failed; ambiguous is what the table does not name (P-73).
 * Deferred until `now` and a delay that derives from the message, so that messages refused together do not come back together.
 */
export function outcomeOf(failure: SesFailure, messageId: string, now: Instant): MailOutcome {
  const line = table.find((each) => fits(each, failure));
  const error = failure.names[0] ?? 'an unknown error';
  if (!line || line.becomes.outcome === 'unknown') return { outcome: 'unknown', error };
  const { becomes } = line;
  if (becomes.outcome === 'failed') return { outcome: 'failed', because: { reason: becomes.reason, error } };
  const until = now + becomes.after + derivedNumber(becomes.after, messageId, error, now);
  return { outcome: 'deferred', until, because: { reason: becomes.reason, error } };
}

function fits({ names, message, status }: Line, failure: SesFailure): boolean {
  return (
    (!names || names.some((name) => failure.names.includes(name))) &&
    (!message || message.test(failure.message)) &&
    (!status || status(failure.status))
  );
}

/** What an SDK call was rejected with, whatever it is. */
export function failureOf(error: unknown): SesFailure {
  if (!(error instanceof Error)) return { names: [], message: '', status: null };
  const { name, message } = error;
  const { code, $metadata } = error as Error & { code?: unknown; $metadata?: { httpStatusCode?: number } };
  const names = [typeof code === 'string' ? code : null, name].filter((each) => each !== null);
  return { names: names.filter((each) => each !== 'Error'), message, status: $metadata?.httpStatusCode ?? null };
}
