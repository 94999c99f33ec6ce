import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FaultPoint, WAY_OF_A_MAIL } from './fault-points.ts';
import { type RunningHeed, startLocalRun } from './local-run.ts';
import { expectNothingLeft, onceWorkspace, walkMail } from './mail-once.ts';

let heed: RunningHeed;
beforeAll(async () => {
  heed = await startLocalRun({ workspace: onceWorkspace });
});
afterAll(() => heed?.stop());

/** What a service says that could not do it just now; for SES the answer that promises that nothing was sent. */
const ERRORS: Readonly<Record<FaultPoint['service'], string>> = {
  dynamodb: 'InternalServerError',
  sqs: 'InternalFailure',
  kms: 'KMSInternalException',
  ses: 'TooManyRequestsException',
};

// Once is made good by the SDK's own retries (SES has none, P-71); five times outlasts them, and the queue brings the work again.
describe.each(process.env.HEED_LONG ? [1, 5] : [5])('a call on the way of a mail that fails %i times', (times) => {
  test.each(WAY_OF_A_MAIL.map((point) => [point.function, point.action, point] as const))(
    '%s, each %s: exactly one mail all the same (P-72)',
    async (_name, _action, point) => {
      const met = await walkMail(heed, point, { error: ERRORS[point.service], times }, (nth, result) => {
        // After the call only its outcome can get lost, and then no second mail goes out (P-73).
        const isOutcome = point.function === 'send' && nth > 0 && result.status === 'unknown';
        expect(result).toEqual({ mails: 1, status: isOutcome ? 'unknown' : 'sent' });
      });
      expect(met).toBeGreaterThan(0);
    },
  );
});

test('in the end each message was counted once, and nothing was given up or refused', () => expectNothingLeft(heed));
