import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import { campaign, NOON, wait, workspace } from './making.ts';
import { Story } from './story.ts';

const silent = campaign({
  triggers: [{ kind: 'inactivity', after: ['cart.updated'], for: 3 * HOUR, unless: ['order.placed', 'cart.emptied'] }],
  where: { properties: { total: [{ numeric: ['>=', 20] }] } },
  steps: [wait(DAY)],
});
const story = () => new Story(workspace({ campaigns: [silent] }));
const cart = (cartId: string, total = 30) => ({ properties: { cartId, total } });
const runs = (told: Story) => told.person.enrollments.map((each) => each.enrollmentId);

describe('a silence', () => {
  test('starts the campaign when it has lasted, with what was said last', () => {
    const told = story();
    told.event('cart.updated', { eventId: 'u-1', ...cart('k', 5) });
    told.passes(HOUR);
    told.event('cart.updated', { eventId: 'u-2', ...cart('k', 50) });
    told.passes(3 * HOUR - MINUTE);
    expect(runs(told)).toEqual([]);
    told.passes(MINUTE);
    expect(runs(told)).toEqual(['cart-abandoned:k:u-2']);
    expect(told.person.enrollments[0]).toMatchObject({ properties: { total: 50 }, dueAt: NOON + 4 * HOUR + DAY });
  });

  test('is broken by an `unless` event of its key', () => {
    const told = story();
    told.event('cart.updated', cart('a'));
    told.event('cart.updated', cart('b'));
    told.passes(HOUR);
    told.event('order.placed', cart('a'));
    told.passes(3 * HOUR);
    expect(runs(told)).toHaveLength(1);
    expect(told.person.enrollments[0]?.key).toBe('b');
  });

  test('is broken for each key that an `unless` event names, and for no other', () => {
    const listed = campaign({
      triggers: [
        { kind: 'inactivity', after: ['shelf.seen'], for: HOUR, unless: ['shelf.bought'], key: 'properties.items.sku' },
      ],
      steps: [wait(DAY)],
    });
    const told = new Story(workspace({ campaigns: [listed] }));
    for (const sku of ['a', 'b', 'c']) told.event('shelf.seen', { properties: { items: [{ sku }] } });
    told.event('shelf.bought', { properties: { items: [{ sku: 'a' }, { sku: 'b' }] } });
    expect(told.person.silences.map((each) => each.key)).toEqual(['c']);
  });

  test('of every key is broken by an `unless` event without one', () => {
    const told = story();
    told.event('cart.updated', cart('a'));
    told.event('cart.updated', cart('b'));
    told.event('order.placed', { occurredAt: NOON + 1 });
    told.passes(DAY);
    expect(runs(told)).toEqual([]);
  });

  test('that was broken before its beginning was told does not begin', () => {
    const told = story();
    told.passesUnswept(HOUR);
    told.event('order.placed', cart('a'));
    told.event('cart.updated', { ...cart('a'), occurredAt: told.now - MINUTE });
    told.passes(DAY);
    expect(runs(told)).toEqual([]);
  });

  test('begins with the latest event, in whatever order they come', () => {
    const told = story();
    told.passesUnswept(HOUR);
    told.event('cart.updated', { ...cart('a'), occurredAt: NOON + HOUR });
    told.event('cart.updated', { ...cart('a'), occurredAt: NOON });
    expect(told.person.silences.map((each) => each.dueAt)).toEqual([NOON + 4 * HOUR]);
  });

  test('of a cart that is not worth it starts nothing', () => {
    const told = story();
    told.event('cart.updated', cart('a', 5));
    told.passes(DAY);
    expect([runs(told), told.person.silences]).toEqual([[], []]);
  });

  test('is not begun by an event of long ago', () => {
    const told = story();
    told.event('cart.updated', { ...cart('a'), occurredAt: NOON - 4 * DAY });
    expect(told.person.silences).toEqual([]);
  });
});
