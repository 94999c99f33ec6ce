import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endFaults, plannedFaults } from './fault-points.ts';
import { cartAbandoned, consentRecorded, happen, profileOf, theMailOf } from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import { type RunningHeed, startLocalRun } from './local-run.ts';

let heed: RunningHeed;
beforeAll(async () => {
  heed = await startLocalRun({ workspace: flowWorkspace({ 'cart-abandoned': cartReminder }) });
});
afterAll(() => heed?.stop());

const text = async (path: string, body: string) => {
  const answer = await fetch(`${heed.endpoints.home}${path}`, { method: 'POST', body });
  return { status: answer.status, body: await answer.json() };
};

describe('the clock', () => {
  test.each([
    [{}, 'advance'],
    [{ advance: 'tomorrow' }, 'advance'],
    [{ advance: 5 }, 'advance'],
    [{ advance: 'P0D' }, 'advance'],
    [{ advance: '-P1D' }, 'advance'],
    [{ to: 'tomorrow' }, 'to'],
    [{ to: '2020-01-01T00:00:00Z' }, 'to'],
    [{ to: '2027-01-01T00:00:00' }, 'to'],
    [{ to: '2027-01-01T00:00:00Z', advance: 'P1D' }, 'to'],
  ])('%j is 400 and names %s, and time stands where it was', async (body, field) => {
    const before = Date.parse(await heed.now());
    expect(await heed.control('POST', '/clock', body)).toMatchObject({ status: 400, body: { problems: [{ field }] } });
    expect(Date.parse(await heed.now()) - before).toBeLessThan(60_000);
  });

  test('an instant that is not ahead is 400: the present one too', async () => {
    expect(await heed.control('POST', '/clock', { to: await heed.now() })).toMatchObject({
      status: 400,
      body: { problems: [{ field: 'to' }] },
    });
  });

  test('what is no JSON is 400', async () => {
    expect(await text('/clock', '{ "advance": ')).toMatchObject({
      status: 400,
      body: { problems: [{ message: 'the body is not JSON' }] },
    });
  });

  test('P1D is 24 hours, and an instant ahead is met to the millisecond or a moment later', async () => {
    const before = Date.parse(await heed.now());
    const after = Date.parse(await heed.advance('P1D'));
    expect(after - before).toBeGreaterThanOrEqual(86_400_000);
    const to = new Date(after + 3_600_000).toISOString();
    expect(Date.parse(await heed.advanceTo(to))).toBeGreaterThanOrEqual(Date.parse(to));
  });
});

describe('faults', () => {
  const sound = { service: 'ses', action: 'SendEmail', times: 1, error: 'TooManyRequestsException' };
  test.each([
    [[], ''],
    [{ ...sound, service: 'lambda' }, 'service'],
    [{ ...sound, action: '' }, 'action'],
    [{ ...sound, function: 'nobody' }, 'function'],
    [{ ...sound, times: -1 }, 'times'],
    [{ ...sound, after: 1.5 }, 'after'],
    [{ ...sound, kill: true }, ''],
    [{ ...sound, error: 7 }, 'error'],
    [{ ...sound, error: undefined, delayMs: 'long' }, 'delayMs'],
    [{ ...sound, hours: 3 }, 'hours'],
  ])('%j is 400 and names the field "%s"; nothing is planned', async (body, field) => {
    expect(await heed.control('POST', '/faults', body)).toMatchObject({ status: 400, body: { problems: [{ field }] } });
    expect(await plannedFaults(heed)).toEqual([]);
  });

  test('times 0 ends a fault', async () => {
    await heed.fault(sound);
    expect(await plannedFaults(heed)).toHaveLength(1);
    await heed.fault({ service: 'ses', action: 'SendEmail', times: 0 });
    expect(await plannedFaults(heed)).toEqual([]);
  });
});

describe('feedback', () => {
  test('for a mail that nobody knows is 404, of a kind that nobody knows 400', async () => {
    expect(await heed.control('POST', '/inbox/nobody/feedback', { type: 'delivery' })).toMatchObject({ status: 404 });
    await happen(heed, consentRecorded('fed'));
    await happen(heed, cartAbandoned('fed'));
    const { id } = await theMailOf(heed, 'fed');
    expect(await heed.control('POST', `/inbox/${id}/feedback`, { type: 'applause' })).toMatchObject({
      status: 400,
      body: { problems: [{ field: 'type' }] },
    });
  });
});

describe('quiet', () => {
  // The half minute is real: only the long run takes it; test/local/control has the answer itself.
  test.runIf(process.env.HEED_LONG)(
    'waits half a minute, then answers 503 and names what is left',
    { timeout: 90_000 },
    async () => {
      await heed.fault({
        function: 'decide',
        service: 'dynamodb',
        action: 'PutItem',
        times: 1000,
        error: 'InternalServerError',
      });
      await heed.fault({
        function: 'decide',
        service: 'dynamodb',
        action: 'TransactWriteItems',
        times: 1000,
        error: 'InternalServerError',
      });
      await heed.putEvents(consentRecorded('stuck'));
      const answer = await heed.control('POST', '/quiet');
      expect(answer.status).toBe(503);
      expect(JSON.stringify(answer.body)).toContain('heed-local-inputs');
      await endFaults(heed);
      await heed.advance('P1D');
      expect((await profileOf(heed, 'stuck')).consents).toMatchObject([{ topic: 'offers', state: 'granted' }]);
    },
  );
});

test('what is nowhere is 404', async () => {
  expect(await heed.control('GET', '/nowhere')).toMatchObject({ status: 404 });
});
