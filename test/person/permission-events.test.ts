import { describe, expect, test } from 'vitest';
import { consentState } from '../../shared/consent/consent-state.ts';
import { DAY, HOUR, isoInstant } from '../../shared/kernel/instants.ts';
import type { CustomerEvent } from '../../shared/person/input.ts';
import { ANNS, ann, NOON, recorded, requested, settings, workspace } from './making.ts';
import { Story } from './story.ts';

const nobodyYet = () => ann({ permission: { consents: [], requests: [], stoppedAt: null, resumedAt: null } });

function withoutTopics({ topics: _, ...rest }: CustomerEvent['properties']): CustomerEvent['properties'] {
  return rest;
}

function refusedFields(type: string, properties: CustomerEvent['properties']): string[] {
  const story = new Story(workspace(), nobodyYet());
  const before = story.person;
  const decision = story.event(type, { properties, traits: { firstName: 'Ann' } });
  expect(decision.person).toBe(before);
  expect(decision).toMatchObject({ effects: [], ledger: [] });
  return (decision.refused ?? []).map((problem) => problem.field);
}

describe('a refused permission event changes nothing and names its fields', () => {
  test.each<[string, string, CustomerEvent['properties'], string[]]>([
    ['P-40 no text', 'consent.recorded', recorded({ text: '' }), ['properties.text']],
    [
      'P-40 no evidence at all',
      'consent.recorded',
      { topics: ['offers'] },
      ['properties.basis', 'properties.grantedAt', 'properties.method', 'properties.text', 'properties.source'],
    ],
    ['no moment', 'consent.recorded', recorded({ grantedAt: 'yesterday' }), ['properties.grantedAt']],
    [
      'a moment without a zone',
      'consent.recorded',
      recorded({ grantedAt: '2026-11-01T10:00:00' }),
      ['properties.grantedAt'],
    ],
    ['P-46 a basis that does not exist', 'consent.recorded', recorded({ basis: 'silence' }), ['properties.basis']],
    [
      'P-26 express for a topic of double opt-in',
      'consent.recorded',
      recorded({ basis: 'express' }),
      ['properties.basis'],
    ],
    [
      'P-42 a control ticked beforehand',
      'consent.recorded',
      recorded({ defaultState: true }),
      ['properties.defaultState'],
    ],
    [
      'P-42 a form ticked beforehand',
      'subscription.requested',
      requested({ defaultState: true }),
      ['properties.defaultState'],
    ],
    ['P-42 a box ticked beforehand', 'consent.recorded', recorded({ preTicked: true }), ['properties.preTicked']],
    ['P-42 an agreement to something else', 'consent.recorded', recorded({ bundled: true }), ['properties.bundled']],
    ['P-42 a bundled form', 'subscription.requested', requested({ bundled: 'terms' }), ['properties.bundled']],
    ['P-42 silence', 'consent.recorded', recorded({ method: 'silence' }), ['properties.method']],
    ['P-42 no control at all', 'consent.recorded', recorded({ method: 'Absent' }), ['properties.method']],
    ['P-42 no act named', 'consent.recorded', recorded({ method: ' ' }), ['properties.method']],
    [
      'P-42 a form that nobody answered',
      'subscription.requested',
      requested({ method: 'no-answer' }),
      ['properties.method'],
    ],
    ['an unknown topic', 'consent.recorded', recorded({ topics: ['offres'] }), ['properties.topics[0]']],
    ['no topic', 'consent.recorded', recorded({ topics: [] }), ['properties.topics']],
    ['topics and purpose at once', 'consent.recorded', recorded({ purpose: 'tracking.email' }), ['properties.topics']],
    [
      'a request without its text',
      'subscription.requested',
      { topics: ['offers'], method: 'web-form' },
      ['properties.text'],
    ],
    ['P-40 a blank text', 'consent.recorded', recorded({ text: '  ' }), ['properties.text']],
    ['P-40 a blank source', 'consent.recorded', recorded({ source: ' ' }), ['properties.source']],
    ['P-41 another channel', 'consent.recorded', recorded({ channel: 'sms' }), ['properties.channel']],
    [
      'P-22 an implied permission to be watched',
      'consent.recorded',
      withoutTopics(recorded({ basis: 'casl-published', purpose: 'tracking.email' })),
      ['properties.basis'],
    ],
    [
      'P-47 an inquiry that is ahead',
      'consent.recorded',
      recorded({ basis: 'casl-inquiry', inquiryAt: '2030-05-31T10:00:00Z' }),
      ['properties.inquiryAt'],
    ],
    ['a withdrawal of nothing', 'consent.withdrawn', { method: 'phone' }, ['properties.topics']],
  ])('%s', (_, type, properties, fields) => {
    expect(refusedFields(type, properties)).toEqual(fields);
  });

  test('an event that was refused is not remembered: it may come again, mended', () => {
    const story = new Story(workspace(), nobodyYet());
    story.event('consent.recorded', { eventId: 'e-7', properties: recorded({ text: '' }) });
    const { refused } = story.event('consent.recorded', { eventId: 'e-7', properties: recorded() });
    expect(refused).toBeNull();
    expect(story.evidence).toEqual(['consent.granted offers']);
  });
});

describe('consent.recorded', () => {
  test('P-40 keeps the whole evidence in the ledger', () => {
    const story = new Story(workspace(), nobodyYet());
    const grantedAt = NOON - 100 * DAY;
    story.event('consent.recorded', {
      properties: recorded({ grantedAt: isoInstant(grantedAt), locale: 'de', ip: '192.0.2.1' }),
    });
    expect(story.ledger).toMatchObject([
      {
        kind: 'consent.granted',
        topic: 'offers',
        purpose: 'marketing.email',
        basis: 'express-doi',
        at: grantedAt,
        recordedAt: NOON,
        method: 'web-form',
        text: 'Yes, send me offers.',
        source: 'crm/form-7',
        locale: 'de',
        ip: '192.0.2.1',
        address: ANNS,
      },
    ]);
  });

  test('P-41 of tracking is no consent to marketing', () => {
    const story = new Story(workspace(), nobodyYet());
    const { topics: _, ...rest } = recorded({ purpose: 'tracking.email' });
    story.event('consent.recorded', { properties: rest });
    const { permission } = story.person;
    expect(consentState(permission, null, ANNS, NOON, 'tracking.email').state).toBe('granted');
    expect(consentState(permission, 'offers', ANNS, NOON).state).toBe('none');
  });

  test('lets express do where the topic asks for a single opt-in', () => {
    const story = new Story(workspace(), nobodyYet());
    story.event('consent.recorded', { properties: recorded({ topics: ['service-news'], basis: 'express' }) });
    expect(story.evidence).toEqual(['consent.granted service-news']);
  });

  test('of a moment ahead counts from now', () => {
    const story = new Story(workspace(), nobodyYet());
    story.event('consent.recorded', { properties: recorded({ grantedAt: isoInstant(NOON + DAY) }) });
    expect(story.person.permission.consents[0]?.grant?.at).toBe(NOON);
  });

  test('P-44 older than the last withdrawal has no effect and is told to nobody', () => {
    const story = new Story(workspace(), nobodyYet());
    story.event('consent.withdrawn', {
      properties: { topics: ['offers'], method: 'phone', at: isoInstant(NOON - HOUR) },
    });
    story.event('consent.recorded', { properties: recorded({ grantedAt: isoInstant(NOON - 2 * HOUR) }) });
    expect(story.evidence).toEqual(['consent.withdrawn offers']);
    story.cartLeft();
    expect(story.ends).toEqual(['skipped: topic-opted-out']);
  });
});

test('P-44 a single opt-in of a moment ahead counts from now: a withdrawal right after it is heard', () => {
  const story = new Story(workspace(), nobodyYet());
  story.event('subscription.requested', {
    properties: requested({ topics: ['service-news'] }),
    occurredAt: NOON + 900,
  });
  story.tell({ kind: 'withdrawal', id: 'u-1', topic: 'service-news', at: NOON + 1, method: 'one-click' });
  expect(story.evidence).toEqual(['consent.granted service-news', 'consent.withdrawn service-news']);
});

describe('consent.withdrawn', () => {
  test('of a topic that the workspace no longer knows is taken all the same', () => {
    const story = new Story();
    expect(story.event('consent.withdrawn', { properties: { topics: ['gone'], method: 'phone' } }).refused).toBeNull();
  });

  test('twice is told once', () => {
    const story = new Story();
    story.event('consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } });
    story.passes(HOUR);
    story.event('consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } });
    expect(story.evidence).toEqual(['consent.withdrawn offers']);
  });

  test('of tracking leaves marketing alone', () => {
    const story = new Story();
    story.event('consent.withdrawn', { properties: { purpose: 'tracking.email', method: 'phone' } });
    story.cartLeft();
    expect(story.orders).toHaveLength(1);
  });
});

test('P-25 a click is no consent: nothing a mail reader does changes permission', () => {
  const story = new Story(workspace(), nobodyYet());
  const { permission } = story.person;
  story.hears({ type: 'click' });
  story.hears({ type: 'open' });
  story.hears({ type: 'delivery' });
  expect(story.person.permission).toBe(permission);
});

describe('P-43 a withdrawal that is written down badly is refused and heard', () => {
  test.each<[string, CustomerEvent['properties'], string[]]>([
    ['without a method', { all: true }, ['properties.method']],
    ['at a moment that cannot be read', { topics: ['offers'], at: 'yesterday', method: 'phone' }, ['properties.at']],
    ['of all, as a text', { all: 'true', method: 'phone' }, ['properties.all']],
    ['of all, as a number', { all: 1, method: 'phone' }, ['properties.all']],
    ['of a topic in other letters', { topics: [' Offers'], at: 'yesterday', method: 'phone' }, ['properties.at']],
    ['of a topic and of all', { topics: ['offers'], all: true, method: 'phone' }, ['properties.topics']],
    ['of a topic that is no list', { topics: 'offers', method: 'phone' }, ['properties.topics']],
  ])('%s', (_, properties, fields) => {
    const story = new Story();
    const { refused } = story.event('consent.withdrawn', { properties });
    expect(refused?.map(({ field }) => field)).toEqual(fields);
    expect(story.evidence).toContainEqual(expect.stringMatching(/^consent\.withdrawn/));
    story.cartLeft();
    expect(story.orders).toEqual([]);
  });
});

test('P-43 of what a refused withdrawal names only topics are withdrawn that there are', () => {
  const story = new Story();
  const topics = ['offers', ...Array.from({ length: 5_000 }, (_, n) => `ann+${n}@example.org`)];
  expect(
    story.event('consent.withdrawn', { properties: { topics, method: 'x'.repeat(6_000) } }).refused,
  ).not.toBeNull();
  expect(story.person.permission.consents.map(({ topic }) => topic)).toEqual(
    ann().permission.consents.map(({ topic }) => topic),
  );
  expect(JSON.stringify(story.person)).not.toContain('ann+');
  story.cartLeft();
  expect(story.orders).toEqual([]);
});

describe('P-40 to whom, under which notice, by whom', () => {
  const brand = {
    ...settings.brand,
    legalName: 'Acme GmbH',
    privacyPolicy: 'https://acme.example/privacy',
    privacyPolicyVersion: '2026-05',
  };
  const house = (differs = {}) => workspace({ settings: { ...settings, brand: { ...brand, ...differs } } });
  const told = (story: Story) =>
    story.ledger.map(({ kind, actor, controller, privacyNotice }) => [kind, actor, controller, privacyNotice]);
  const inForce = '2026-05 https://acme.example/privacy';

  test('P-40 a grant names the company as the settings had it then', () => {
    const story = new Story(house(), nobodyYet());
    story.event('consent.recorded', { properties: recorded() });
    story.workspace = house({ legalName: 'Acme SE', privacyPolicyVersion: '2027-01' });
    story.event('consent.recorded', { properties: recorded({ topics: ['service-news'] }) });
    expect(told(story)).toEqual([
      ['consent.granted', 'company', 'Acme GmbH', inForce],
      ['consent.granted', 'company', 'Acme SE', '2027-01 https://acme.example/privacy'],
    ]);
  });

  test('P-40 the notice that the evidence names counts, and a list that was imported says so', () => {
    const story = new Story(house(), nobodyYet());
    story.event('consent.recorded', { properties: recorded({ privacyNotice: '2019-03', actor: 'import' }) });
    expect(told(story)).toEqual([['consent.granted', 'import', 'Acme GmbH', '2019-03']]);
  });

  test('P-40 who pressed the button is the person, the form included', () => {
    const story = new Story(house(), nobodyYet());
    story.event('subscription.requested', { properties: requested({ method: 'heed-form' }), requestId: 'r-1' });
    story.tell({ kind: 'confirmation', requestId: 'r-1', at: story.now, ip: null, userAgent: null });
    story.tell({ kind: 'withdrawal', id: 'w-1', topic: 'offers', at: story.now + 1, method: 'one-click' });
    expect(told(story)).toEqual([
      ['consent.requested', 'person', 'Acme GmbH', inForce],
      ['consent.granted', 'person', 'Acme GmbH', inForce],
      ['consent.withdrawn', 'person', null, null],
    ]);
  });
});

describe('P-47 an implied permission that ends by itself', () => {
  const casl = (lastPurchaseAt: number, differs = {}) =>
    recorded({
      basis: 'casl-ebr',
      grantedAt: isoInstant(lastPurchaseAt),
      lastPurchaseAt: isoInstant(lastPurchaseAt),
      ...differs,
    });
  const YEARS = 366 * DAY;

  test('tells the ledger so at that moment, once', () => {
    const story = new Story(workspace(), nobodyYet());
    story.event('consent.recorded', { properties: casl(NOON) });
    const { expiresAt } = story.person.permission.consents[0]?.grant ?? {};
    story.passes(3 * YEARS);
    expect(story.evidence).toEqual(['consent.granted offers', 'consent.expired offers']);
    expect(story.ledger[1]).toMatchObject({ at: expiresAt, actor: 'heed', basis: 'casl-ebr' });
  });

  test('tells it at once, with its evidence, where it was over when it arrived', () => {
    const story = new Story(workspace(), nobodyYet());
    story.event('consent.recorded', { properties: casl(NOON - 3 * YEARS) });
    story.event('consent.recorded', { properties: casl(NOON - 3 * YEARS) });
    story.event('consent.recorded', { properties: casl(NOON - 2 * YEARS - 10 * DAY) });
    expect(story.evidence).toEqual(['consent.expired offers']);
    expect(story.ledger[0]).toMatchObject({ text: 'Yes, send me offers.', source: 'crm/form-7' });
    story.passes(YEARS);
    expect(story.evidence).toEqual(['consent.expired offers']);
  });

  test('tells nothing where it was withdrawn before', () => {
    const story = new Story(workspace(), nobodyYet());
    story.event('consent.recorded', { properties: casl(NOON) });
    story.passes(DAY);
    story.event('consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } });
    story.passes(3 * YEARS);
    expect(story.evidence).toEqual(['consent.granted offers', 'consent.withdrawn offers']);
  });
});
