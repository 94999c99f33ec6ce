import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import type { Json } from '../../shared/kernel/json.ts';
import { ageAt } from '../../shared/profiles/age.ts';
import {
  ann,
  annsAddress,
  campaign,
  NOON,
  recorded,
  requested,
  send,
  settings,
  topic,
  traits,
  transactional,
  wait,
  workspace,
} from './making.ts';
import { Story } from './story.ts';

const BERLIN = ['Europe/Berlin'];
const born = (birthday: Json, more: Readonly<Record<string, Json>> = {}) =>
  ann({ traits: traits({ email: annsAddress.email, timeZone: 'Europe/Berlin', birthday, ...more }) });
const adultsOnly = workspace({ topics: [{ ...topic('offers'), adultsOnly: true }] });

describe('P-104 a person who is known to be a minor', () => {
  test.each<[string, string, string]>([
    ['on the eve of the 18th birthday gets no marketing', '2008-11-19', 'skipped: minor'],
    ['from the 18th birthday on gets it', '2008-11-18', ''],
  ])('%s', (_, birthday, end) => {
    const story = new Story(workspace(), born(birthday));
    story.cartLeft();
    expect(story.ends.join()).toBe(end);
    expect(story.orders).toHaveLength(end === '' ? 1 : 0);
  });

  test('gets an order confirmation, and the reason tells no age', () => {
    const story = new Story(workspace({ campaigns: [transactional()] }), born('2012-01-01'));
    story.event('order.placed');
    expect(story.message.status).toBe('queued');
    const refused = new Story(workspace(), born('2012-01-01'));
    refused.cartLeft();
    expect(refused.log.at(-1)?.because).toEqual({ reason: 'minor', minimumAge: 18 });
  });

  test('the age is a setting, but adults are 18 for a topic of theirs', () => {
    const young = { ...settings, permission: { ...settings.permission, minimumAge: 16 } };
    const story = new Story(workspace({ settings: young }), born('2009-06-01'));
    story.cartLeft();
    expect(story.orders).toHaveLength(1);
    const strict = new Story(
      workspace({ settings: young, topics: [{ ...topic('offers'), adultsOnly: true }] }),
      born('2009-06-01'),
    );
    strict.cartLeft();
    expect(strict.ends).toEqual(['skipped: minor']);
  });
});

describe('P-104 a topic for adults only', () => {
  test.each<[string, Json]>([
    ['no birthday at all', null],
    ['words', 'in spring'],
    ['a day that is none', '2001-02-30'],
    ['a number', 19_900_517],
    ['a day ahead', '2030-01-01'],
  ])('is not written about to somebody of whom %s is known', (_, birthday) => {
    const story = new Story(adultsOnly, born(birthday));
    story.cartLeft();
    expect(story.ends).toEqual(['skipped: age-unknown']);
    const open = new Story(workspace(), born(birthday));
    open.cartLeft();
    expect(open.orders).toHaveLength(1);
  });

  test('is written about to an adult', () => {
    const story = new Story(adultsOnly, born('1990-05-17'));
    story.cartLeft();
    expect(story.orders).toHaveLength(1);
  });
});

describe('P-95, P-104 the age of a person', () => {
  test.each<[string, string, string, readonly string[], number]>([
    ['born on 29 February, on 28 February of a common year', '2008-02-29', '2026-02-28T12:00:00Z', BERLIN, 17],
    ['born on 29 February, on 1 March of a common year', '2008-02-29', '2026-03-01T12:00:00Z', BERLIN, 18],
    ['born on 29 February, on that day of a leap year', '2008-02-29', '2028-02-29T12:00:00Z', BERLIN, 20],
    ['before midnight of the own zone', '2008-11-19', '2026-11-18T22:59:59Z', BERLIN, 17],
    ['from midnight of the own zone', '2008-11-19', '2026-11-18T23:00:00Z', BERLIN, 18],
    [
      'in a country of several zones, as the westernmost has it',
      '2008-11-19',
      '2026-11-19T05:00:00Z',
      ['America/New_York', 'America/Los_Angeles'],
      17,
    ],
  ])('%s', (_, birthday, at, zones, expected) => {
    expect(ageAt(birthday, zones, Date.parse(at))).toBe(expected);
  });
});

describe('P-104 a child below the age of consent (GDPR Art. 8)', () => {
  const noConsent = { consents: [], requests: [], stoppedAt: null, resumedAt: null };
  const child = { ...born('2011-01-01'), permission: noConsent };

  test('cannot have consented, and nothing is kept of it', () => {
    const story = new Story(workspace(), child);
    expect(story.event('consent.recorded', { properties: recorded() }).refused).toMatchObject([
      { field: 'traits.birthday' },
    ]);
    const tracking = recorded();
    const { topics: _, ...rest } = tracking;
    expect(
      story.event('consent.recorded', { properties: { ...rest, purpose: 'tracking.email' } }).refused,
    ).toHaveLength(1);
    expect(story.person).toBe(child);
    expect(story.evidence).toEqual([]);
  });

  test('cannot ask, also when the very event tells the birthday', () => {
    const story = new Story(workspace(), ann({ permission: noConsent }));
    const { refused } = story.event('subscription.requested', {
      properties: requested(),
      traits: { birthday: '2011-01-01' },
    });
    expect(refused).toMatchObject([{ field: 'traits.birthday' }]);
  });

  test('cannot confirm once the birthday has become known', () => {
    const story = new Story(workspace(), ann({ permission: noConsent }));
    story.event('subscription.requested', { properties: requested(), requestId: 'r-1' });
    story.event('profile.changed', { traits: { birthday: '2011-01-01' } });
    const { refused } = story.tell({
      kind: 'confirmation',
      requestId: 'r-1',
      at: story.now,
      ip: null,
      userAgent: null,
    });
    expect(refused).toMatchObject([{ field: 'traits.birthday' }]);
    expect(story.evidence).toEqual(['consent.requested offers']);
  });

  test('a consent given too young does not count later either', () => {
    const story = new Story(workspace(), { ...born('2009-06-01'), permission: noConsent });
    const early = recorded({ grantedAt: '2025-05-31T12:00:00Z' });
    expect(story.event('consent.recorded', { properties: early }).refused).toHaveLength(1);
    const late = recorded({ grantedAt: '2025-06-01T12:00:00Z' });
    expect(story.event('consent.recorded', { properties: late }).refused).toBeNull();
  });

  test('stays known as one, though the consent that told the birthday is refused', () => {
    const story = new Story(workspace(), ann({ permission: noConsent }));
    const traits = { birthday: '2016-01-01', firstName: 'Ann' };
    expect(story.event('consent.recorded', { properties: recorded(), traits }).refused).toHaveLength(1);
    expect(Object.keys(story.person.traits)).toEqual([...Object.keys(ann().traits), 'birthday']);
    expect(story.event('consent.recorded', { properties: recorded() }).refused).toMatchObject([
      { field: 'traits.birthday' },
    ]);
    expect(story.evidence).toEqual([]);
  });

  test.each(['17.05.2015', '20150517', 20150517, '2015-02-30', ['2015-05-17']])(
    'a birthday of %j is refused by its field, since nobody could tell a child by it',
    (birthday) => {
      const story = new Story(workspace(), ann({ permission: noConsent }));
      const { refused } = story.event('profile.changed', { traits: { birthday } });
      expect(refused).toMatchObject([{ field: 'traits.birthday' }]);
    },
  );

  test('an order whose birthday cannot be read is refused, and ends what an order ends', () => {
    const cart = campaign({ exit: [{ kind: 'event', event: 'order.placed' }], steps: [wait(HOUR), send()] });
    const story = new Story(workspace({ campaigns: [cart] }));
    story.cartLeft();
    story.passes(MINUTE);
    expect(story.event('order.placed', { traits: { birthday: '17.05.1990' } }).refused).toHaveLength(1);
    expect(story.person.enrollments).toEqual([]);
    expect(story.person.traits['birthday']).toEqual(ann().traits['birthday']);
  });

  test('is known by an instant as well', () => {
    const story = new Story(workspace(), { ...born('2016-01-01T00:00:00.000Z'), permission: noConsent });
    expect(story.event('consent.recorded', { properties: recorded() }).refused).toHaveLength(1);
  });

  test('can always withdraw, and whose age is unknown can consent', () => {
    const story = new Story(workspace(), born('2011-01-01'));
    expect(
      story.event('consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } }).refused,
    ).toBeNull();
    const adult = new Story(workspace(), ann({ permission: noConsent }));
    expect(adult.event('consent.recorded', { properties: recorded() }).refused).toBeNull();
    expect(adult.now).toBe(NOON);
  });
});
