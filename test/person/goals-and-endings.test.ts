import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import type { CampaignDefinition, Step } from '../../shared/workspace/campaign-definition.ts';
import { campaign, event, NOON, send, wait, workspace } from './making.ts';
import { Story } from './story.ts';

const goal = {
  event: 'order.placed',
  sameKey: 'properties.cartId',
  within: 3 * DAY,
  value: 'properties.total',
  exit: false,
};
const exit = [{ kind: 'event', event: 'order.placed', sameKey: 'properties.cartId' }] as const;
const order = { properties: { cartId: 'k-1', total: 40 } };

function storyOf(differs: Partial<CampaignDefinition>): Story {
  return new Story(workspace({ campaigns: [campaign({ steps: [wait(30 * DAY)], ...differs })] }));
}
const goals = (story: Story) => story.log.filter((each) => each.verdict === 'goal').map((each) => each.because);

describe('a goal', () => {
  test('is told once, with its value, and lets the run go on', () => {
    const story = storyOf({ goal });
    story.cartLeft();
    story.event('order.placed', order);
    story.event('order.placed', order);
    expect(goals(story)).toEqual([{ reason: 'goal', by: 'order.placed', holdout: false, value: 40 }]);
    expect(story.person.enrollments).toHaveLength(1);
  });

  test('ends the run where the campaign says so', () => {
    const story = storyOf({ goal: { ...goal, exit: true } });
    story.cartLeft();
    story.event('order.placed', order);
    expect([goals(story).length, story.person.enrollments]).toEqual([1, []]);
  });

  test('counts after the run has ended, within its time', () => {
    const story = storyOf({ goal, steps: [wait(HOUR)] });
    story.cartLeft();
    story.passes(2 * DAY);
    expect(story.person.enrollments).toEqual([]);
    story.event('order.placed', order);
    expect(goals(story)).toHaveLength(1);
  });

  test('and an exit hear of a key among the items of a list, also when the run begins late', () => {
    const path = 'properties.items.cartId';
    const ends = [{ kind: 'event', event: 'order.placed', sameKey: path }] as const;
    const ordered = { properties: { items: [{ cartId: 'x' }, { cartId: 'k-1' }], total: 40 } };
    const story = storyOf({ goal: { ...goal, sameKey: path }, exit: ends });
    story.cartLeft();
    story.event('order.placed', ordered);
    const late = storyOf({ goal: { ...goal, sameKey: path }, exit: ends });
    late.event('order.placed', ordered);
    late.event('cart.abandoned', { properties: { cartId: 'k-1' }, occurredAt: NOON - HOUR });
    const other = storyOf({ goal: { ...goal, sameKey: path }, exit: ends });
    other.cartLeft();
    other.event('order.placed', { properties: { items: [{ cartId: 'x' }, { cartId: 'y' }] } });
    expect([story, late, other].map((each) => [goals(each).length, each.person.enrollments.length])).toEqual([
      [1, 0],
      [1, 0],
      [0, 1],
    ]);
  });

  test('does not count after its time, for another key, or before the run', () => {
    const late = storyOf({ goal });
    late.cartLeft();
    late.passes(3 * DAY + MINUTE);
    late.event('order.placed', order);
    const other = storyOf({ goal });
    other.cartLeft();
    other.event('order.placed', { properties: { cartId: 'z' } });
    const before = storyOf({ goal });
    before.cartLeft();
    before.event('order.placed', { ...order, occurredAt: NOON - 1 });
    expect([late, other, before].map((each) => goals(each))).toEqual([[], [], []]);
  });

  test('of a run that a long silence started counts from its end', () => {
    const silent = [{ kind: 'inactivity', after: ['cart.updated'], for: 60 * DAY, unless: [] }] as const;
    const story = storyOf({ goal, triggers: silent.map((each) => ({ ...each, key: 'properties.cartId' })) });
    story.event('cart.updated', { properties: { cartId: 'k-1' } });
    story.passes(61 * DAY);
    story.event('order.placed', order);
    expect(goals(story)).toHaveLength(1);
  });

  test('of somebody in the holdout is told as theirs, so that both sides compare', () => {
    const story = storyOf({ goal, holdout: 100 });
    story.cartLeft();
    story.event('order.placed', order);
    expect(goals(story)).toMatchObject([{ holdout: true }]);
  });
});

describe('an event that ends runs', () => {
  test('ends the run whose beginning is told after it', () => {
    const story = storyOf({ exit });
    story.passesUnswept(HOUR);
    story.event('order.placed', order);
    story.event('cart.abandoned', { properties: { cartId: 'k-1' }, occurredAt: NOON });
    expect(story.person.enrollments).toEqual([]);
    expect(story.log.at(-1)).toMatchObject({ verdict: 'ended', because: { reason: 'exited', by: 'order.placed' } });
  });

  test('from before the run ends nothing, however late it is told', () => {
    const story = storyOf({ exit });
    story.cartLeft();
    story.event('order.placed', { ...order, occurredAt: NOON - HOUR });
    expect(story.person.enrollments).toHaveLength(1);
  });

  test('leaves the person as they were where no campaign asks about it', () => {
    const story = storyOf({ exit: [] });
    const { person } = story;
    expect(story.event('order.placed', order).person).toBe(person);
  });
});

describe('starts and ends of runs', () => {
  const kinds = ['cart.abandoned', 'order.placed', 'cart.updated', 'cart.emptied'];
  const happening = fc.record({
    type: fc.constantFrom(...kinds),
    cartId: fc.constantFrom('a', 'b'),
    at: fc.integer({ min: 0, max: 40 }),
  });
  const silent = campaign({
    id: 'silent',
    triggers: [{ kind: 'inactivity', after: ['cart.updated'], for: HOUR, unless: ['cart.emptied'] }],
    exit,
    steps: [wait(30 * DAY)],
  });
  const answered = (first: readonly Step[]) => {
    const at = first.length;
    const listen = { event: 'order.placed', sameKey: 'properties.cartId', timeout: 30 * DAY };
    return [...first, { type: 'waitFor', id: 'order', ...listen, heard: at + 1, missed: at + 1 }] as const;
  };
  const space = workspace({
    campaigns: [
      campaign({ exit, goal, steps: [wait(30 * DAY)] }),
      silent,
      campaign({ id: 'at-once', steps: answered([]) }),
      campaign({ id: 'behind-a-wait', steps: answered([wait(MINUTE)]) }),
      campaign({ id: 'behind-a-mail', steps: answered([send()]) }),
    ],
  });

  /** Of two that would start one run the first to arrive does; those that arrive together are taken as they happened. */
  const startsOnce = (events: readonly { type: string; cartId: string }[]) =>
    ['a', 'b'].every(
      (cartId) => events.filter((each) => each.type === 'cart.abandoned' && each.cartId === cartId).length <= 1,
    );

  function outcome(events: readonly { type: string; cartId: string; at: number }[]): unknown {
    const story = new Story(space);
    story.now = NOON + DAY;
    for (const { type, cartId, at } of events) {
      story.tell(
        event({ type, eventId: `${type}-${cartId}-${at}`, occurredAt: NOON + at * MINUTE, properties: { cartId } }),
      );
    }
    story.timer();
    story.sendsAll();
    story.passes(2 * MINUTE);
    const standing = story.person.enrollments.map((each) => `${each.campaign} ${each.key}`);
    const silences = story.person.silences.map((each) => `${each.key} ${each.dueAt}`);
    return [standing.sort(), silences.sort()];
  }

  test('do not depend on the order or the repetition of what is told at one moment', () => {
    const told = fc
      .uniqueArray(happening, { minLength: 2, maxLength: 6, selector: (each) => each.at })
      .filter(startsOnce);
    fc.assert(
      fc.property(
        told.chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 })),
        ),
        ([events, shuffled]) => {
          expect(outcome(shuffled)).toEqual(outcome(events));
        },
      ),
      { numRuns: 300 },
    );
  });
});
