import { describe, expect, it, test } from 'vitest';
import { chosenOf } from '../../shared/consent/preferences.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../shared/kernel/instants.ts';
import { decide } from '../../shared/person/decide.ts';
import type { CustomerEvent } from '../../shared/person/input.ts';
import { messageLocale } from '../../shared/person/question.ts';
import { ann, event, NOON, traits, transactional, workspace } from './making.ts';
import { Story } from './story.ts';

const changed = (properties: CustomerEvent['properties'], at: Instant = NOON, eventId = JSON.stringify(properties)) =>
  event({ type: 'preferences.changed', eventId, occurredAt: at, properties });

const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

/** Ann left a cart and made her choices; what becomes of her mail. */
function mailAfter(properties: CustomerEvent['properties'], now: Instant = NOON, person = ann()): string {
  const story = new Story(workspace(), person, now);
  story.tell(changed(properties, now));
  story.cartLeft();
  const [message] = story.person.messages;
  if (!message) return story.ends.join();
  return message.status === 'held' ? `${message.because?.reason} until ${iso(message.notBefore)}` : message.status;
}

describe('preferences.changed', () => {
  it('keeps each choice with its own time and evidence of it', () => {
    const story = new Story();
    story.tell(changed({ frequency: { max: 1, per: 'P7D' }, days: [1, 'tuesday', 'Sun'], language: 'de' }));
    expect(story.person.preferences).toEqual({
      frequency: { value: { max: 1, per: 'P7D' }, at: NOON },
      days: { value: ['mon', 'tue', 'sun'], at: NOON },
      language: { value: 'de', at: NOON },
    });
    expect(story.evidence).toEqual(['preferences.changed *']);
  });

  it('P-44 comes to the same in whatever order: the later word of each choice wins', () => {
    const said = [
      changed({ pausedUntil: '2026-12-24', muted: ['a'] }, NOON - HOUR),
      changed({ pausedUntil: null }, NOON - 2 * HOUR),
      changed({ muted: ['b'], days: ['mon'] }, NOON - 3 * HOUR),
      changed({ pausedUntil: null, days: null }, NOON - HOUR),
    ];
    const orders = said.map((_, index) => [...said.slice(index), ...said.slice(0, index)]);
    const ends = [...orders, [...said].reverse()].map((order) => {
      const story = new Story();
      for (const each of order) story.tell(each);
      return story.person.preferences;
    });
    for (const end of ends) expect(end).toEqual(ends[0]);
    expect(ends[0]?.pausedUntil?.value).toBe('2026-12-24');
    expect(ends[0]?.muted?.value).toEqual(['a']);
  });

  test.each<[string, CustomerEvent['properties'], string]>([
    ['nothing said', {}, 'properties'],
    ['no number', { frequency: { max: 0, per: 'P7D' } }, 'properties.frequency.max'],
    ['months, which have no length', { frequency: { max: 1, per: 'P1M' } }, 'properties.frequency.per'],
    ['a window longer than what is remembered', { frequency: { max: 1, per: 'P60D' } }, 'properties.frequency.per'],
    ['no day at all', { days: [] }, 'properties.days'],
    ['no weekday', { days: ['mon', 'someday'] }, 'properties.days[1]'],
    ['a weekday beyond the week', { days: [8] }, 'properties.days[0]'],
    ['no time', { hours: { from: '9:00', to: '18:00' } }, 'properties.hours.from'],
    ['no window', { hours: { from: '09:00', to: '09:00' } }, 'properties.hours.to'],
    ['hours that are all quiet (P-92)', { hours: { from: '22:00', to: '07:30' } }, 'properties.hours'],
    ['no date', { pausedUntil: '2026-02-30' }, 'properties.pausedUntil'],
    ['a pause of 181 days (P-65)', { pausedUntil: '2027-05-18' }, 'properties.pausedUntil'],
    ['a language that nobody writes', { language: 'fr' }, 'properties.language'],
    ['no list', { muted: 'cart-abandoned' }, 'properties.muted'],
    ['no zone', { timeZone: 'Mars/Base' }, 'properties.timeZone'],
  ])('is refused with the path of %s', (_, properties, field) => {
    const before = ann();
    const decision = decide(before, changed(properties), workspace(), NOON);
    expect(decision.refused?.map((each) => each.field)).toEqual([field]);
    expect(decision.person).toBe(before);
  });

  it('P-65 takes a pause of 180 days, and one until it is taken back', () => {
    for (const pausedUntil of ['2027-05-17', 'until-resumed', null]) {
      expect(decide(ann(), changed({ pausedUntil }), workspace(), NOON).refused).toBeNull();
    }
  });

  it('P-99 mails are in the chosen language before the one of the profile', () => {
    const story = new Story(workspace(), ann({ traits: traits({ email: 'ann@example.org', locale: 'en' }) }));
    story.tell(changed({ language: 'de' }));
    expect(messageLocale(story.person, story.workspace, { template: 'reminder', requestId: null })).toBe('de');
  });
});

describe('a pause (P-65)', () => {
  const zoned = (timeZone: string) => ann({ traits: traits({ email: 'ann@example.org', timeZone }) });

  test.each([
    ['Europe/Berlin', '2026-12-23T22:59:00Z', 'skipped: paused'],
    ['Pacific/Auckland', '2026-12-23T10:59:00Z', 'skipped: paused'],
    ['America/Los_Angeles', '2026-12-24T07:59:00Z', 'skipped: paused'],
    ['Europe/Berlin', '2026-12-24T07:00:00Z', 'queued'],
    ['Pacific/Auckland', '2026-12-23T19:00:00Z', 'queued'],
    ['America/Los_Angeles', '2026-12-24T16:00:00Z', 'queued'],
  ])('P-65 in %s at %s a mail is %s: the end is the first active local day', (zone, at, end) => {
    const [before, told] = [new Story(workspace(), zoned(zone), NOON), Date.parse(at)];
    before.tell(changed({ pausedUntil: '2026-12-24' }));
    before.passesUnswept(told - NOON);
    before.cartLeft();
    const [message] = before.person.messages;
    expect(message?.status ?? before.ends.join()).toBe(end);
  });

  it('P-65 in a country of several zones lasts until the day has begun in all of them', () => {
    const story = new Story(workspace(), ann({ traits: traits({ email: 'ann@example.org', country: 'US' }) }));
    story.tell(changed({ pausedUntil: '2026-12-24' }));
    story.passesUnswept(Date.parse('2026-12-24T08:00:00Z') - NOON);
    story.cartLeft();
    expect(story.ends).toEqual(['skipped: paused']);
  });

  it('P-65 drops what falls into it and leaves consent alone; a mail that waits for the morning is dropped at once', () => {
    const story = new Story();
    story.passesUnswept(10 * HOUR);
    story.cartLeft();
    expect(story.message.because?.reason).toBe('quiet-hours');
    story.tell(changed({ pausedUntil: 'until-resumed' }, story.now));
    expect(story.ends).toEqual(['skipped: paused']);
    story.tell(changed({ pausedUntil: null }, story.now + MINUTE));
    story.passesUnswept(14 * HOUR);
    story.cartLeft('k-2');
    expect(story.message.status).toBe('queued');
    expect(story.person.permission).toEqual(ann().permission);
  });

  it('P-65 does not stop transactional mail', () => {
    const story = new Story(workspace({ campaigns: [transactional()] }));
    story.tell(changed({ pausedUntil: 'until-resumed' }));
    story.event('order.placed');
    expect(story.message.status).toBe('queued');
  });
});

describe('no more of this campaign', () => {
  it('is refused with a word of its own, and others of the topic still come', () => {
    expect(mailAfter({ muted: ['cart-abandoned'] })).toBe('skipped: muted');
    expect(mailAfter({ muted: ['another'] })).toBe('queued');
  });
});

describe('days and hours (P-63)', () => {
  test.each<[string, CustomerEvent['properties'], string, string]>([
    ['inside both', { days: ['wed'], hours: { from: '13:00', to: '14:00' } }, '2026-11-18T12:00:00Z', 'queued'],
    [
      'the end is outside',
      { hours: { from: '09:00', to: '13:00' } },
      '2026-11-18T12:00:00Z',
      'preferred-window until 2026-11-19T08:00:00.000Z',
    ],
    ['another day', { days: ['fri'] }, '2026-11-18T12:00:00Z', 'preferred-window until 2026-11-20T07:00:00.000Z'],
    [
      'another day and hour',
      { days: ['fri'], hours: { from: '17:30', to: '23:00' } },
      '2026-11-18T12:00:00Z',
      'preferred-window until 2026-11-20T16:30:00.000Z',
    ],
    [
      'at night, by the word of the night',
      { hours: { from: '10:00', to: '12:00' } },
      '2026-11-18T21:00:00Z',
      'quiet-hours until 2026-11-19T09:00:00.000Z',
    ],
    [
      'over midnight',
      { hours: { from: '20:00', to: '09:00' } },
      '2026-11-18T12:00:00Z',
      'preferred-window until 2026-11-18T19:00:00.000Z',
    ],
    [
      'in the chosen zone (P-94)',
      { hours: { from: '09:00', to: '12:00' }, timeZone: 'America/New_York' },
      '2026-11-18T12:00:00Z',
      'quiet-hours until 2026-11-18T14:00:00.000Z',
    ],
    [
      'a day that comes after the mail has expired (P-100)',
      { days: ['tue'] },
      '2026-11-18T12:00:00Z',
      'skipped: expired',
    ],
  ])('a mail waits for what suits: %s', (_, choices, now, end) => {
    expect(mailAfter(choices, Date.parse(now))).toBe(end);
  });

  it('a mail that waits for chosen hours goes at once when the choice is taken back', () => {
    const story = new Story();
    story.tell(changed({ hours: { from: '18:00', to: '19:00' } }));
    story.cartLeft();
    expect(story.message.status).toBe('held');
    story.tell(changed({ hours: null }, NOON + MINUTE));
    expect(story.message.status).toBe('queued');
  });
});

describe('the chosen frequency (P-67)', () => {
  it('P-67 P-101 is a hard bound over a rolling window; a send exactly that old does not count', () => {
    const story = new Story();
    story.tell(changed({ frequency: { max: 1, per: 'PT48H' } }));
    story.cartLeft('k-1');
    expect(story.sendsAll()).toBe(1);
    const sentAt = story.person.recent[0]?.at ?? 0;
    story.passesUnswept(5 * MINUTE);
    story.cartLeft('k-2');
    expect(story.message.because).toMatchObject({ reason: 'frequency-cap', max: 1, per: 'PT48H' });
    expect(story.message.notBefore).toBe(sentAt + 48 * HOUR);
    story.passes(48 * HOUR);
    expect(story.sendsAll()).toBe(1);
  });

  it('P-101 a reservation counts: of two at once one waits', () => {
    const story = new Story();
    story.tell(changed({ frequency: { max: 1, per: 'P1D' } }));
    story.cartLeft('k-1');
    story.cartLeft('k-2');
    expect(story.person.messages.map((each) => each.status).sort()).toEqual(['held', 'queued']);
  });

  it('P-67 a mail that would wait beyond its time is refused now', () => {
    const story = new Story();
    story.tell(changed({ frequency: { max: 1, per: 'P30D' } }));
    story.cartLeft('k-1');
    story.sendsAll();
    story.cartLeft('k-2');
    expect(story.ends).toEqual(['sent', 'skipped: expired']);
  });

  it('P-102 does not count transactional mail, nor what was refused', () => {
    const recent = [
      {
        messageId: 'o',
        campaign: 'order',
        topic: null,
        class: 'transactional',
        status: 'sent',
        at: NOON - HOUR,
        reason: null,
      },
      {
        messageId: 's',
        campaign: 'x',
        topic: 'offers',
        class: 'marketing',
        status: 'skipped',
        at: NOON - HOUR,
        reason: 'paused',
      },
    ] as const;
    expect(mailAfter({ frequency: { max: 1, per: 'P1D' } }, NOON, ann({ recent }))).toBe('queued');
  });
});

describe('what the page saves', () => {
  const saved = {
    kind: 'preferences-saved',
    id: 'post-1',
    at: NOON,
    choices: {},
    mute: [],
    unmute: [],
    facts: {},
    seen: null,
    tracking: null,
  } as const;

  it('adds and takes back mutes one by one, so that two pages at once keep both', () => {
    const story = new Story();
    story.tell({ ...saved, mute: ['a'] });
    story.tell({ ...saved, id: 'post-2', at: NOON + 1, mute: ['b'] });
    story.tell({ ...saved, id: 'post-3', at: NOON + 2, unmute: ['a'] });
    expect(story.person.preferences.muted?.value).toEqual(['b']);
  });

  it('P-22 P-40 tracking is on only with the words that were shown, and off without a reason', () => {
    const story = new Story();
    const words = { text: 'You may measure.', textHash: 'h', locale: 'en', form: null, ip: null, userAgent: null };
    story.tell({ ...saved, tracking: words });
    expect(story.ledger.at(-1)).toMatchObject({
      kind: 'consent.granted',
      purpose: 'tracking.email',
      basis: 'express',
      method: 'preference-page',
      text: 'You may measure.',
    });
    story.tell({ ...saved, id: 'post-2', at: NOON + 1, tracking: 'off' });
    expect(story.evidence.at(-1)).toBe('consent.withdrawn *');
  });

  it('P-64 is refused where somebody chose something else in the same moment', () => {
    const story = new Story();
    const seen = chosenOf(story.person.preferences);
    story.tell(changed({ days: ['mon'] }));
    const late = { ...saved, choices: { language: 'de' }, seen };
    expect(story.tell(late).refused).toMatchObject([{ field: 'seen' }]);
    expect(story.tell({ ...late, seen: chosenOf(story.person.preferences) }).refused).toBeNull();
  });

  it('keeps facts about oneself as traits, never the address', () => {
    const story = new Story();
    story.tell({ ...saved, facts: { firstName: 'Ann' } });
    expect(story.person.traits.firstName).toEqual({ value: 'Ann', at: NOON });
    expect(story.person.address).toEqual(ann().address);
  });
});

it('a person who chose nothing is asked nothing more', () => {
  expect(mailAfter({ muted: [] }, NOON + DAY)).toBe('queued');
});
