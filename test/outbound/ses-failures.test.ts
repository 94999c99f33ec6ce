import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../shared/kernel/instants.ts';
import { failureOf, outcomeOf } from '../../shared/outbound/ses-failures.ts';

const now = Date.parse('2026-11-21T12:00:00Z');

/** What the SDK throws for an answer of SES. */
function refusal(name: string, status: number, message = 'refused'): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

/** What Node throws when there is no answer. */
function broken(code: string, name = 'Error'): Error {
  return Object.assign(new Error(`connect ${code} 127.0.0.1`), { name, code, $metadata: { attempts: 1 } });
}

const outcome = (error: unknown, messageId = 'm-1') => outcomeOf(failureOf(error), messageId, now);

describe('P-76 the table of SES failures (permission.md 1.3)', () => {
  test.each([
    ['TooManyRequestsException', 429, 'Maximum sending rate exceeded.', 15 * SECOND],
    ['TooManyRequestsException', 429, 'Daily message quota exceeded.', HOUR],
    ['LimitExceededException', 400, 'Daily message quota exceeded.', HOUR],
    ['ThrottlingException', 400, 'Daily message quota exceeded.', HOUR],
    ['Throttling', 400, 'Daily message quota exceeded.', HOUR],
    ['ThrottlingException', 400, 'Maximum sending rate exceeded.', 15 * SECOND],
    ['TooManyRequestsException', 429, 'Too many requests', MINUTE],
    ['LimitExceededException', 400, 'There are too many instances of the specified resource type.', MINUTE],
  ])('%s (%i, "%s") is a definite non-send, throttled', (name, status, message, after) => {
    const given = outcome(refusal(name, status, message));
    expect(given).toMatchObject({ outcome: 'deferred', because: { reason: 'throttled', error: name } });
    const until = given.outcome === 'deferred' ? given.until - now : 0;
    expect(until).toBeGreaterThanOrEqual(after);
    expect(until).toBeLessThan(2 * after);
  });

  test.each([
    ['AccountSuspendedException', 400],
    ['SendingPausedException', 400],
    ['AccessDeniedException', 403],
    ['ExpiredTokenException', 403],
  ])('%s (%i) stops sending and the message waits', (name, status) => {
    expect(outcome(refusal(name, status))).toMatchObject({
      outcome: 'deferred',
      because: { reason: 'sending-paused', error: name },
    });
  });

  test.each([
    ['MailFromDomainNotVerifiedException', 400],
    ['NotFoundException', 404],
    ['BadRequestException', 400],
    ['MessageRejected', 400],
    ['SomethingNewException', 400],
  ])('%s (%i) is a definite non-send for good', (name, status) => {
    expect(outcome(refusal(name, status))).toEqual({
      outcome: 'failed',
      because: { reason: 'rejected-by-ses', error: name },
    });
  });

  test('the sandbox refuses an address for good, and the address is not repeated', () => {
    const message = 'Email address is not verified. The following identities failed the check: ann@example.org';
    const given = outcome(refusal('MessageRejected', 400, message));
    expect(given).toMatchObject({ outcome: 'failed' });
    expect(JSON.stringify(given)).not.toContain('@');
  });

  test.each([
    ['an internal error', refusal('InternalServiceErrorException', 500)],
    ['an unavailable service', refusal('ServiceUnavailable', 503)],
    ['a request timeout', refusal('RequestTimeoutException', 408)],
    ['a reset connection', broken('ECONNRESET', 'TimeoutError')],
    ['a broken pipe', broken('EPIPE')],
    ['a timeout of the socket', broken('ETIMEDOUT')],
    ['a timeout of ours', Object.assign(new Error('too late'), { name: 'TimeoutError' })],
    ['an aborted call', Object.assign(new Error('aborted'), { name: 'AbortError' })],
    ['an answer that is no JSON', new SyntaxError('Unexpected token')],
    ['something that is no error', 'what?'],
  ])('%s leaves the outcome unknown', (_, error) => {
    expect(outcome(error)).toMatchObject({ outcome: 'unknown' });
  });

  test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])(
    '%s came before a request was written: again, later',
    (code) => {
      expect(outcome(broken(code))).toMatchObject({
        outcome: 'deferred',
        because: { reason: 'throttled', error: code },
      });
    },
  );

  test('scatters what was refused together, the same way each time', () => {
    const refused = refusal('TooManyRequestsException', 429, 'Maximum sending rate exceeded.');
    const until = (messageId: string) => {
      const given = outcome(refused, messageId);
      return given.outcome === 'deferred' ? given.until : 0;
    };
    expect(until('m-1')).toBe(until('m-1'));
    expect(new Set(Array.from({ length: 50 }, (_, n) => until(`m-${n}`))).size).toBeGreaterThan(40);
  });
});
