import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import type { Step } from '../../shared/workspace/campaign-definition.ts';
import { layOut } from '../../shared/workspace/campaign-steps.ts';
import { stepList } from '../../shared/workspace/schemas/steps.ts';
import { campaign, NOON, template, templates, workspace } from './making.ts';
import { Story } from './story.ts';

/** Steps as a file has them. */
function stepsOf(file: unknown): readonly Step[] {
  return layOut(stepList.parse(file)).map((each) => each.step);
}

function storyOf(file: unknown, remembered: readonly string[] = []): Story {
  const definition = campaign({ steps: stepsOf(file), remembered });
  const space = workspace({
    campaigns: [definition],
    templates: [...templates, template({ id: 'gift' }), template({ id: 'thanks' })],
    settings: { ...workspace().settings, frequencyCaps: [] },
    events: { 'order.placed': { remember: true } },
  });
  return new Story(space);
}

/** Templates of everything that was handed to the send queues, in order. */
function sent(story: Story): string[] {
  const mails: string[] = [];
  for (;;) {
    const queued = story.person.messages.find((each) => each.status === 'queued');
    if (!queued) return mails;
    mails.push(queued.template);
    story.claim(queued.messageId);
    story.outcome(queued.messageId, { outcome: 'sent', sesMessageId: 's' });
  }
}

describe('a tree of steps', () => {
  test('is laid out as a list whose branches meet again behind them', () => {
    const steps = stepsOf([
      { branch: [{ when: { profile: { vip: [true] } }, then: [{ send: 'gift' }, { exit: true }] }, { else: [] }] },
      { send: 'thanks', id: 'last' },
    ]);
    expect(steps).toEqual([
      { type: 'branch', id: '0', cases: [{ when: { profile: { vip: [true] } }, to: 1 }], else: 3 },
      { type: 'send', id: '0.0.0', template: 'gift' },
      { type: 'exit', id: '0.0.1' },
      { type: 'send', id: 'last', template: 'thanks' },
    ]);
  });

  test('goes on behind the branch from the end of any of its ways', () => {
    const steps = stepsOf([
      {
        split: [
          { percent: 50, then: [{ send: 'gift' }] },
          { percent: 50, then: [{ send: 'last-call' }] },
        ],
      },
      { send: 'thanks' },
    ]);
    expect(steps[1]).toMatchObject({ template: 'gift', next: 3 });
    expect(steps[2]).toMatchObject({ template: 'last-call' });
  });
});

describe('a branch', () => {
  const file = [
    {
      branch: [
        { when: { events: { 'order.placed': { count: [{ numeric: ['>', 0] }] } } }, then: [{ send: 'thanks' }] },
        { else: [{ send: 'gift' }] },
      ],
    },
  ];

  test('takes the first way whose condition holds', () => {
    const story = storyOf(file);
    story.event('order.placed');
    story.cartLeft();
    expect(sent(story)).toEqual(['thanks']);
  });

  test('takes the last way where none does', () => {
    const story = storyOf(file);
    story.cartLeft();
    expect(sent(story)).toEqual(['gift']);
  });
});

describe('a split', () => {
  test('sends a person the same way in every run', () => {
    const ways = [
      { percent: 50, then: [{ send: 'gift' }] },
      { percent: 50, then: [{ send: 'thanks' }] },
    ];
    const story = storyOf([{ split: ways }]);
    story.cartLeft('a');
    story.cartLeft('b');
    const [first, second] = sent(story);
    expect(first).toBe(second);
  });

  test('of a hundred percent has one way', () => {
    const story = storyOf([
      {
        split: [
          { percent: 100, then: [{ send: 'gift' }] },
          { percent: 0, then: [{ send: 'thanks' }] },
        ],
      },
    ]);
    story.cartLeft();
    expect(sent(story)).toEqual(['gift']);
  });
});

describe('a waitFor', () => {
  const file = [
    { send: 'reminder', id: 'first' },
    {
      waitFor: { event: 'order.placed', sameKey: 'properties.cartId', timeout: 'P1D' },
      id: 'order',
      then: [{ send: 'thanks' }],
      else: [{ send: 'last-call' }],
    },
  ];

  test('goes its own way as soon as the event comes', () => {
    const story = storyOf(file);
    story.cartLeft('k');
    expect(sent(story)).toEqual(['reminder']);
    story.passes(HOUR);
    story.event('order.placed', { properties: { cartId: 'k' } });
    expect(sent(story)).toEqual(['thanks']);
    expect(story.person.enrollments).toEqual([]);
  });

  test('of another key is not meant', () => {
    const story = storyOf(file);
    story.cartLeft('k');
    sent(story);
    story.event('order.placed', { properties: { cartId: 'z' } });
    expect(sent(story)).toEqual([]);
  });

  test('goes the other way a day after the mail', () => {
    const story = storyOf(file);
    story.cartLeft('k');
    sent(story);
    story.passes(DAY);
    expect(sent(story)).toEqual(['last-call']);
  });

  test('hears what comes while the mail before it is under way', () => {
    const story = storyOf(file);
    story.cartLeft('k');
    story.claim(story.message.messageId);
    story.event('order.placed', { properties: { cartId: 'k' } });
    story.outcome(story.message.messageId, { outcome: 'sent', sesMessageId: 's' });
    expect(sent(story)).toEqual(['thanks']);
  });

  test('keeps what later steps read of it, and nothing else', () => {
    const story = storyOf([...file.slice(1), { wait: 'P30D' }], ['order.event.properties.total', 'order.outcome']);
    story.cartLeft('k');
    story.event('order.placed', { properties: { cartId: 'k', total: 12, items: ['x'] } });
    expect(story.person.enrollments[0]?.results).toEqual({
      'order.event.properties.total': 12,
      'order.outcome': 'happened',
    });
  });

  test('of an outcome waits for what becomes of a mail', () => {
    const story = storyOf([
      { send: 'reminder', id: 'first' },
      {
        waitFor: { outcome: ['bounced', 'delivered'], of: 'first', timeout: 'P1D' },
        then: [{ send: 'thanks' }],
        else: [],
      },
    ]);
    story.cartLeft('k');
    const { messageId } = story.message;
    sent(story);
    expect(story.person.enrollments).toHaveLength(1);
    story.hears({ type: 'delivery', messageId });
    expect(sent(story)).toEqual(['thanks']);
  });
});

describe('a wait', () => {
  test('until a weekday ends at its time of the person, by their zone', () => {
    const story = storyOf([{ wait: { until: { weekday: 'friday', at: '09:30' } } }, { send: 'gift' }]);
    story.cartLeft();
    expect(story.person.enrollments[0]?.dueAt).toBe(Date.parse('2026-11-20T08:30:00Z'));
  });

  test('until a date of the event comes so many days before it (P-96)', () => {
    const story = storyOf([
      { wait: { until: { path: 'properties.end', before: 'P7D', at: '10:00' } } },
      { send: 'gift' },
    ]);
    story.event('cart.abandoned', { properties: { cartId: 'k', end: '2027-03-31' } });
    expect(story.person.enrollments[0]?.dueAt).toBe(Date.parse('2027-03-24T09:00:00Z'));
  });

  test('until a date that nobody said ends the run without a word', () => {
    const story = storyOf([{ wait: { until: { path: 'properties.end' } } }, { send: 'gift' }]);
    story.cartLeft();
    expect([story.person.enrollments, sent(story)]).toEqual([[], []]);
    expect(story.log.at(-1)).toMatchObject({ verdict: 'ended', because: { reason: 'trigger-void' } });
  });

  test('until a date of the profile moves with it', () => {
    const story = storyOf([{ wait: { until: { path: 'profile.trip', at: '10:00' } } }, { send: 'gift' }]);
    story.event('trip.booked', { traits: { trip: '2026-12-01' } });
    story.cartLeft();
    story.event('trip.moved', { traits: { trip: '2026-12-24' }, occurredAt: story.now + 1 });
    expect(story.person.enrollments[0]?.dueAt).toBe(Date.parse('2026-12-24T09:00:00Z'));
  });

  test('until a date of the profile ends earlier where that date does', () => {
    const story = storyOf([{ wait: { until: { path: 'profile.trip', at: '10:00' } } }, { send: 'gift' }]);
    story.event('trip.booked', { traits: { trip: '2026-12-24' } });
    story.cartLeft();
    story.event('trip.moved', { traits: { trip: '2026-12-01' }, occurredAt: story.now + 1 });
    expect(story.person.enrollments[0]?.dueAt).toBe(Date.parse('2026-12-01T09:00:00Z'));
  });

  test('for a path lasts as long as it says, else the default', () => {
    const file = [{ wait: { for: { path: 'properties.pause', default: 'P2D' } } }, { send: 'gift' }];
    const told = storyOf(file);
    told.event('cart.abandoned', { properties: { cartId: 'k', pause: 'PT1H' } });
    const untold = storyOf(file);
    untold.cartLeft();
    expect([told, untold].map((each) => each.person.enrollments[0]?.dueAt)).toEqual([NOON + HOUR, NOON + 2 * DAY]);
  });
});

describe('what a campaign says and does', () => {
  test('a set step makes a fact for the steps behind it', () => {
    const story = storyOf([
      { set: { lastCart: '{{ properties.cartId }}', score: 3 } },
      { branch: [{ when: { profile: { lastCart: ['k-1'], score: [3] } }, then: [{ send: 'gift' }] }] },
    ]);
    story.cartLeft();
    expect(sent(story)).toEqual(['gift']);
  });

  test('an emit step publishes once, one level deeper, with values of their own kind', () => {
    const story = storyOf([
      { emit: { event: 'cart.reminded', properties: { id: '{{ properties.cartId }}', n: '{{ properties.n }}' } } },
    ]);
    story.event('cart.abandoned', { properties: { cartId: 'k', n: 7 }, depth: 2 });
    expect(story.effects.filter((each) => each.type === 'emit')).toMatchObject([
      { event: 'cart.reminded', properties: { id: 'k', n: 7 }, depth: 3 },
    ]);
  });

  test('a loop of emitted events ends after five levels', () => {
    const story = storyOf([{ emit: { event: 'cart.abandoned' } }]);
    story.event('cart.abandoned', { properties: { cartId: 'k' }, depth: 5 });
    expect(story.effects.filter((each) => each.type === 'emit')).toEqual([]);
  });

  test('an exit step ends the run and says so', () => {
    const story = storyOf([
      { branch: [{ when: { properties: { cartId: ['k'] } }, then: ['exit'] }] },
      { send: 'gift' },
    ]);
    story.cartLeft('k');
    expect(sent(story)).toEqual([]);
    expect(story.log.at(-1)).toMatchObject({ verdict: 'ended', because: { reason: 'exit-step' } });
  });

  test('a run goes on over months, each wait from the moment that was due', () => {
    const story = storyOf([{ wait: 'P30D' }, { wait: 'P30D' }, { send: 'gift' }]);
    story.cartLeft();
    story.passes(59 * DAY);
    expect(sent(story)).toEqual([]);
    story.passes(DAY + MINUTE);
    expect(sent(story)).toEqual(['gift']);
  });
});
