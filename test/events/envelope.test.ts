import { describe, expect, test } from 'vitest';
import { fieldPath, parseEnvelope, parseEventItem } from '../../shared/events/envelope.ts';

const TIME = '2026-11-21T10:00:00Z';
const envelope = (detail: unknown, differs: object = {}) => ({
  id: 'bus-1',
  source: 'shop',
  'detail-type': 'order.placed',
  time: TIME,
  detail,
  ...differs,
});
const one = (detail: unknown, differs: object = {}) => parseEnvelope(envelope(detail, differs))[0];
const problems = (detail: unknown, differs: object = {}) => {
  const parsed = one(detail, differs);
  return parsed?.ok === false ? parsed.problems : [];
};
const fields = (detail: unknown, differs: object = {}) => problems(detail, differs).map((problem) => problem.field);

describe('one event', () => {
  test('takes what it leaves out from its envelope', () => {
    expect(one({ profileId: 'c-42' })).toEqual({
      ok: true,
      value: {
        type: 'order.placed',
        profileId: 'c-42',
        eventId: 'bus-1',
        occurredAt: Date.parse(TIME),
        properties: {},
        traits: {},
      },
    });
  });

  test('keeps what it says itself', () => {
    const detail = {
      profileId: 'c-42',
      eventId: 'o-991-placed',
      occurredAt: '2026-11-21T09:00:00+01:00',
      properties: { total: 12.5, items: [{ sku: 'a' }] },
      traits: { email: 'ann@example.org' },
      more: 'is welcome',
    };
    expect(one(detail)).toEqual({
      ok: true,
      value: {
        type: 'order.placed',
        profileId: 'c-42',
        eventId: 'o-991-placed',
        occurredAt: Date.parse('2026-11-21T08:00:00Z'),
        properties: detail.properties,
        traits: detail.traits,
      },
    });
  });

  test('that claims to happen after its arrival happened at its arrival', () => {
    expect(one({ profileId: 'c-42', occurredAt: '2036-01-01T00:00:00Z' })).toMatchObject({
      value: { occurredAt: Date.parse(TIME) },
    });
  });

  test.each(['c-42', 'a', 'A.b_c:d-9', 's-1234', 'x'.repeat(128)])('profile id %s is fine', (profileId) => {
    expect(one({ profileId })).toMatchObject({ ok: true });
  });

  test('an id that looks like an address is refused with advice, and the advice does not repeat it', () => {
    const [problem, ...more] = problems({ profileId: 'ann@example.org' });
    expect(more).toEqual([]);
    expect(problem?.field).toBe('profileId');
    expect(problem?.message).toContain('traits.email');
    expect(problem?.message).not.toContain('ann@');
  });

  test.each<[string, object, string[]]>([
    ['no profile id', {}, ['profileId']],
    ['an empty one', { profileId: '' }, ['profileId']],
    ['one of 129 letters', { profileId: 'x'.repeat(129) }, ['profileId']],
    ['one with a space', { profileId: 'c 42' }, ['profileId']],
    ['one with a line break behind', { profileId: 'c-42\n' }, ['profileId']],
    ['a number', { profileId: 42 }, ['profileId']],
    ['a time without a zone', { profileId: 'c', occurredAt: '2026-11-21T10:00:00' }, ['occurredAt']],
    ['an empty event id', { profileId: 'c', eventId: '' }, ['eventId']],
    ['properties that are a list', { profileId: 'c', properties: [] }, ['properties']],
    ['traits that are a text', { profileId: 'c', traits: 'x' }, ['traits']],
    ['several at once', { profileId: '', occurredAt: 'x' }, ['profileId', 'occurredAt']],
  ])('with %s is refused by field', (_, detail, expected) => {
    expect(fields(detail)).toEqual(expected);
  });

  test.each([null, 'text', 7, [1]])('whose detail is %j is refused', (detail) => {
    expect(problems(detail)).toHaveLength(1);
  });

  test('without type or time is refused', () => {
    expect(fields({ profileId: 'c' }, { 'detail-type': '', time: 'x' })).toEqual(['detail-type', 'time']);
    expect(parseEnvelope('nothing')).toMatchObject([{ ok: false }]);
  });
});

test('a time of the envelope that is ahead of the queue is the moment at which the queue took it', () => {
  const sentAt = Date.parse(TIME) + 500;
  const arrived = (time: string) => parseEnvelope(envelope({ profileId: 'c-42' }, { time }), sentAt)[0];
  expect(arrived('2030-01-01T00:00:00Z')).toMatchObject({ ok: true, value: { occurredAt: sentAt } });
  expect(arrived(TIME)).toMatchObject({ ok: true, value: { occurredAt: sentAt } });
  expect(arrived('2026-11-20T10:00:00Z')).toMatchObject({ value: { occurredAt: Date.parse('2026-11-20T10:00:00Z') } });
});

test.each(['consent.granted', 'message.clicked', 'enrollment.started'])(
  'nobody else tells of %s in heed’s name',
  (type) => {
    expect(fields({ profileId: 'c-42' }, { 'detail-type': type })).toEqual(['detail-type']);
    expect(parseEventItem({ type, profileId: 'c' }, { id: 'a', time: 0 })).toMatchObject({
      problems: [{ field: 'type' }],
    });
  },
);

describe('an event that a workspace published', () => {
  const emitted = (type: string, detail: object = {}) =>
    one({ profileId: 'c-42', ...detail }, { source: 'heed.workspace', 'detail-type': type });

  test('knows how deep it is, one level at least', () => {
    expect(emitted('cart.told', { depth: 3 })).toMatchObject({ ok: true, value: { depth: 3 } });
    expect(emitted('cart.told')).toMatchObject({ ok: true, value: { depth: 1 } });
    expect(one({ profileId: 'c-42', depth: 3 })).not.toHaveProperty('value.depth');
  });

  test.each(['consent.recorded', 'subscription.requested', 'preferences.changed', 'profile.merged', 'heed.batch'])(
    'of type %s is refused: no campaign raises permission, whoever forged the source',
    (type) => {
      const events = [{ type: 'consent.recorded', profileId: 'c-42' }];
      expect(emitted(type, { events })).toMatchObject({ ok: false, problems: [{ field: 'detail-type' }] });
    },
  );
});

describe('a batch', () => {
  const batch = (events: unknown) => parseEnvelope(envelope({ events }, { 'detail-type': 'heed.batch' }));

  test('gives each event a type and an id of its own', () => {
    expect(
      batch([
        { type: 'a', profileId: 'c-1' },
        { type: 'b', profileId: 'c-2', eventId: 'e-2' },
      ]),
    ).toMatchObject([
      { ok: true, value: { type: 'a', eventId: 'bus-1:0' } },
      { ok: true, value: { type: 'b', eventId: 'e-2' } },
    ]);
  });

  test('of 200 is taken, of 201 refused whole', () => {
    const events = Array.from({ length: 201 }, (_, index) => ({ type: 'a', profileId: `c-${index}` }));
    expect(batch(events.slice(1)).filter((each) => each.ok)).toHaveLength(200);
    expect(batch(events)).toEqual([
      { ok: false, problems: [{ field: 'events', message: expect.stringContaining('more than 200') }] },
    ]);
  });

  test.each([[[]], [undefined], ['x']])('of %j is refused', (events) => {
    expect(batch(events)).toMatchObject([{ ok: false, problems: [{ field: 'events' }] }]);
  });

  test('refuses an event by its place and takes those beside it', () => {
    const events = [0, 1, 2, 3, 4].map((index) => ({
      type: 'a',
      profileId: index === 3 ? 'ann@example.org' : `c-${index}`,
    }));
    const parsed = batch(events);
    expect(parsed.map((each) => each.ok)).toEqual([true, true, true, false, true]);
    expect(parsed[3]).toMatchObject({ problems: [{ field: 'events[3].profileId' }] });
  });

  test('asks each event for its type', () => {
    expect(batch([{ profileId: 'c-1' }])).toMatchObject([{ problems: [{ field: 'events[0].type' }] }]);
  });
});

test('an item of the API stands where it was given', () => {
  const arrival = { id: 'a-1', time: Date.parse(TIME) };
  expect(parseEventItem({ type: 'a', profileId: 'c' }, arrival)).toMatchObject({ ok: true, value: { eventId: 'a-1' } });
  expect(parseEventItem({ type: 'a' }, arrival, [2])).toMatchObject({ problems: [{ field: '[2].profileId' }] });
});

test('field paths read as people write them', () => {
  expect(fieldPath(['properties', 'items', 0, 'sku'])).toBe('properties.items[0].sku');
  expect(fieldPath([])).toBe('');
});
