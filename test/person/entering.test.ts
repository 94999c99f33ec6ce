import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import type { Reentry } from '../../shared/workspace/campaign-definition.ts';
import { ann, campaign, event, NOON, send, stranger, template, topic, wait, workspace } from './making.ts';
import { Story } from './story.ts';

describe('a cart left behind', () => {
  test('queues exactly one message for a person who asked for it', () => {
    const story = new Story();
    const { effects } = story.cartLeft();
    expect(effects).toEqual([{ type: 'send', messageId: story.message.messageId, priority: false, at: NOON }]);
    expect(story.message).toMatchObject({ status: 'queued', campaign: 'cart-abandoned', topic: 'offers', claim: null });
    expect(story.person.enrollments).toMatchObject([
      { enrollmentId: 'cart-abandoned:k-1:cart.abandoned-1', key: 'k-1', position: 0, dueAt: null },
    ]);
    expect(story.person.release).toBe(3);
  });

  test('changes nothing when the same event id comes again', () => {
    const story = new Story();
    story.cartLeft('k-1', 'e-1');
    const before = story.person;
    const again = story.cartLeft('k-1', 'e-1');
    expect(again.person).toBe(before);
    expect(again.effects).toEqual([]);
    expect(again.ledger).toEqual([]);
  });

  test('starts nothing twice, not even when 32 other events came between', () => {
    const story = new Story(workspace({ events: { 'page.viewed': { remember: true } } }));
    story.cartLeft('k-1', 'e-1');
    for (let seen = 0; seen < 40; seen += 1) story.event('page.viewed', { eventId: `seen-${seen}` });
    story.sendsAll();
    const orders = story.orders.length;
    story.cartLeft('k-1', 'e-1');
    expect(story.person.enrollments).toEqual([]);
    expect(story.orders).toHaveLength(orders);
  });

  test('has no key when the event gives none, and the id says so', () => {
    const story = new Story();
    story.event('cart.abandoned', { eventId: 'e-9' });
    expect(story.person.enrollments).toMatchObject([{ enrollmentId: 'cart-abandoned:e-9', key: null }]);
  });

  test('of two carts two messages are made, one each', () => {
    const story = new Story();
    story.cartLeft('k-1');
    story.cartLeft('k-2');
    expect(story.person.messages.map((each) => each.status)).toEqual(['queued', 'queued']);
    expect(new Set(story.orders).size).toBe(2);
  });

  test('has one running enrollment a key; another event of that cart is refused and told', () => {
    const story = new Story();
    story.cartLeft('k-1');
    story.cartLeft('k-1');
    expect(story.person.enrollments).toHaveLength(1);
    expect(story.log).toMatchObject([
      {
        kind: 'decision',
        verdict: 'not-entered',
        because: { reason: 'reentry', running: 'cart-abandoned:k-1:cart.abandoned-1' },
      },
    ]);
  });

  test('sends again when the same cart is left again later', () => {
    const story = new Story();
    story.cartLeft('k-1');
    story.sendsAll();
    story.passes(DAY);
    story.cartLeft('k-1');
    story.sendsAll();
    expect(story.ends).toEqual(['sent', 'sent']);
    expect(new Set(story.orders).size).toBe(2);
  });

  test('starts nothing while the campaign is not active', () => {
    const story = new Story(workspace({ campaigns: [campaign({ status: 'paused' })] }));
    const before = story.person;
    expect(story.cartLeft().person).toBe(before);
  });

  test('starts nothing when `where` does not fit', () => {
    const where = { properties: { total: [{ numeric: ['>=', 20] }] } };
    const story = new Story(workspace({ campaigns: [campaign({ where })] }));
    const before = story.person;
    expect(story.event('cart.abandoned', { properties: { cartId: 'k-1', total: 19 } }).person).toBe(before);
    story.event('cart.abandoned', { properties: { cartId: 'k-1', total: 20 } });
    expect(story.person.enrollments).toHaveLength(1);
  });
});

describe('nobody asks', () => {
  test.each([
    ['an event of a type that no campaign names', event({ type: 'page.viewed' })],
    ['a timer when nothing is due', { kind: 'timer' } as const],
    ['a claim of a message that is not there', { kind: 'claim', messageId: 'm-0', claimId: 'inv-1' } as const],
    ['not-me for a request that is not there', { kind: 'not-me', requestId: 'r-0', at: NOON } as const],
  ])('%s gives the same object back: nothing is written', (_, input) => {
    const story = new Story();
    const before = story.person;
    const decision = story.tell(input);
    expect(decision.person).toBe(before);
    expect(decision).toMatchObject({ effects: [], ledger: [], refused: null });
  });

  test('an event about a stranger makes no stranger', () => {
    const nobody = stranger();
    const story = new Story(workspace(), nobody);
    expect(story.event('page.viewed').person).toBe(nobody);
  });
});

describe('reentry (P-102)', () => {
  const every72Hours = (per: 'person' | 'key'): Reentry => ({ kind: 'after', after: 72 * HOUR, per });
  const sentAfter = (reentry: Reentry, entries: readonly (readonly [ms: number, cart: string])[]) => {
    const story = new Story(workspace({ campaigns: [campaign({ reentry })] }));
    for (const [ms, cart] of entries) {
      story.passes(NOON + ms - story.now);
      story.cartLeft(cart);
      story.sendsAll();
    }
    return story.ends.length;
  };

  test.each<[string, Reentry, [number, string][], number]>([
    [
      'always: every cart counts',
      { kind: 'always' },
      [
        [0, 'a'],
        [HOUR, 'a'],
        [2 * HOUR, 'b'],
      ],
      3,
    ],
    [
      'never: once in a life',
      { kind: 'never' },
      [
        [0, 'a'],
        [200 * DAY, 'b'],
      ],
      1,
    ],
    [
      'P-102 72 h per person: within them nobody enters again',
      every72Hours('person'),
      [
        [0, 'a'],
        [72 * HOUR - 1, 'b'],
      ],
      1,
    ],
    [
      'P-102 72 h per person: when they are over one does',
      every72Hours('person'),
      [
        [0, 'a'],
        [72 * HOUR, 'b'],
      ],
      2,
    ],
    [
      'per key: another cart is free, the same is not',
      every72Hours('key'),
      [
        [0, 'a'],
        [HOUR, 'b'],
        [2 * HOUR, 'a'],
      ],
      2,
    ],
    [
      'per key: the same cart is free after its own time',
      every72Hours('key'),
      [
        [0, 'a'],
        [HOUR, 'b'],
        [72 * HOUR, 'a'],
        [72 * HOUR + MINUTE, 'b'],
      ],
      3,
    ],
  ])('%s', (_, reentry, entries, sent) => {
    expect(sentAfter(reentry, entries)).toBe(sent);
  });

  test('a refusal says since when and until when', () => {
    const story = new Story(workspace({ campaigns: [campaign({ reentry: every72Hours('person') })] }));
    story.cartLeft('a');
    story.sendsAll();
    story.cartLeft('b');
    expect(story.log.at(-1)).toMatchObject({
      verdict: 'not-entered',
      because: {
        reason: 'reentry',
        enteredAt: '2026-11-18T12:00:00.000Z',
        againAt: '2026-11-21T12:00:00.000Z',
        per: 'person',
      },
    });
  });

  test('entries that no rule asks about any more are forgotten', () => {
    const story = new Story(workspace({ campaigns: [campaign({ reentry: every72Hours('key') })] }));
    for (let cart = 0; cart < 10; cart += 1) {
      story.cartLeft(`k-${cart}`);
      story.sendsAll();
      story.passes(2 * DAY);
    }
    expect(story.person.entries.length).toBeLessThan(3);
  });
});

describe('late events', () => {
  test('older than P3D update traits but start nothing', () => {
    const story = new Story();
    const { effects } = story.event('cart.abandoned', {
      occurredAt: NOON - 3 * DAY - 1,
      properties: { cartId: 'k-1' },
      traits: { firstName: 'Ann' },
    });
    expect(effects).toEqual([]);
    expect(story.person.enrollments).toEqual([]);
    expect(story.person.traits.firstName?.value).toBe('Ann');
  });

  test('of exactly P3D still start', () => {
    const story = new Story();
    story.event('cart.abandoned', { occurredAt: NOON - 3 * DAY });
    expect(story.person.enrollments).toHaveLength(1);
  });

  test('a redelivery next week doubles nothing', () => {
    const story = new Story();
    story.cartLeft('k-1', 'e-1');
    story.sendsAll();
    story.person = { ...story.person, seen: [] };
    story.passes(7 * DAY);
    const { effects } = story.tell(event({ eventId: 'e-1', occurredAt: NOON }));
    expect(effects).toEqual([]);
  });
});

describe('the audience', () => {
  const audience = { profile: { country: ['DE', 'AT'] } };

  test('is asked at entry', () => {
    const story = new Story(workspace({ campaigns: [campaign({ audience })] }));
    story.cartLeft();
    expect(story.log).toMatchObject([{ verdict: 'not-entered', because: { reason: 'not-in-audience' } }]);
    expect(story.person.enrollments).toEqual([]);
  });

  test('sees the traits that came with the event', () => {
    const story = new Story(workspace({ campaigns: [campaign({ audience })] }));
    story.event('cart.abandoned', { traits: { country: 'AT' } });
    expect(story.orders).toHaveLength(1);
  });

  test('is asked again at every send', () => {
    const steps = [wait(HOUR), send()];
    const story = new Story(workspace({ campaigns: [campaign({ audience, steps })] }));
    story.event('cart.abandoned', { traits: { country: 'AT' } });
    story.event('profile.changed', { traits: { country: 'FR' } });
    story.passes(HOUR);
    expect(story.ends).toEqual(['skipped: not-in-audience']);
  });
});

test('counters are facts of the very event that is counted', () => {
  const where = { events: { 'cart.abandoned': { count: [2] } } };
  const events = { 'cart.abandoned': { remember: true } };
  const story = new Story(workspace({ campaigns: [campaign({ where })], events }));
  story.cartLeft('a');
  expect(story.orders).toEqual([]);
  story.cartLeft('b');
  expect(story.orders).toHaveLength(1);
  expect(story.person.counters['cart.abandoned']).toEqual({ count: 2, first: NOON, last: NOON });
});

test('a refused entry keeps a trace of at most 400 bytes, however long the ids are', () => {
  const story = new Story();
  const cart = 'k'.repeat(300);
  story.cartLeft(cart);
  story.cartLeft(cart);
  const trace = story.log.at(-1)?.trace ?? [];
  expect(Buffer.byteLength(JSON.stringify(trace))).toBeLessThanOrEqual(400);
  expect(trace).toMatchObject([{ gate: 'reentry', verdict: 'skip' }]);
});

test('a workspace without the topic or template of a campaign sends nothing and says why (P-99)', () => {
  const story = new Story(workspace({ topics: [topic('offers')], templates: [template({ id: 'other' })] }), ann());
  story.cartLeft();
  expect(story.ends).toEqual(['skipped: template-incomplete']);
});

describe('a campaign with a beginning and an end', () => {
  const seasonal = (days: { starts?: string; ends?: string }) =>
    new Story(workspace({ campaigns: [campaign({ ...days, steps: [wait(2 * HOUR), send()] })] }));

  test('takes nobody in before the one and from the other on, by the days of the settings', () => {
    const stories = [
      { starts: '2026-11-19' },
      { ends: '2026-11-18' },
      { starts: '2026-11-18', ends: '2026-11-19' },
    ].map(seasonal);
    for (const story of stories) story.cartLeft();
    expect(stories.map((story) => story.person.enrollments.length)).toEqual([0, 0, 1]);
  });

  test('writes nothing at or after its end, however long its mails may wait (P-100)', () => {
    const story = seasonal({ ends: '2026-11-18T14:00:00Z' });
    story.cartLeft();
    story.passes(2 * HOUR);
    expect(story.ends).toEqual(['skipped: expired']);
  });
});
