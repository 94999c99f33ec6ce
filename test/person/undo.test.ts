import { describe, expect, it } from 'vitest';
import { consentState, hasStoppedEverything } from '../../shared/consent/consent-state.ts';
import { MINUTE } from '../../shared/kernel/instants.ts';
import { ann, consent, grant, NOON, newAddress } from './making.ts';
import { Story } from './story.ts';

const withdrawal = (topic: string | null, at: number) =>
  ({ kind: 'withdrawal', id: `w-${at}`, topic, at, method: 'unsubscribe-page' }) as const;
const undo = (story: Story, withdrawnAt: number, topics: readonly string[], all = false) =>
  story.tell({ kind: 'undo', withdrawnAt, at: story.now, topics, all });
const isOn = ({ person, now }: Story, topic = 'offers') =>
  !hasStoppedEverything(person.permission) &&
  consentState(person.permission, topic, person.address?.hmac ?? null, now).state === 'granted';

function unsubscribed(topic: string | null = 'offers'): Story {
  const story = new Story();
  story.tell(withdrawal(topic, NOON));
  expect(isOn(story)).toBe(false);
  return story;
}

describe('an unsubscribe that is taken back', () => {
  it('P-44 grants anew on the same basis, with the withdrawal as reference', () => {
    const story = unsubscribed();
    story.passesUnswept(5 * MINUTE);
    expect(undo(story, NOON, ['offers']).refused).toBeNull();
    expect(isOn(story)).toBe(true);
    expect(story.ledger.at(-1)).toMatchObject({
      kind: 'consent.granted',
      method: 'undo',
      basis: 'express-doi',
      source: 'withdrawal of 2026-11-18T12:00:00.000Z',
    });
  });

  it('works within the millisecond of the withdrawal, and twice, once', () => {
    const story = unsubscribed();
    undo(story, NOON, ['offers']);
    const after = story.person;
    expect(undo(story, NOON, ['offers']).refused).toBeNull();
    expect(story.person).toBe(after);
    story.passesUnswept(1);
    expect(isOn(story)).toBe(true);
  });

  it('brings back what a stop-everything ended, and nothing that was off before', () => {
    const consents = [consent(), consent({ topic: 'events', withdrawnAt: NOON - MINUTE })];
    const story = new Story(undefined, ann({ permission: { ...ann().permission, consents } }));
    story.tell(withdrawal(null, NOON));
    story.passesUnswept(MINUTE);
    undo(story, NOON, ['offers', 'events'], true);
    expect([isOn(story), isOn(story, 'events')]).toEqual([true, false]);
  });

  it('P-28 is refused after its quarter of an hour', () => {
    const story = unsubscribed();
    story.passesUnswept(15 * MINUTE + 1);
    expect(undo(story, NOON, ['offers']).refused).not.toBeNull();
    expect(isOn(story)).toBe(false);
  });

  it('P-44 nothing comes back that another withdrawal has ended since', () => {
    const later = unsubscribed();
    later.tell(withdrawal('offers', NOON + MINUTE));
    later.passesUnswept(2 * MINUTE);
    undo(later, NOON, ['offers']);
    expect(isOn(later)).toBe(false);
    const stopped = unsubscribed();
    stopped.tell(withdrawal(null, NOON + MINUTE));
    stopped.passesUnswept(2 * MINUTE);
    expect(undo(stopped, NOON, ['offers']).refused).not.toBeNull();
    expect(isOn(stopped)).toBe(false);
  });

  it('P-26 makes no permission that was not there, nor one for another address (P-51)', () => {
    const story = unsubscribed();
    undo(story, NOON, ['events']);
    expect(isOn(story, 'events')).toBe(false);
    const moved = new Story(
      undefined,
      ann({
        permission: { ...ann().permission, consents: [consent({ grant: grant(), withdrawnAt: NOON })] },
        address: newAddress,
      }),
    );
    undo(moved, NOON, ['offers']);
    expect(isOn(moved)).toBe(false);
  });
});
