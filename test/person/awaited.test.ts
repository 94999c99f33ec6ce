import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import type { CampaignDefinition, Step } from '../../shared/workspace/campaign-definition.ts';
import { layOut } from '../../shared/workspace/campaign-steps.ts';
import { stepList } from '../../shared/workspace/schemas/steps.ts';
import { ann, campaign, NOON, template, templates, workspace } from './making.ts';
import { Story } from './story.ts';

const order = { event: 'order.placed', sameKey: 'properties.cartId', timeout: 'P1D' };
const bought = { properties: { cartId: 'k', total: 12 } };
const thanks = { set: { bought: true } };
const awaiting = { id: 'order', waitFor: order, then: [thanks], else: [{ send: 'last-call' }] };

function storyOf(file: readonly unknown[], differs: Partial<CampaignDefinition> = {}, now = NOON): Story {
  const steps: readonly Step[] = layOut(stepList.parse(file)).map((each) => each.step);
  const space = workspace({
    campaigns: [campaign({ steps, ...differs })],
    templates: [...templates, template({ id: 'gift' })],
  });
  return new Story(space, ann(), now);
}

/** Days later, with every mail sent that was due. */
function mailsAfter(story: Story, ms: number): readonly string[] {
  const mails: string[] = [];
  const end = story.now + ms;
  while (story.now < end) {
    mails.push(...story.person.messages.filter((each) => each.status === 'queued').map((each) => each.template));
    story.sendsAll();
    story.passes(Math.min(HOUR, end - story.now));
  }
  return mails;
}
const hasBought = (story: Story) => story.person.traits['bought']?.value === true;

describe('a waitFor hears an event that happened since its run began', () => {
  test.each<[string, readonly unknown[]]>([
    ['while the run waited before', [{ wait: 'PT2H' }, awaiting]],
    ['while the run waited long before', [{ wait: 'P10D' }, awaiting]],
    ['while a mail before was under way, with a step between', [{ send: 'reminder' }, { set: { x: 1 } }, awaiting]],
    [
      'while a mail before was under way, in a branch behind it',
      [
        { send: 'reminder' },
        { branch: [{ when: { profile: { vip: [true] } }, then: [{ send: 'gift' }] }, { else: [awaiting] }] },
      ],
    ],
    [
      'while it waited for something else',
      [{ waitFor: { event: 'lead.called', timeout: 'PT2H' }, then: [], else: [] }, awaiting],
    ],
  ])('%s', (_, file) => {
    const story = storyOf(file);
    story.cartLeft('k');
    story.passes(MINUTE);
    story.event('order.placed', bought);
    expect(mailsAfter(story, 20 * DAY)).not.toContain('last-call');
    expect(hasBought(story)).toBe(true);
    expect(story.person.enrollments).toEqual([]);
  });

  test('while the night held the mail before', () => {
    const story = storyOf([{ send: 'reminder' }, { set: { x: 1 } }, awaiting], {}, NOON + 10 * HOUR);
    story.cartLeft('k');
    story.passes(2 * HOUR);
    story.event('order.placed', bought);
    expect(mailsAfter(story, 3 * DAY)).toEqual(['reminder']);
  });

  test('also where it is told before what began the run', () => {
    const story = storyOf([awaiting]);
    story.passesUnswept(HOUR);
    story.event('order.placed', bought);
    story.event('cart.abandoned', { properties: { cartId: 'k' }, occurredAt: NOON });
    expect(hasBought(story)).toBe(true);
    expect(story.person.enrollments).toEqual([]);
  });

  test('of a silence, since the last event before it', () => {
    const triggers = [
      { kind: 'inactivity', after: ['cart.updated'], for: 3 * HOUR, unless: [], key: 'properties.cartId' },
    ] as const;
    const story = storyOf([awaiting], { triggers });
    story.event('cart.updated', { properties: { cartId: 'k' } });
    story.passes(HOUR);
    story.event('order.placed', bought);
    story.passes(3 * HOUR);
    expect(hasBought(story)).toBe(true);
  });

  test('with what the campaign reads of it, in whichever order they are told', () => {
    const remembered = ['order.event.properties.total', 'order.outcome'];
    const results = { 'order.event.properties.total': 12, 'order.outcome': 'happened' };
    const file = [{ wait: 'PT1H' }, { id: 'order', waitFor: order, then: [], else: [] }, { wait: 'P30D' }];
    const first = storyOf(file, { remembered });
    first.cartLeft('k');
    first.event('order.placed', bought);
    first.passes(HOUR);
    const last = storyOf(file, { remembered });
    last.event('order.placed', bought);
    last.cartLeft('k');
    last.passes(HOUR);
    expect([first, last].map((story) => story.person.enrollments[0])).toMatchObject([{ results }, { results }]);
  });
});

describe('a waitFor does not hear', () => {
  test.each<[string, (story: Story) => void]>([
    ['what happened before its run began', (story) => story.event('order.placed', { ...bought, occurredAt: NOON - 1 })],
    ['what is about another key', (story) => story.event('order.placed', { properties: { cartId: 'z' } })],
    ['another event', (story) => story.event('order.shipped', bought)],
  ])('%s', (_, tell) => {
    for (const isFirst of [true, false]) {
      const story = storyOf([{ wait: 'PT1H' }, awaiting]);
      if (isFirst) tell(story);
      story.cartLeft('k');
      if (!isFirst) tell(story);
      expect(mailsAfter(story, 3 * DAY)).toEqual(['last-call']);
    }
  });

  test('what does not fit its condition', () => {
    const paid = { waitFor: { ...order, where: { properties: { paid: [true] } } }, then: [thanks], else: [] };
    const story = storyOf([{ wait: 'PT1H' }, paid]);
    story.cartLeft('k');
    story.event('order.placed', { properties: { cartId: 'k', paid: false } });
    expect(story.person.enrollments[0]?.heard).toBeUndefined();
    story.event('order.placed', { properties: { cartId: 'k', paid: true } });
    story.passes(HOUR);
    expect(hasBought(story)).toBe(true);
  });

  test('the event that began its run, nor one that another waitFor of the run heard', () => {
    const again = { waitFor: order, then: [{ set: { twice: true } }], else: [{ send: 'last-call' }] };
    const triggers = [{ kind: 'event', event: 'order.placed', key: 'properties.cartId' }] as const;
    const story = storyOf([{ wait: 'PT1H' }, awaiting, again], { triggers });
    story.event('order.placed', { ...bought, eventId: 'o-1' });
    story.event('order.placed', { ...bought, eventId: 'o-2' });
    story.passes(HOUR);
    expect(hasBought(story)).toBe(true);
    expect(mailsAfter(story, 2 * DAY)).toEqual(['last-call']);
    expect(story.person.traits['twice']).toBeUndefined();
  });
});

describe('an awaited event is kept', () => {
  test('no more often than there are steps that wait for it, and repeated ones once', () => {
    const story = storyOf([{ wait: 'P10D' }, awaiting]);
    story.cartLeft('k');
    for (const eventId of ['o-1', 'o-1', 'o-2', 'o-3']) {
      story.passes(MINUTE);
      story.event('order.placed', { ...bought, eventId });
      story.person = { ...story.person, seen: [] };
    }
    expect(story.person.enrollments[0]?.heard).toHaveLength(1);
    expect(story.person.endings).toMatchObject([{ what: 'wait', key: 'k', steps: ['order'] }]);
  });

  test('by nobody whose campaigns do not wait for it, nor by a run that is past it', () => {
    const nobody = storyOf([{ wait: 'P1D' }]);
    nobody.cartLeft('k');
    const before = nobody.person;
    expect(nobody.event('order.placed', bought).person).toBe(before);
    const past = storyOf([awaiting, { wait: 'P30D' }]);
    past.cartLeft('k');
    past.event('order.placed', bought);
    past.event('order.placed', bought);
    expect(past.person.enrollments[0]?.heard).toBeUndefined();
  });

  test('by nobody whose run it ends anyway', () => {
    const exit = [{ kind: 'event', event: 'order.placed', sameKey: 'properties.cartId' }] as const;
    const story = storyOf([{ wait: 'PT1H' }, awaiting], { exit });
    story.event('order.placed', bought);
    expect(story.person.endings.map((each) => each.what)).toEqual(['exit']);
  });

  test('for three days where its run has not begun', () => {
    const story = storyOf([awaiting]);
    story.event('order.placed', bought);
    story.passes(3 * DAY + MINUTE);
    story.event('order.placed', { properties: { cartId: 'other' } });
    expect(story.person.endings.map((each) => each.key)).toEqual(['other']);
  });
});

describe('what is kept of awaited events has its limits', () => {
  const viewed = { event: 'product.viewed', sameKey: 'properties.sku', timeout: 'P1D' };
  const items = { ...viewed, sameKey: 'properties.items.sku' };
  const browsing = (waitFor: unknown, id = 'browse') =>
    campaign({
      id,
      triggers: [{ kind: 'event', event: 'browse.begun', key: 'properties.sku' }],
      key: 'properties.sku',
      steps: layOut(stepList.parse([{ id: 'seen', waitFor, then: [], else: [] }])).map((each) => each.step),
    });
  const mailing = (differs: Partial<CampaignDefinition> = {}) =>
    campaign({ steps: layOut(stepList.parse([{ send: 'reminder' }])).map((each) => each.step), ...differs });
  const exit = [{ kind: 'event', event: 'order.placed', sameKey: 'properties.cartId' }] as const;

  function views(story: Story, count: number): void {
    for (let index = 0; index < count; index += 1) {
      story.passesUnswept(MINUTE);
      story.event('product.viewed', { properties: { sku: `s-${index}` } });
    }
  }
  const whats = (story: Story) => story.person.endings.map((each) => each.what);

  test('many views that another campaign waits for leave the order known that ends a late cart', () => {
    const story = new Story(workspace({ campaigns: [mailing({ exit }), browsing(viewed)] }));
    story.passesUnswept(MINUTE);
    story.event('order.placed', bought);
    views(story, 55);
    expect(whats(story).filter((what) => what === 'wait')).toHaveLength(8);
    story.event('cart.abandoned', { properties: { cartId: 'k' }, occurredAt: NOON });
    expect(story.person.enrollments).toEqual([]);
    expect(story.person.messages).toEqual([]);
  });

  test('nor do they push out the order that a step of another campaign waits for', () => {
    const steps = layOut(stepList.parse([awaiting])).map((each) => each.step);
    const story = new Story(workspace({ campaigns: [mailing({ steps }), browsing(viewed)] }));
    story.passesUnswept(MINUTE);
    story.event('order.placed', bought);
    views(story, 55);
    story.event('cart.abandoned', { properties: { cartId: 'k' }, occurredAt: NOON });
    expect(hasBought(story)).toBe(true);
  });

  test('one event with fifty items takes no more room than many events', () => {
    const story = new Story(workspace({ campaigns: [mailing({ exit }), browsing(items)] }));
    story.event('order.placed', bought);
    const listed = Array.from({ length: 50 }, (_, index) => ({ sku: `s-${index}` }));
    story.event('product.viewed', { properties: { items: listed } });
    expect(whats(story)).toEqual(['exit', ...Array.from({ length: 8 }, () => 'wait')]);
  });

  test('where exits fill the row, what is only waited for goes first', () => {
    const story = new Story(workspace({ campaigns: [mailing({ exit }), browsing(viewed)] }));
    views(story, 8);
    for (let index = 0; index < 50; index += 1) {
      story.event('order.placed', { properties: { cartId: `k-${index}` } });
      expect(story.person.endings.length).toBeLessThanOrEqual(50);
    }
    expect(whats(story)).toEqual(Array.from({ length: 50 }, () => 'exit'));
    const before = story.person.endings;
    story.event('product.viewed', { properties: { sku: 'late' } });
    expect(story.person.endings).toBe(before);
  });

  test('of values that the campaign reads those beyond 1 KB are absent, and the wait ends all the same', () => {
    const remembered = ['order.event.properties.note', 'order.event.properties.total', 'order.outcome'];
    const large = { ...bought.properties, note: 'ä'.repeat(600) };
    const file = [{ wait: 'PT1H' }, { id: 'order', waitFor: order, then: [thanks], else: [] }, { wait: 'P30D' }];
    for (const isFirst of [true, false]) {
      const story = storyOf(file, { remembered });
      if (isFirst) story.event('order.placed', { properties: large });
      story.cartLeft('k');
      if (!isFirst) story.event('order.placed', { properties: large });
      expect(JSON.stringify(story.person.enrollments[0]?.heard).length).toBeLessThan(1200);
      story.passes(HOUR);
      expect(hasBought(story)).toBe(true);
      expect(story.person.enrollments[0]?.results).toEqual({
        'order.event.properties.total': 12,
        'order.outcome': 'happened',
      });
    }
  });

  test('a run keeps sixteen events at most, however many steps are ahead', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ id: `w-${index}`, waitFor: order, then: [], else: [] }));
    const story = storyOf([{ wait: 'P1D' }, ...many]);
    story.cartLeft('k');
    for (let index = 0; index < 20; index += 1) story.event('order.placed', bought);
    expect(story.person.enrollments[0]?.heard).toHaveLength(16);
  });
});
