import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import { applyInputs } from '../../shared/person/apply.ts';
import { decide } from '../../shared/person/decide.ts';
import { erasureReason } from '../../shared/person/erasure.ts';
import type { Input } from '../../shared/person/input.ts';
import { newPerson } from '../../shared/person/person.ts';
import { dueAtOf } from '../../shared/person/timers.ts';
import { memoryPersonStore } from '../../shared/table/memory-person.ts';
import { emptyRelease } from '../../shared/workspace/empty-release.ts';
import { ANNS, ann, annsAddress, event, NOON, recorded, requested, stranger, template, workspace } from './making.ts';
import { Story } from './story.ts';

const erasure: Input = { kind: 'erasure', at: NOON, reason: 'preference-page' };

/** Ann, with a mail that is queued and a request that waits. */
function busyAnn(): Story {
  const story = new Story();
  story.cartLeft();
  story.event('subscription.requested', { properties: requested({ topics: ['events'] }), requestId: 'r-1' });
  return story;
}

describe('an erasure (P-56)', () => {
  test('leaves nothing on the row but that it happened, and what its job needs', () => {
    const story = busyAnn();
    story.tell(erasure);
    const { version, release, erasure: pending } = story.person;
    expect(story.person).toEqual({ ...newPerson('c-42'), version, release, erasedAt: NOON, erasure: pending });
    expect(JSON.stringify(pending)).not.toContain(annsAddress.email);
  });

  test('orders its job again each hour until the row is gone: the relay may have given up the order', () => {
    const story = busyAnn();
    const first = story.tell(erasure).effects.find((effect) => effect.type === 'erase');
    expect(dueAtOf(story.person)).toBe(NOON + HOUR);
    story.effects.length = 0;
    story.passes(HOUR - 1);
    expect(story.effects).toEqual([]);
    story.passes(1);
    expect(story.effects).toEqual([first]);
    story.passes(2 * HOUR);
    expect(story.effects).toEqual([first, first, first]);
  });

  test('ends every unsent message and tells why', () => {
    const story = busyAnn();
    const unsent = story.person.messages.length;
    const { effects } = story.tell(erasure);
    const ended = effects.flatMap((effect) => (effect.type === 'log' ? [effect.entry] : []));
    expect(unsent).toBeGreaterThan(0);
    expect(ended.map((entry) => [entry.verdict, entry.because?.reason])).toEqual(
      Array.from({ length: unsent }, () => ['skipped', 'erased']),
    );
  });

  test('orders the removal of the rest by ids and HMACs alone (P-57)', () => {
    const { effects } = busyAnn().tell(erasure);
    const order = effects.find((effect) => effect.type === 'erase');
    const { proofFor } = workspace().settings.permission;
    expect(order).toEqual({
      type: 'erase',
      at: NOON,
      address: ANNS,
      reason: 'preference-page',
      keepUntil: NOON + proofFor,
    });
    expect(JSON.stringify(effects)).not.toContain(annsAddress.email);
  });

  test('comes by event too, and starts nothing by its own end', () => {
    const story = new Story(workspace());
    story.cartLeft();
    const { effects, refused } = story.event('profile.erased', { properties: { reason: 'ann@example.org asked' } });
    expect(refused).toBeNull();
    expect(story.person.erasedAt).toBe(NOON);
    expect(effects.filter((effect) => effect.type === 'erase')).toMatchObject([{ reason: 'requested' }]);
  });

  test('of somebody nobody knows is taken all the same (P-61)', () => {
    const { person, effects } = decide(stranger(), erasure, workspace(), NOON);
    expect(person.erasedAt).toBe(NOON);
    expect(effects.map((effect) => effect.type)).toEqual(['erase']);
  });

  test.each([
    ['a word', 'customer-asked', 'customer-asked'],
    ['a sentence, which could hold anything', 'Ann asked', 'requested'],
    ['nothing', undefined, 'requested'],
    ['no text', 7, 'requested'],
  ])('keeps a reason that is %s', (_, given, kept) => {
    expect(erasureReason(given)).toBe(kept);
  });
});

describe('after an erasure (P-58)', () => {
  const inputs: readonly (readonly [string, Input])[] = [
    ['an event', event({ eventId: 'late', traits: { email: 'ann@example.org' }, address: annsAddress })],
    ['a consent', event({ type: 'consent.recorded', eventId: 'late-consent', properties: recorded() })],
    ['a consent without evidence', event({ type: 'consent.recorded', eventId: 'bare', properties: {} })],
    ['a timer', { kind: 'timer' }],
    ['a confirmation (P-38)', { kind: 'confirmation', requestId: 'r-1', at: NOON, ip: null, userAgent: null }],
    ['a withdrawal', { kind: 'withdrawal', id: 'w', topic: null, at: NOON, method: 'one-click' }],
    ['a claim', { kind: 'claim', messageId: 'm', claimId: 'c' }],
    ['a second erasure', erasure],
    ['a wish for an export', { kind: 'export-request', at: NOON }],
  ];

  test.each(inputs)('%s is taken in silence and changes nothing', (_, input) => {
    const gone = { ...newPerson('c-42'), version: 9, erasedAt: NOON };
    const decision = decide(gone, input, workspace(), NOON + HOUR);
    expect(decision).toEqual({ person: gone, effects: [], ledger: [], refused: null });
    expect(decision.person).toBe(gone);
  });

  test.each(inputs)('%s makes nobody new of an id whose row is gone', async (_, input) => {
    const people = memoryPersonStore();
    const releases = { active: async () => emptyRelease, pinned: async () => [] };
    const ports = { people, releases, clock: () => NOON, isErased: async (id: string) => id === 'c-42' };
    const { refused } = await applyInputs(ports, 'c-42', [input]);
    expect(refused).toEqual([null]);
    expect([...people.people()]).toEqual([]);
  });

  test('the mark is asked for only where nobody is stored and something would be', async () => {
    const people = memoryPersonStore();
    const releases = { active: async () => emptyRelease, pinned: async () => [] };
    const asked: string[] = [];
    const isErased = async (id: string) => {
      asked.push(id);
      return false;
    };
    const ports = { people, releases, clock: () => NOON, isErased };
    await applyInputs(ports, 'c-1', [event({ type: 'nobody.asked' })]);
    await applyInputs(ports, 'c-1', [event({ traits: { firstName: 'Ann' } })]);
    await applyInputs(ports, 'c-1', [event({ eventId: 'e-2', traits: { firstName: 'Anna' }, occurredAt: NOON + 1 })]);
    expect(asked).toEqual(['c-1']);
  });
});

describe('a wish for an export (P-60)', () => {
  const templates = [template({ id: '_system/export-link', class: 'transactional' })];
  const wish = (): Input => ({ kind: 'export-request', at: NOON });

  test('sends a mail with a link at once, before marketing', () => {
    const story = new Story(workspace({ templates }));
    const { effects } = story.tell(wish());
    expect(story.message).toMatchObject({ template: '_system/export-link', class: 'transactional', status: 'queued' });
    expect(effects).toMatchObject([{ type: 'send', priority: true }]);
  });

  test('that comes again within ten minutes sends no second mail; after them it does', () => {
    const story = new Story(workspace({ templates }));
    story.tell(wish());
    story.now += 10 * MINUTE - 1;
    story.tell(wish());
    expect(story.person.messages).toHaveLength(1);
    story.now += 1;
    story.tell(wish());
    expect(story.person.messages).toHaveLength(2);
  });

  test('without an address changes nothing', () => {
    const story = new Story(workspace({ templates }), ann({ address: null }));
    expect(story.tell(wish()).effects).toEqual([]);
  });
});
