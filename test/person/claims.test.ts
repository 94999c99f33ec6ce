import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/kernel/instants.ts';
import type { MailOutcome } from '../../shared/messages/mailer.ts';
import { dueAtOf } from '../../shared/person/timers.ts';
import { ann, campaign, NOON, send, transactional, workspace } from './making.ts';
import { Story } from './story.ts';

const sent: MailOutcome = { outcome: 'sent', sesMessageId: 'ses-1' };
const unknown: MailOutcome = { outcome: 'unknown', error: 'ETIMEDOUT' };
const throttled = (until: number): MailOutcome => ({ outcome: 'deferred', until, because: { reason: 'throttled' } });

function queued(kind: 'marketing' | 'transactional' = 'marketing', sendWithin = 3 * DAY): Story {
  const definition = kind === 'marketing' ? campaign({ sendWithin }) : transactional({ sendWithin });
  const story = new Story(workspace({ campaigns: [definition] }));
  story.event(kind === 'marketing' ? 'cart.abandoned' : 'order.placed');
  return story;
}

describe('a claim (P-72)', () => {
  test('moves a queued message to sending, for the address it was claimed for', () => {
    const story = queued();
    story.passesUnswept(MINUTE);
    story.claim(story.message.messageId, 'inv-7');
    expect(story.message).toMatchObject({
      status: 'sending',
      claim: { id: 'inv-7', at: NOON + MINUTE },
      address: ann().address?.hmac,
    });
  });

  test('by its own id is idempotent: the row already says who won', () => {
    const story = queued();
    const { messageId } = story.message;
    story.claim(messageId, 'inv-1');
    const before = story.person;
    expect(story.claim(messageId, 'inv-1').person).toBe(before);
  });

  test('of a message that another invocation claimed changes nothing', () => {
    const story = queued();
    const { messageId } = story.message;
    story.claim(messageId, 'inv-1');
    const before = story.person;
    expect(story.claim(messageId, 'inv-2').person).toBe(before);
    expect(story.message.claim?.id).toBe('inv-1');
  });

  test('P-12 asks the gates again: refused after a withdrawal', () => {
    const story = queued();
    const { messageId } = story.message;
    story.tell({ kind: 'withdrawal', id: 'u-1', topic: 'offers', at: story.now, method: 'one-click' });
    story.claim(messageId);
    expect(story.ends).toEqual(['skipped: topic-opted-out']);
    expect(story.person.enrollments).toEqual([]);
  });

  test('P-107 is refused once the campaign was archived', () => {
    const story = queued();
    story.workspace = workspace({ campaigns: [campaign({ status: 'archived' })] });
    story.claim(story.message.messageId);
    expect(story.ends).toEqual(['skipped: sending-disabled']);
  });

  test('P-100 is refused at the instant the message expires', () => {
    const story = queued('marketing', HOUR);
    story.passesUnswept(HOUR);
    story.claim(story.message.messageId);
    expect(story.ends).toEqual(['skipped: expired']);
  });
});

describe('a message that nobody claimed', () => {
  test('is handed over again', () => {
    const story = queued();
    const { messageId } = story.message;
    story.passes(14 * MINUTE);
    expect(story.orders).toEqual([messageId]);
    story.passes(MINUTE);
    expect(story.orders).toEqual([messageId, messageId]);
  });

  test('is handed over until it expires', () => {
    const story = queued('marketing', HOUR);
    story.passes(2 * HOUR);
    expect(story.ends).toEqual(['skipped: expired']);
    expect(dueAtOf(story.person)).toBeNull();
  });
});

describe('a release', () => {
  test('because the claim had grown too old hands the message over again', () => {
    const story = queued();
    const { messageId } = story.message;
    story.claim(messageId);
    story.passesUnswept(6 * SECOND);
    story.tell({ kind: 'release', messageId, claimId: 'inv-1', because: null });
    expect(story.message).toMatchObject({ status: 'queued', claim: null });
    expect(story.orders).toEqual([messageId, messageId]);
  });

  test('with a reason of the address row ends the message', () => {
    const story = queued();
    const { messageId } = story.message;
    story.claim(messageId);
    story.tell({ kind: 'release', messageId, claimId: 'inv-1', because: { reason: 'unsubscribed-all' } });
    expect(story.ends).toEqual(['skipped: unsubscribed-all']);
  });

  test("by somebody else's id changes nothing", () => {
    const story = queued();
    const { messageId } = story.message;
    story.claim(messageId);
    const before = story.person;
    expect(story.tell({ kind: 'release', messageId, claimId: 'inv-2', because: null }).person).toBe(before);
  });
});

describe.each(['marketing', 'transactional'] as const)('the outcome of a %s call', (kind) => {
  test('sent ends the message, and what spoke for it is told', () => {
    const story = queued(kind);
    const { messageId } = story.message;
    story.claim(messageId);
    story.outcome(messageId, sent);
    expect(story.ends).toEqual(['sent']);
    expect(story.log.at(-1)).toMatchObject({ id: messageId, kind: 'message', verdict: 'sent', because: null });
    expect(story.log.at(-1)?.trace.map((line) => line.gate)).toEqual(
      kind === 'marketing' ? ['class', 'consent'] : ['class'],
    );
    expect(dueAtOf(story.person)).toBeNull();
  });

  test('failed ends the message with its reason', () => {
    const story = queued(kind);
    const { messageId } = story.message;
    story.claim(messageId);
    story.outcome(messageId, { outcome: 'failed', because: { reason: 'rejected-by-ses' } });
    expect(story.ends).toEqual(['failed: rejected-by-ses']);
  });

  test('deferred waits and is sent later, after the gates', () => {
    const story = queued(kind);
    const { messageId } = story.message;
    story.claim(messageId);
    story.outcome(messageId, throttled(NOON + 5 * MINUTE));
    expect(story.message).toMatchObject({
      status: 'held',
      notBefore: NOON + 5 * MINUTE,
      because: { reason: 'throttled' },
    });
    story.passes(5 * MINUTE);
    expect(story.sendsAll()).toBe(1);
    expect(story.ends).toEqual(['sent']);
  });

  test('P-100 deferred to its expiry or beyond ends it at once', () => {
    const story = queued(kind, HOUR);
    const { messageId } = story.message;
    story.claim(messageId);
    story.outcome(messageId, throttled(NOON + HOUR));
    expect(story.ends).toEqual(['skipped: expired']);
    expect(story.person.enrollments).toEqual([]);
  });

  test.each([
    ['a second time', 'inv-1'],
    ['by another invocation', 'inv-2'],
  ])('that comes %s changes nothing', (_, claimId) => {
    const story = queued(kind);
    const { messageId } = story.message;
    story.claim(messageId);
    if (claimId === 'inv-1') story.outcome(messageId, sent);
    const before = story.person;
    expect(story.outcome(messageId, sent, claimId).person).toBe(before);
  });
});

describe('an ambiguous failure (P-73)', () => {
  test('P-73 marketing is never sent again', () => {
    const story = queued();
    const { messageId } = story.message;
    story.claim(messageId);
    story.outcome(messageId, unknown);
    expect(story.ends).toEqual(['unknown: unknown-outcome']);
    story.passes(30 * DAY);
    expect(story.orders).toEqual([messageId]);
  });

  test('P-73 a marketing claim without an outcome is unknown after a quarter of an hour, and never sent again', () => {
    const story = queued();
    const { messageId } = story.message;
    story.claim(messageId);
    story.passes(15 * MINUTE);
    expect(story.ends).toEqual(['unknown: unknown-outcome']);
    story.passes(DAY);
    expect(story.orders).toEqual([messageId]);
    const before = story.person;
    expect(story.outcome(messageId, sent).person).toBe(before);
  });

  test('P-73 transactional mail is tried once more, 15 minutes after the claim', () => {
    const story = queued('transactional');
    const { messageId } = story.message;
    story.claim(messageId);
    story.outcome(messageId, unknown);
    story.passes(15 * MINUTE - 1);
    expect(story.message.status).toBe('held');
    story.passes(1);
    expect(story.orders).toEqual([messageId, messageId]);
    story.claim(messageId, 'inv-2');
    story.outcome(messageId, unknown, 'inv-2');
    expect(story.ends).toEqual(['unknown: unknown-outcome']);
  });

  test('P-73 transactional mail without an outcome is tried once more, and only once', () => {
    const story = queued('transactional');
    const { messageId } = story.message;
    story.claim(messageId);
    story.passes(15 * MINUTE);
    story.claim(messageId, 'inv-2');
    story.passes(15 * MINUTE);
    expect(story.ends).toEqual(['unknown: unknown-outcome']);
    expect(story.orders).toEqual([messageId, messageId]);
  });

  test.each(['delivery', 'delivery-delay', 'bounce'] as const)(
    'P-73 any %s of it in between keeps transactional mail from a second try',
    (type) => {
      const story = queued('transactional');
      const { messageId } = story.message;
      story.claim(messageId);
      story.outcome(messageId, unknown);
      story.hears({ type, messageId, ...(type === 'bounce' ? { bounceType: 'Transient' } : {}) });
      story.passes(DAY);
      expect(story.orders).toEqual([messageId]);
      expect(story.person.recent).toMatchObject([{ status: type === 'delivery' ? 'delivered' : 'sent' }]);
    },
  );

  test('P-100 a second try that would come too late is none', () => {
    const story = queued('transactional', 10 * MINUTE);
    const { messageId } = story.message;
    story.claim(messageId);
    story.outcome(messageId, unknown);
    expect(story.ends).toEqual(['unknown: unknown-outcome']);
  });
});

test('the run goes on behind a message however it ended', () => {
  for (const outcome of [sent, unknown, { outcome: 'failed', because: { reason: 'rejected-by-ses' } } as const]) {
    const story = new Story(workspace({ campaigns: [campaign({ steps: [send(), send('last-call')] })] }));
    story.cartLeft();
    const first = story.message.messageId;
    story.claim(first);
    story.outcome(first, outcome);
    expect(story.message).toMatchObject({ template: 'last-call', status: 'queued' });
    expect(story.message.messageId).not.toBe(first);
  }
});

test('P-55 a withdrawal between claim and outcome is not told as what spoke for the mail', () => {
  const story = queued();
  const { messageId } = story.message;
  story.claim(messageId);
  story.tell({ kind: 'withdrawal', id: 'u-1', topic: 'offers', at: NOON + 1, method: 'one-click' });
  story.outcome(messageId, sent);
  expect(story.log.at(-1)?.trace.every((line) => line.verdict === 'pass')).toBe(true);
});
