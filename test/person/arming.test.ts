import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../shared/kernel/instants.ts';
import type { InactivityTrigger } from '../../shared/workspace/campaign-definition.ts';
import { ann, campaign, NOON, wait, workspace } from './making.ts';
import { Story } from './story.ts';

const seen = (ms: number) => ({ count: 1, first: NOON - ms, last: NOON - ms });

function story(counters: Readonly<Record<string, ReturnType<typeof seen>>>, differs: Partial<InactivityTrigger> = {}) {
  const winBack = campaign({
    id: 'win-back',
    key: undefined,
    triggers: [
      {
        kind: 'inactivity',
        after: ['order.placed', 'shop.visited'],
        for: 30 * DAY,
        unless: ['order.returned'],
        enroll: 'existing-too',
        ...differs,
      },
    ],
    steps: [wait(DAY)],
  });
  const remembered = { remember: true };
  const events = { 'order.placed': remembered, 'shop.visited': remembered, 'order.returned': remembered };
  const told = new Story(workspace({ campaigns: [winBack], events }), ann({ counters }));
  told.tell({ kind: 'arm' });
  return told;
}

describe('`existing-too` of a silence', () => {
  test('runs from the latest event that is remembered, and starts the campaign when it lasted', () => {
    const told = story({ 'order.placed': seen(20 * DAY), 'shop.visited': seen(10 * DAY) });
    expect(told.person.silences).toMatchObject([{ type: 'shop.visited', dueAt: NOON + 20 * DAY }]);
    told.passes(20 * DAY + HOUR);
    expect(told.person.enrollments.map((each) => each.enrollmentId)).toEqual([
      'win-back:remembered:shop.visited:2026-11-08T12:00:00.000Z',
    ]);
  });

  test('armed twice changes nothing', () => {
    const told = story({ 'order.placed': seen(20 * DAY) });
    const { person } = told;
    expect(told.tell({ kind: 'arm' }).person).toBe(person);
  });

  test('begins anew with the next event', () => {
    const told = story({ 'order.placed': seen(20 * DAY) });
    told.event('shop.visited');
    expect(told.person.silences).toMatchObject([{ type: 'shop.visited', dueAt: NOON + 30 * DAY }]);
  });

  test.each([
    ['whose end lies behind', { 'order.placed': seen(31 * DAY) }, {}],
    ['of nobody who did anything', {}, {}],
    ['that an `unless` event broke', { 'order.placed': seen(20 * DAY), 'order.returned': seen(5 * DAY) }, {}],
    ['whose `unless` events are not remembered', { 'order.placed': seen(DAY) }, { unless: ['ticket.opened'] }],
    ['of a key that nobody kept', { 'order.placed': seen(DAY) }, { key: 'properties.cartId' }],
    ['of a campaign for new causes only', { 'order.placed': seen(DAY) }, { enroll: undefined }],
  ])('%s is not armed', (_, counters, differs) => {
    expect(story(counters, differs).person.silences).toEqual([]);
  });
});
