import { describe, expect, test } from 'vitest';
import { HOUR } from '../../shared/kernel/instants.ts';
import { gates } from '../../shared/messages/gates.ts';
import { dueAtOf } from '../../shared/person/timers.ts';
import { boundedTrace } from '../../shared/person/trace.ts';
import { ann, campaign, event, NOON, requested, send, wait, workspace } from './making.ts';
import { Story } from './story.ts';

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const line = (gate: string, facts = {}) => ({ gate, verdict: 'pass', facts }) as const;

describe('a trace in the log', () => {
  test('keeps the gate that decided with its facts, and before it as many names as fit into 400 bytes', () => {
    const long = [...gates.map((gate) => line(gate.name, { seen: 'x'.repeat(40) })), line('last', { at: 'now' })];
    const kept = boundedTrace(long);
    expect(bytes(kept)).toBeLessThanOrEqual(400);
    expect(kept.at(-1)).toEqual(line('last', { at: 'now' }));
    expect(kept.length).toBeGreaterThan(5);
  });

  test.each([370, 398, 399, 400, 2_000])(
    'leaves out the facts of a line of %i bytes only where they are too many',
    (size) => {
      const last = line('last', { at: 'x'.repeat(size - bytes(line('last', { at: '' }))) });
      const [kept] = boundedTrace([last]);
      expect(bytes([kept])).toBeLessThanOrEqual(400);
      expect(kept).toEqual(size <= 398 ? last : line('last'));
    },
  );

  test('counts bytes, not letters', () => {
    expect(bytes(boundedTrace([line('last', { at: 'ü'.repeat(300) })]))).toBeLessThanOrEqual(400);
  });

  test('of nothing is nothing', () => {
    expect(boundedTrace([])).toEqual([]);
  });
});

describe('when a person is due', () => {
  test('never, while nothing waits', () => {
    expect(dueAtOf(ann())).toBeNull();
  });

  test('at the earliest of waits, messages and requests', () => {
    const story = new Story(workspace({ campaigns: [campaign({ steps: [wait(HOUR), send()] })] }));
    story.cartLeft();
    expect(dueAtOf(story.person)).toBe(NOON + HOUR);
    story.event('subscription.requested', { properties: requested({ topics: ['events'] }), requestId: 'r-1' });
    expect(dueAtOf(story.person)).toBe(NOON + 15 * 60_000);
    story.sendsAll();
    expect(dueAtOf(story.person)).toBe(NOON + HOUR);
    story.passes(HOUR);
    story.sendsAll();
    expect(dueAtOf(story.person)).toBe(NOON + 72 * HOUR);
  });
});

test('the order of the gates is that of permission.md 1.5: every lasting refusal comes before a passing delay', () => {
  const names = gates.map((gate) => gate.name);
  const order = [
    'sending',
    'expiry',
    'cause',
    'address',
    'class',
    'complaint',
    'stop',
    'consent',
    'template',
    'quiet-hours',
  ];
  expect(names.filter((name) => order.includes(name))).toEqual(order);
  const firstDelay = gates.findIndex((gate) => !gate.lasting);
  expect(gates.slice(firstDelay).some((gate) => gate.lasting)).toBe(false);
});

test('the ring of seen events keeps the last 32', () => {
  const story = new Story(workspace({ events: { 'page.viewed': { remember: true } } }));
  for (let index = 0; index < 40; index += 1) story.tell(event({ type: 'page.viewed', eventId: `e-${index}` }));
  expect(story.person.seen).toHaveLength(32);
  const before = story.person;
  expect(story.tell(event({ type: 'page.viewed', eventId: 'e-39' })).person).toBe(before);
});
