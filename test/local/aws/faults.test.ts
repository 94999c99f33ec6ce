import { describe, expect, test } from 'vitest';
import { createFaults } from '../../../local/aws/faults.ts';

const SEND = 'send';
const WEB = 'web';
const sendEmail = { service: 'ses', action: 'SendEmail' } as const;
const planned = (...bodies: Record<string, unknown>[]) => {
  const faults = createFaults(() => [SEND, WEB]);
  for (const body of bodies) faults.add({ ...sendEmail, times: 1, error: 'ThrottlingException', ...body });
  return faults;
};

describe('a fault', () => {
  test('hits as often as it says', () => {
    const faults = planned({ times: 2 });
    expect([1, 2, 3].map(() => faults.next(sendEmail, SEND)?.error)).toEqual([
      'ThrottlingException',
      'ThrottlingException',
      undefined,
    ]);
  });

  test('lets the first calls pass', () => {
    const faults = planned({ after: 2 });
    expect([1, 2, 3, 4].map(() => faults.next(sendEmail, SEND) !== null)).toEqual([false, false, true, false]);
  });

  test('two of them count the same calls', () => {
    const faults = planned({ error: 'First' }, { error: 'Second', after: 1 });
    expect([1, 2].map(() => faults.next(sendEmail, SEND)?.error)).toEqual(['First', 'Second']);
  });

  test('meets the function it names', () => {
    const faults = planned({ function: 'send' });
    expect(faults.next(sendEmail, null)).toBeNull();
    expect([SEND, WEB].map((caller) => faults.next(sendEmail, caller) !== null)).toEqual([true, false]);
  });

  test('leaves other operations alone', () => {
    expect(planned({}).next({ service: 'ses', action: 'GetAccount' }, SEND)).toBeNull();
  });

  test('that kills waits for a worker', () => {
    const faults = planned({ error: undefined, kill: true });
    expect([faults.next(sendEmail, null), faults.next(sendEmail, SEND)?.kill]).toEqual([null, true]);
  });

  test('ends with times 0', () => {
    const faults = planned({ times: 5 });
    expect(faults.add({ ...sendEmail, times: 0 })).toEqual({ ok: true });
    expect([faults.list(), faults.next(sendEmail, SEND)]).toEqual([[], null]);
  });
});

describe('a body that is no fault', () => {
  test.each([
    ['no object', [], ''],
    ['an unknown service', { service: 'email' }, 'service'],
    ['no action', { action: undefined }, 'action'],
    ['an unknown function', { function: 'sender' }, 'function'],
    ['a negative count', { times: -1 }, 'times'],
    ['a half call', { after: 0.5 }, 'after'],
    ['nothing that happens', { error: undefined }, ''],
    ['two things that happen', { delayMs: 5 }, ''],
    ['a delay that is no number', { error: undefined, delayMs: '5' }, 'delayMs'],
    ['words without an error', { error: undefined, kill: true, message: 'x' }, 'message'],
    ['a misspelt field', { functon: 'send' }, 'functon'],
  ])('%s is told by field', (_what, overrides, field) => {
    const faults = planned({});
    const body = Array.isArray(overrides) ? overrides : { ...sendEmail, times: 1, error: 'Throttling', ...overrides };
    const answer = faults.add(body);
    expect(answer).toMatchObject({ ok: false, problems: [{ field }] });
    expect(faults.list()).toHaveLength(1);
  });
});
