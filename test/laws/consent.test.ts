import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withGrant, withReturn, withStop, withWithdrawal } from '../../shared/consent/change.ts';
import { noPermission, type Permission } from '../../shared/consent/consent.ts';
import { consentState, hasStoppedEverything } from '../../shared/consent/consent-state.ts';
import { decide } from '../../shared/person/decide.ts';
import type { Input } from '../../shared/person/input.ts';
import { ANNS, ann, event, grant, NOON, recorded, workspace } from '../person/making.ts';

type Change = (permission: Permission) => Permission;

// Few moments, so that ties and wrong orders are common.
const at = fc.integer({ min: 1, max: 4 });
const topic = fc.constantFrom('offers', 'events');
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(topic, at, fc.constantFrom('express', 'express-doi'), fc.constantFrom(null, 'r-1', 'r-2')).map(
    ([name, moment, basis, requestId]): Change =>
      (held) =>
        withGrant(held, name, 'marketing.email', grant({ at: moment, basis: basis as 'express', requestId })),
  ),
  fc.tuple(topic, at).map(
    ([name, moment]): Change =>
      (held) =>
        withWithdrawal(held, name, 'marketing.email', moment),
  ),
  at.map(
    (moment): Change =>
      (held) =>
        withStop(held, moment),
  ),
  at.map(
    (moment): Change =>
      (held) =>
        withReturn(held, moment),
  ),
);

const shuffled = <T>(items: fc.Arbitrary<T[]>) =>
  items.chain((list) =>
    fc.record({
      one: fc.constant(list),
      // A permutation in which anything may come again.
      other: fc
        .tuple(fc.shuffledSubarray(list, { minLength: list.length }), fc.shuffledSubarray(list))
        .map(([all, again]) => [...all, ...again]),
    }),
  );

const seen = (permission: Permission) => ({
  stopped: hasStoppedEverything(permission),
  states: ['offers', 'events'].map((name) => consentState(permission, name, ANNS, NOON)),
});

describe('P-44 order and repetition do not matter', () => {
  test('to grants, withdrawals, stops and returns', () => {
    fc.assert(
      fc.property(shuffled(fc.array(change, { maxLength: 6 })), ({ one, other }) => {
        const fold = (changes: readonly Change[]) => changes.reduce((held, each) => each(held), noPermission);
        expect(seen(fold(other))).toEqual(seen(fold(one)));
      }),
      { numRuns: 5_000 },
    );
  });

  const hour = (moment: number) => NOON - (5 - moment) * 3_600_000;
  const input: fc.Arbitrary<Input> = fc.oneof(
    fc.tuple(topic, at).map(
      ([name, moment]): Input =>
        event({
          type: 'consent.recorded',
          eventId: `g-${name}-${moment}`,
          properties: recorded({ topics: [name], grantedAt: new Date(hour(moment)).toISOString() }),
        }),
    ),
    fc.tuple(topic, at).map(
      ([name, moment]): Input =>
        event({
          type: 'consent.withdrawn',
          eventId: `w-${name}-${moment}`,
          occurredAt: hour(moment),
          properties: { topics: [name], method: 'phone' },
        }),
    ),
    fc.tuple(fc.constantFrom(null, 'offers'), at).map(
      ([name, moment]): Input => ({
        kind: 'withdrawal',
        id: `u-${moment}`,
        topic: name,
        at: hour(moment),
        method: 'one-click',
      }),
    ),
  );

  test('to the inputs that say so, all the way through a decision', () => {
    const space = workspace();
    const start = ann({ permission: noPermission });
    const fold = (inputs: readonly Input[]) =>
      inputs.reduce((held, each) => decide(held, each, space, NOON).person, start);
    fc.assert(
      fc.property(shuffled(fc.array(input, { maxLength: 6 })), ({ one, other }) => {
        expect(seen(fold(other).permission)).toEqual(seen(fold(one).permission));
      }),
      { numRuns: 2_000 },
    );
  });
});

test('P-44 a topic is granted only where its last grant is later than every withdrawal and stop', () => {
  const said = fc.array(fc.record({ says: fc.constantFrom('grant', 'withdraw', 'stop'), at }), { maxLength: 6 });
  fc.assert(
    fc.property(said, (words) => {
      const permission = words.reduce<Permission>((held, word) => {
        if (word.says === 'grant') return withGrant(held, 'offers', 'marketing.email', grant({ at: word.at }));
        return word.says === 'stop'
          ? withStop(held, word.at)
          : withWithdrawal(held, 'offers', 'marketing.email', word.at);
      }, noPermission);
      const last = (says: boolean) =>
        Math.max(0, ...words.filter((word) => (word.says === 'grant') === says).map((word) => word.at));
      const granted = last(true) > last(false);
      expect(consentState(permission, 'offers', ANNS, NOON).state === 'granted').toBe(granted);
    }),
    { numRuns: 3_000 },
  );
});
