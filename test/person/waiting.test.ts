import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import { dueAtOf } from '../../shared/person/timers.ts';
import type { CampaignDefinition } from '../../shared/workspace/campaign-definition.ts';
import { ann, campaign, NOON, send, wait, workspace } from './making.ts';
import { Story } from './story.ts';

const exit: CampaignDefinition['exit'] = [{ kind: 'event', event: 'order.placed', sameKey: 'properties.cartId' }];
const spaceOf = (differs: Partial<CampaignDefinition>) => workspace({ campaigns: [campaign(differs)] });
const ordered = (cartId: string) => ({ properties: { cartId } });

describe('a wait', () => {
  test('sends when it is over, and not a moment before', () => {
    const story = new Story(spaceOf({ steps: [wait(3 * HOUR), send()] }));
    story.cartLeft();
    expect(dueAtOf(story.person)).toBe(NOON + 3 * HOUR);
    story.passes(3 * HOUR - 1);
    expect(story.timer().effects).toEqual([]);
    story.passes(1);
    expect(story.sendsAll()).toBe(1);
  });

  test('counts from the moment that was due, not from its sweep', () => {
    const story = new Story(spaceOf({ steps: [wait(HOUR, 'a'), wait(HOUR, 'b'), send()] }));
    story.cartLeft();
    story.passesUnswept(HOUR + 40 * 1_000);
    story.timer();
    expect(dueAtOf(story.person)).toBe(NOON + 2 * HOUR);
  });

  test('that is over already when it is reached is passed at once', () => {
    const story = new Story(spaceOf({ steps: [wait(HOUR, 'a'), wait(HOUR, 'b'), send()] }));
    story.cartLeft();
    story.passesUnswept(3 * HOUR);
    story.timer();
    expect(story.message.status).toBe('queued');
  });

  test('behind a mail counts from the mail', () => {
    const story = new Story(spaceOf({ steps: [send(), wait(DAY), send('last-call')] }));
    story.cartLeft();
    story.passes(10 * MINUTE);
    story.sendsAll();
    expect(dueAtOf(story.person)).toBe(NOON + 10 * MINUTE + DAY);
    story.passes(DAY);
    story.sendsAll();
    expect(story.ends).toEqual(['sent', 'sent']);
    expect(story.person.enrollments).toEqual([]);
  });

  test('behind a refused mail goes on all the same', () => {
    const story = new Story(
      spaceOf({ steps: [send(), wait(DAY), send('last-call')] }),
      ann({ permission: { ...ann().permission, consents: [] } }),
    );
    story.cartLeft();
    expect(story.ends).toEqual(['skipped: no-consent']);
    expect(story.person.enrollments).toMatchObject([{ position: 1, dueAt: NOON + DAY }]);
  });

  test('of two runs each has its own moment', () => {
    const story = new Story(spaceOf({ steps: [wait(3 * HOUR), send()] }));
    story.cartLeft('a');
    story.passes(HOUR);
    story.cartLeft('b');
    story.passes(2 * HOUR);
    expect(story.person.messages).toHaveLength(1);
    story.passes(HOUR);
    expect(story.person.messages).toHaveLength(2);
  });

  test('a stale timer finds nothing and writes nothing', () => {
    const story = new Story(spaceOf({ steps: [wait(HOUR), send()] }));
    story.cartLeft();
    story.passes(HOUR);
    const before = story.person;
    expect(story.timer().person).toBe(before);
  });
});

describe('an exit event', () => {
  test('ends a wait at once, and its timer finds nothing', () => {
    const story = new Story(spaceOf({ exit, steps: [wait(3 * HOUR), send()] }));
    story.cartLeft('a');
    story.passes(HOUR);
    story.event('order.placed', ordered('a'));
    expect(story.person.enrollments).toEqual([]);
    expect(dueAtOf(story.person)).toBeNull();
    expect(story.log).toMatchObject([{ verdict: 'ended', because: { reason: 'exited', by: 'order.placed' } }]);
    const before = story.person;
    story.passesUnswept(2 * HOUR);
    expect(story.timer().person).toBe(before);
  });

  test.each([
    ['of another cart', ordered('b')],
    ['without a cart', { properties: {} }],
  ])('%s ends nothing', (_, other) => {
    const story = new Story(spaceOf({ exit, steps: [wait(3 * HOUR), send()] }));
    story.cartLeft('a');
    story.event('order.placed', other);
    expect(story.person.enrollments).toHaveLength(1);
  });

  test("the first wait's stale timer does not fire the second wait", () => {
    const story = new Story(
      spaceOf({ exit, steps: [wait(3 * HOUR, 'a'), send(), wait(3 * HOUR, 'b'), send('last-call')] }),
    );
    story.cartLeft('k');
    story.passes(HOUR);
    story.event('order.placed', ordered('k'));
    story.passesUnswept(MINUTE);
    story.cartLeft('k');
    story.passes(2 * HOUR);
    const before = story.person;
    expect(story.timer().person).toBe(before);
    expect(story.person.enrollments).toMatchObject([{ position: 0, dueAt: NOON + 4 * HOUR + MINUTE }]);
    story.passes(HOUR);
    expect(story.sendsAll()).toBe(1);
  });

  test('ends a run between its two waits: the second mail never comes', () => {
    const story = new Story(spaceOf({ exit, steps: [wait(HOUR, 'a'), send(), wait(HOUR, 'b'), send('last-call')] }));
    story.cartLeft('k');
    story.passes(HOUR);
    story.sendsAll();
    story.event('order.placed', ordered('k'));
    story.passes(30 * DAY);
    expect(story.ends).toEqual(['sent']);
  });

  test('takes back a message that is held', () => {
    const story = new Story(spaceOf({ exit }), ann(), NOON + 9 * HOUR);
    story.cartLeft('k');
    story.event('order.placed', ordered('k'));
    expect(story.ends).toEqual(['skipped: exited']);
    expect(dueAtOf(story.person)).toBeNull();
  });

  test('takes back a message that is queued: its claim finds nothing', () => {
    const story = new Story(spaceOf({ exit }));
    story.cartLeft('k');
    const { messageId } = story.message;
    story.event('order.placed', ordered('k'));
    const before = story.person;
    expect(story.claim(messageId).person).toBe(before);
    expect(story.ends).toEqual(['skipped: exited']);
  });

  test('leaves a message whose call is under way its outcome, and the run is over', () => {
    const story = new Story(spaceOf({ exit, steps: [send(), wait(HOUR), send('last-call')] }));
    story.cartLeft('k');
    const { messageId } = story.message;
    story.claim(messageId);
    story.event('order.placed', ordered('k'));
    expect(story.person.enrollments).toEqual([]);
    story.outcome(messageId, { outcome: 'sent', sesMessageId: 's' });
    expect(story.ends).toEqual(['sent']);
    expect(story.person.enrollments).toEqual([]);
  });

  test('may start another run: exits are asked before entries', () => {
    const thanks = campaign({ id: 'thanks', triggers: [{ kind: 'event', event: 'order.placed' }], exit: [] });
    const story = new Story(workspace({ campaigns: [campaign({ exit, steps: [wait(DAY), send()] }), thanks] }));
    story.cartLeft('k');
    story.event('order.placed', ordered('k'));
    expect(story.person.enrollments).toMatchObject([{ campaign: 'thanks' }]);
  });

  test('an ended run is not started again by a redelivery of its trigger', () => {
    const story = new Story(spaceOf({ exit, steps: [wait(DAY), send()] }));
    story.cartLeft('k', 'e-1');
    story.event('order.placed', ordered('k'));
    story.person = { ...story.person, seen: [] };
    story.cartLeft('k', 'e-1');
    expect(story.person.enrollments).toEqual([]);
  });
});

describe('an exit condition', () => {
  const whenPaid: CampaignDefinition['exit'] = [{ kind: 'when', when: { profile: { plan: ['paid'] } } }];

  test('ends the run with the very event that makes it true', () => {
    const story = new Story(spaceOf({ exit: whenPaid, steps: [wait(DAY), send()] }));
    story.cartLeft();
    story.event('profile.changed', { traits: { plan: 'paid' } });
    expect(story.log).toMatchObject([{ verdict: 'ended', because: { reason: 'exited', by: 'when' } }]);
  });

  test('that holds from the beginning ends the run before its first step, and is told', () => {
    const steps = [
      { type: 'set', id: 's', traits: { stage: 'asked' } },
      { type: 'emit', id: 'e', event: 'lead.warm', properties: {} },
      { type: 'withdraw', id: 'w', topics: ['offers'] },
      wait(DAY),
    ] as const;
    const story = new Story(spaceOf({ exit: whenPaid, steps }));
    story.event('cart.abandoned', { traits: { plan: 'paid' } });
    expect(story.person.enrollments).toEqual([]);
    expect(story.log).toMatchObject([{ verdict: 'ended', because: { reason: 'exited', by: 'when' } }]);
    expect(story.person.traits['stage']).toBeUndefined();
    expect(story.evidence).toEqual([]);
    expect(story.effects.map((each) => each.type)).toEqual(['log']);
  });

  test('that a step of the run makes true ends it there', () => {
    const steps = [{ type: 'set', id: 's', traits: { plan: 'paid' } }, send()] as const;
    const story = new Story(spaceOf({ exit: whenPaid, steps }));
    story.cartLeft();
    expect(story.person.messages).toEqual([]);
    expect(story.log).toMatchObject([{ verdict: 'ended', because: { reason: 'exited', by: 'when' } }]);
  });

  test("asks about the run's own trigger, not about whatever event came by", () => {
    const exit: CampaignDefinition['exit'] = [{ kind: 'when', when: { properties: { cartId: [{ exists: false }] } } }];
    const story = new Story(spaceOf({ exit, steps: [wait(DAY), send()] }));
    story.cartLeft('k');
    story.event('page.viewed');
    expect(story.person.enrollments).toHaveLength(1);
  });
});

test('a run keeps the definition it started with when the campaign changes', () => {
  const first = spaceOf({ steps: [wait(HOUR), send()] });
  const story = new Story(first);
  story.cartLeft();
  const next = workspace({ campaigns: [campaign({ steps: [send('last-call')] })] });
  const changed = { ...next.campaigns.get('cart-abandoned')!, hash: 'another' };
  story.workspace = {
    ...next,
    campaigns: new Map([['cart-abandoned', changed]]),
    pinned: new Map([...first.pinned, ['another', changed]]),
  };
  story.passes(HOUR);
  expect(story.message.template).toBe('reminder');
});

test('a campaign that was taken out of the workspace sends no more', () => {
  const story = new Story(spaceOf({ steps: [wait(HOUR), send()] }));
  story.cartLeft();
  const { pinned } = story.workspace;
  story.workspace = { ...workspace({ campaigns: [] }), pinned };
  story.passes(HOUR);
  expect(story.ends).toEqual(['skipped: sending-disabled']);
});
