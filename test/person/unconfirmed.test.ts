import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../shared/kernel/instants.ts';
import type { Person } from '../../shared/person/person.ts';
import {
  ann,
  annsAddress,
  campaign,
  NOON,
  requested,
  settings,
  template,
  templates,
  traits,
  workspace,
} from './making.ts';
import { Story } from './story.ts';

const FORM = 's-0123456789abcdef';
const FORGOTTEN = 72 * HOUR + 30 * DAY;

/** Somebody typed an address into the form; nothing else is known. */
function signUp(differs: Partial<Person> = {}, confirmReminder = false): Story {
  const permission = { consents: [], requests: [], stoppedAt: null, resumedAt: null };
  const person = ann({ profileId: FORM, traits: traits({ email: annsAddress.email }), permission, ...differs });
  const story = new Story(
    workspace({
      settings: { ...settings, permission: { ...settings.permission, confirmReminder } },
      templates: [...templates, template({ id: '_system/reminder', class: 'transactional' })],
    }),
    person,
  );
  story.event('subscription.requested', { properties: requested({ method: 'heed-form' }), requestId: 'r-1' });
  return story;
}

const confirms = (story: Story) =>
  story.tell({ kind: 'confirmation', requestId: 'r-1', at: story.now, ip: null, userAgent: null });
const reminders = (story: Story) => story.person.messages.filter((each) => each.template === '_system/reminder');

describe('P-37 a sign-up that nobody confirms', () => {
  test('is forgotten thirty days after its link expired, evidence and all, without a proof to keep', () => {
    const story = signUp();
    story.sendsAll();
    const { now } = story;
    story.passes(NOON + FORGOTTEN - 1 - now);
    expect(story.person.erasedAt).toBeNull();
    story.passes(1);
    expect(story.person).toMatchObject({ erasedAt: NOON + FORGOTTEN, traits: {}, address: null });
    expect(story.effects.at(-1)).toEqual({
      type: 'erase',
      at: NOON + FORGOTTEN,
      address: annsAddress.hmac,
      reason: 'unconfirmed',
      keepUntil: NOON + FORGOTTEN,
    });
  });

  test('is forgotten though broadcasts go to everybody meanwhile: they leave no trace on it', () => {
    const story = signUp();
    story.sendsAll();
    const season = campaign({
      id: 'season',
      key: undefined,
      triggers: [{ kind: 'schedule', on: '2026-11-18', at: 0 }],
    });
    story.workspace = workspace({ campaigns: [season] });
    story.person = { ...story.person, version: 3 };
    story.tell({ kind: 'broadcast', campaign: 'season', occurrence: '2026-11-18', at: story.now });
    expect(story.person.entries).toEqual([]);
    story.passes(NOON + FORGOTTEN - story.now);
    expect(story.person.erasedAt).toBe(NOON + FORGOTTEN);
  });

  test('is forgotten later where it was asked for again', () => {
    const story = signUp();
    story.passes(10 * DAY);
    story.event('subscription.requested', { properties: requested(), requestId: 'r-2' });
    story.passes(FORGOTTEN - 10 * DAY);
    expect(story.person.erasedAt).toBeNull();
    story.passes(10 * DAY);
    expect(story.person.erasedAt).not.toBeNull();
  });

  const whoStays: readonly [string, (story: Story) => unknown, Partial<Person>?][] = [
    ['confirmed it', confirms],
    [
      'confirmed and withdrew',
      (story) => [
        confirms(story),
        story.event('consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } }),
      ],
    ],
    ['said stop', (story) => story.event('consent.withdrawn', { properties: { all: true, method: 'phone' } })],
    ['told more of themselves', (story) => story.event('profile.told', { traits: { firstName: 'Ann' } })],
    ['left a cart behind', (story) => story.cartLeft()],
    ['is a customer of the company', () => null, { profileId: 'c-42' }],
  ];
  test.each(whoStays)('stays when the person %s', (_, then, differs = {}) => {
    const story = signUp(differs);
    then(story);
    story.passes(FORGOTTEN + DAY);
    expect(story.person.erasedAt).toBeNull();
    expect(story.person.forgetAt).toBeNull();
  });
});

describe('P-37 the reminder', () => {
  test('is none unless the workspace asks for it', () => {
    const story = signUp();
    story.sendsAll();
    expect(reminders(story)).toEqual([]);
  });

  test('goes once, a day after the mail went out', () => {
    const story = signUp({}, true);
    story.sendsAll();
    expect(reminders(story)).toMatchObject([{ status: 'held', notBefore: NOON + DAY, requestId: 'r-1' }]);
    story.passes(NOON + DAY - 1 - story.now);
    expect(story.sendsAll()).toBe(0);
    story.passes(1);
    expect(story.sendsAll()).toBe(1);
    story.passes(10 * DAY);
    expect(story.ends).toEqual(['sent', 'sent']);
  });

  test('does not go when the request was confirmed, cancelled or withdrawn from meanwhile (P-38)', () => {
    const ends: ((story: Story) => unknown)[] = [
      confirms,
      (story) => story.tell({ kind: 'not-me', requestId: 'r-1', at: story.now }),
      (story) => story.event('consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } }),
    ];
    for (const end of ends) {
      const story = signUp({}, true);
      story.sendsAll();
      end(story);
      story.passes(2 * DAY);
      expect(story.sendsAll()).toBe(0);
    }
  });

  test('does not go after the end of the request', () => {
    const story = signUp({}, true);
    story.passesUnswept(50 * HOUR);
    story.sendsAll();
    expect(reminders(story)).toEqual([]);
  });
});

describe('"it was not me"', () => {
  test('P-36 takes back what the same link of that request granted', () => {
    const story = signUp();
    confirms(story);
    story.passesUnswept(HOUR);
    story.tell({ kind: 'not-me', requestId: 'r-1', at: story.now });
    expect(story.evidence).toEqual(['consent.requested offers', 'consent.granted offers', 'consent.withdrawn offers']);
  });
});

describe('a topic that is held while somebody else stopped the address', () => {
  test('P-52, P-39 is asked for again, and its confirmation is the way back', () => {
    const story = new Story(workspace(), ann());
    const again = { properties: requested(), requestId: 'r-9' };
    story.event('subscription.requested', again);
    expect(story.person.messages).toEqual([]);
    story.event('subscription.requested', { ...again, addressStopped: true });
    expect(story.message).toMatchObject({ requestId: 'r-9', status: 'queued' });
    story.tell({ kind: 'confirmation', requestId: 'r-9', at: story.now, ip: null, userAgent: null });
    expect(story.person.permission.consents[0]?.grant).toMatchObject({ requestId: 'r-9', at: NOON });
  });
});
