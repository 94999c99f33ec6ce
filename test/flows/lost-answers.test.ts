import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WAY_OF_A_MAIL } from './fault-points.ts';
import { type RunningHeed, startLocalRun } from './local-run.ts';
import { expectNothingLeft, onceWorkspace, walkMail } from './mail-once.ts';

let heed: RunningHeed;
beforeAll(async () => {
  heed = await startLocalRun({ workspace: onceWorkspace });
});
afterAll(() => heed?.stop());

// Of a call that only reads, a lost answer is no more than a refusal: the long run walks those too.
const READS = ['GetItem', 'BatchGetItem', 'Query', 'GenerateMac'];
const POINTS = WAY_OF_A_MAIL.filter((point) => process.env.HEED_LONG || !READS.includes(point.action));

describe.each(process.env.HEED_LONG ? [1, 5] : [5])(
  'a call on the way of a mail that is performed, and whose answer is lost %i times',
  (times) => {
    test.each(POINTS.map((point) => [point.function, point.action, point] as const))(
      '%s, each %s: exactly one mail, neither twice nor never (P-72)',
      async (_name, _action, point) => {
        const met = await walkMail(heed, point, { dropResponse: true, times }, (nth, result) => {
          if (point.action === 'SendEmail') expect(result).toEqual({ mails: 1, status: 'unknown' });
          else if (point.function === 'send' && nth > 0 && result.status === 'unknown') expect(result.mails).toBe(1);
          else expect(result).toEqual({ mails: 1, status: 'sent' });
        });
        expect(met).toBeGreaterThan(0);
      },
    );
  },
);

test('in the end each message was counted once, and nothing was given up or refused', () => expectNothingLeft(heed));
