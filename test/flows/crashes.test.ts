import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callsDuring, type FaultPoint, kindOf, WAY_OF_A_MAIL } from './fault-points.ts';
import { type RunningHeed, startLocalRun } from './local-run.ts';
import { expectNothingLeft, mailOf, onceWorkspace, SENT, type Went, walkMail } from './mail-once.ts';

let heed: RunningHeed;
beforeAll(async () => {
  heed = await startLocalRun({ workspace: onceWorkspace });
});
afterAll(() => heed?.stop());

/** What a crash before the n-th such call may cost: nothing, unless a claim stood without its outcome. */
function expectedAfterCrash({ function: name, action }: FaultPoint, nth: number, result: Went): void {
  if (name === 'send' && action === 'SendEmail') expect(result).toEqual({ mails: 0, status: 'unknown' });
  else if (name === 'send' && action === 'PutItem' && nth === 1)
    expect(result).toEqual({ mails: 1, status: 'unknown' });
  else if (name === 'send' && action === 'GetItem' && nth > 0 && result.status === 'unknown')
    expect(result.mails).toBeLessThanOrEqual(1);
  else expect(result).toEqual(SENT);
}

test('the walks below know every kind of call on the way of a mail', async () => {
  const calls = await callsDuring(heed, ['decide', 'relay', 'sweep', 'send'], () => mailOf(heed, 'first-of-all'));
  expect(WAY_OF_A_MAIL.map(kindOf)).toEqual(expect.arrayContaining(calls.map(kindOf)));
});

describe('a worker that dies before a call on the way of a mail', () => {
  test.each(WAY_OF_A_MAIL.map((point) => [point.function, point.action, point] as const))(
    '%s, before each %s: nothing is lost, nothing doubled; a claim without its outcome ends unknown (P-72, P-73)',
    async (_name, _action, point) => {
      const met = await walkMail(heed, point, { kill: true }, (nth, result) => {
        expectedAfterCrash(point, nth, result);
      });
      expect(met).toBeGreaterThan(0);
    },
  );

  test('in the end each message was counted once, and nothing was given up or refused', () => expectNothingLeft(heed));
});
