import { describe, expect, test } from 'vitest';
import { DAY } from '../../shared/kernel/instants.ts';
import type { Effect } from '../../shared/person/effects.ts';
import { effectsOf } from '../../shared/table/outbox.ts';
import { encodePerson } from '../../shared/table/person-codec.ts';
import { aCustomer, aLogEntry, aSendEffect, noon } from './people.ts';

const event = { event: 'order.placed', eventId: 'e-1', properties: JSON.parse('{"__proto__": [1]}'), at: noon };
const inputs = { person: 57, consentAt: noon, release: 12, policy: 'p', cause: 'event:e-1' };

const everyType: { readonly [Type in Effect['type']]: Extract<Effect, { readonly type: Type }> } = {
  send: { type: 'send', messageId: 'm-1', priority: true, at: noon },
  log: {
    type: 'log',
    entry: aLogEntry({ because: { reason: 'paused', until: noon, topics: ['offers'] }, aside: true, inputs }),
  },
  'message-feedback': {
    type: 'message-feedback',
    messageId: 'm-1',
    logAt: noon,
    status: 'opened',
    at: noon,
    campaign: null,
  },
  emit: { type: 'emit', ...event, depth: 1 },
  publish: { type: 'publish', ...event },
  'address-held': { type: 'address-held', address: 'h', since: noon },
  'address-left': { type: 'address-left', address: 'h' },
  tell: { type: 'tell', profileId: 'c-2', told: { kind: 'merge-in', from: 'c-1', at: noon } },
  evidence: { type: 'evidence', at: noon, proofFor: DAY, forgetAfter: DAY, confirmWithin: DAY },
  erase: { type: 'erase', at: noon, address: null, reason: 'requested', keepUntil: noon },
};

function imageWith(effects: unknown) {
  return { ...encodePerson(aCustomer({ version: 58 })), effects: { S: JSON.stringify(effects) } };
}

describe('the outbox', () => {
  test('reads the effects of a commit from its new image', () => {
    const effects = [aSendEffect(1), aSendEffect(2)];
    const committed = effectsOf(encodePerson(aCustomer({ version: 58 }), effects));
    expect(committed).toEqual({ profileId: 'c-100042', version: 58, effects });
  });

  test.each(Object.values(everyType).map((effect) => [effect.type, effect] as const))(
    'gives back an effect of type %s as it was committed',
    (_, effect) => {
      const { effects } = effectsOf(encodePerson(aCustomer(), [effect]));
      expect(JSON.stringify(effects)).toBe(JSON.stringify([effect]));
    },
  );

  test('is empty where a commit asked for nothing', () => {
    expect(encodePerson(aCustomer())).not.toHaveProperty('effects');
    expect(effectsOf(encodePerson(aCustomer())).effects).toEqual([]);
  });

  test('knows a deleted row by its key alone', () => {
    expect(effectsOf({ profileId: { S: 'c-1' } }, true)).toEqual({
      profileId: 'c-1',
      version: 0,
      effects: [],
      removed: true,
    });
  });

  test('hands on what newer code says of an effect or its log row', () => {
    const newer = { ...everyType.log, entry: { ...everyType.log.entry, verdict: 'recalled', weight: 2 }, urgent: true };
    expect(effectsOf(imageWith([newer])).effects).toEqual([newer]);
  });

  test.each([
    ['is of no known type', [{ type: 'zenobia' }], /^row people profileId: effects\[0\]\.type \(/],
    ['lacks what it is about', [{ type: 'address-left' }], /^row people profileId: effects\[0\]\.address \(/],
    [
      'holds another kind of value',
      [aSendEffect(), { ...everyType.send, messageId: { to: 'zenobia' } }],
      /^row people profileId: effects\[1\]\.messageId \(/,
    ],
    [
      'holds a log row without its gate',
      [{ ...everyType.log, entry: aLogEntry({ trace: [{ verdict: 'zenobia' }] as never }) }],
      /^row people profileId: effects\[0\]\.entry\.trace\[0\]\.gate \(/,
    ],
    ['is none', 'zenobia', /^row people profileId: effects \(/],
  ])('refuses an effect that %s, by its place and without its value', (_, effects, words) => {
    const reading = () => effectsOf(imageWith(effects));
    expect(reading).toThrow(words);
    expect(reading).not.toThrow(/zenobia/);
  });
});
