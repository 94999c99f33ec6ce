import { describe, expect, test } from 'vitest';
import { DAY } from '../../shared/kernel/instants.ts';
import type { Json } from '../../shared/kernel/json.ts';
import type { Person } from '../../shared/person/person.ts';
import { packedState } from '../../shared/table/packed-person.ts';
import { decodePerson, encodePerson } from '../../shared/table/person-codec.ts';
import { UnreadableRowError } from '../../shared/table/row-fields.ts';
import { aCustomer, aMessage, anEnrollment, noon } from './people.ts';

const full: Person = aCustomer({
  suppression: { reason: 'hard-bounce', since: noon },
  softBounces: [noon],
  reach: { deliveredAt: noon, unverifiedAt: noon, liftedAt: noon },
  permission: {
    consents: [
      {
        topic: 'offers',
        purpose: 'marketing.email',
        grant: {
          at: noon,
          basis: 'casl-ebr',
          method: 'form',
          address: 'hmac-of-then',
          requestId: 'r-1',
          textHash: 'h',
          expiresAt: noon + DAY,
        },
        withdrawnAt: noon,
        expiryTold: noon + DAY,
      },
    ],
    requests: [
      {
        requestId: 'r-1',
        topics: ['offers'],
        requestedAt: noon,
        expiresAt: noon + DAY,
        address: 'hmac-of-then',
        text: 'Yes, please.',
        method: 'form',
        locale: 'de',
        form: { id: 'footer', version: '3' },
        ip: '192.0.2.7',
        userAgent: 'Mozilla/5.0',
      },
    ],
    stoppedAt: noon,
    resumedAt: noon,
  },
  preferences: { frequency: { value: { max: 1, per: 'P7D' }, at: noon } },
  care: {
    tickets: [{ ticketId: 't-1', openedAt: noon, closedAt: noon }],
    flags: [{ flag: 'fraud', setAt: noon, liftedAt: noon, setBy: 'u-1', liftedBy: 'u-2' }],
  },
  enrollments: [
    anEnrollment({
      results: { 'ask.answer': 'yes' },
      heard: [{ event: 'h', occurredAt: 1, steps: ['wait-1'] }],
      depth: 1,
    }),
  ],
  messages: [
    aMessage({ claim: { id: 'claim-1', at: noon }, replyTo: 'a@example.org', requestId: 'r-1', heldFor: 'paused' }),
  ],
  recent: [
    {
      messageId: 'm-1',
      campaign: 'c',
      topic: 'offers',
      class: 'marketing',
      status: 'failed',
      at: noon,
      reason: 'too-late',
      tracked: { deliveredAt: noon, marks: ['opened'], clicks: [{ link: 'l', at: noon }] },
    },
  ],
  entries: [{ campaign: 'c', key: 'k', at: noon }],
  silences: [
    {
      campaign: 'c',
      trigger: 0,
      key: 'k',
      eventId: 'e',
      type: 'order.placed',
      occurredAt: noon,
      properties: {},
      dueAt: noon,
    },
  ],
  comingDates: [{ campaign: 'c', trigger: 0, key: 'k', day: '2027-03-20', before: 'P30D', dueAt: noon, told: 2026 }],
  endings: [
    { campaign: 'c', key: 'k', what: 'goal', occurredAt: noon, event: 'e', by: 'order.placed', value: 5 },
    { campaign: 'c', key: 'k', what: 'wait', occurredAt: noon, event: 'e', by: 'order.placed', steps: ['1', '2'] },
  ],
  goals: [{ campaign: 'c', enrollmentId: 'c:k:e', key: 'k', since: noon, until: noon }],
  pendingAddress: { email: 'b@example.org', hmac: 'h-b', requestId: 'r-2', requestedAt: noon, expiresAt: noon },
  forgetAt: noon,
  timersRestUntil: noon,
  erasedAt: noon,
  erasure: { address: 'h', reason: 'requested', keepUntil: noon, others: ['c-2'], againAt: noon },
  exportAskedAt: noon,
  mergedInto: 'c-3',
  mergedFrom: [{ profileId: 'c-4', takenAt: noon }],
});

const state = JSON.parse(packedState(full)) as Json;

/** What the company and the people say is any JSON: values of traits, properties, results, choices. */
const ANYTHING = /^\.(t\[\d+\]\[1\].|e\[\d+\]\[(7|10)\].|z\[\d+\]\[6\].|o\.\w+\.value)/;

type Step = string | number;

/** Every place of a packed state, containers before what they contain. */
function placesIn(value: Json, path: readonly Step[] = []): (readonly Step[])[] {
  if (value === null) return [];
  const inside = typeof value === 'object' ? Object.entries(value) : [];
  const below = inside.flatMap(([name, each]) => placesIn(each, [...path, Array.isArray(value) ? Number(name) : name]));
  return path.length === 0 ? below : [path, ...below];
}

function textOf(path: readonly Step[]): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
}

function valueAt(value: Json, path: readonly Step[]): Json {
  return path.reduce<Json>((held, step) => (held as { readonly [name: Step]: Json })[step] ?? null, value);
}

function withAt(value: Json, [step, ...rest]: readonly Step[], put: Json): Json {
  if (step === undefined) return put;
  if (Array.isArray(value)) return value.with(Number(step), withAt(value[Number(step)], rest, put));
  const named = value as { readonly [name: string]: Json };
  return { ...named, [step]: withAt(named[step] ?? null, rest, put) };
}

function faultOf(broken: Json): unknown {
  try {
    return decodePerson(encodePerson(full, [], JSON.stringify(broken)));
  } catch (error) {
    return error;
  }
}

const places = placesIn(state).filter((path) => !ANYTHING.test(textOf(path)));

describe('the row of a person that no code wrote', () => {
  test('is whole before it is broken', () => {
    expect(faultOf(state)).toEqual(full);
    expect(places.length).toBeGreaterThan(150);
  });

  test.each(places.map((path) => [textOf(path), path] as const))(
    'is refused by the name of its place %s',
    (name, path) => {
      const held = valueAt(state, path);
      const isObject = typeof held === 'object' && !Array.isArray(held);
      const fault = faultOf(withAt(state, path, isObject ? 'ann@example.org' : { canary: 'ann@example.org' }));
      expect(fault).toBeInstanceOf(UnreadableRowError);
      const { message } = fault as Error;
      // A list of texts, or a reason with its facts, is looked at as a whole.
      const told = /^row people profileId c-100042: state(\S+) /.exec(message)?.[1];
      expect([name, textOf(path.slice(0, -1))]).toContain(told);
      expect(message).not.toContain('ann@');
    },
  );

  test('is refused where what must be there is missing', () => {
    expect(faultOf(withAt(state, ['m', 0, 8], null))).toMatchObject({
      message: 'row people profileId c-100042: state.m[0][8] is no number',
    });
  });

  test('is refused where it is no JSON, without quoting it', () => {
    const fault = () => decodePerson(encodePerson(full, [], 'ann@example.org'));
    expect(fault).toThrow('row people profileId c-100042: state is no JSON');
  });

  test('is refused where its state cannot be inflated, or an attribute is of another kind', () => {
    const row = encodePerson(full);
    const broken = (changes: object) => () => decodePerson({ ...row, ...changes });
    expect(broken({ state: { B: Buffer.from('zenobia') } })).toThrow(/state cannot be inflated/);
    expect(broken({ state: { S: 'zenobia' } })).toThrow(/state cannot be inflated/);
    expect(broken({ version: { S: 'zenobia' } })).toThrow('row people profileId: version is no number');
    expect(broken({ profileId: undefined })).toThrow('row people profileId: profileId is missing');
  });
});

describe('the row of a person that older code wrote', () => {
  test('is read: who set and lifted a flag is not known, nor what came to the end of a record', () => {
    const flag = { flag: 'fraud', setAt: noon, liftedAt: null };
    const older = encodePerson(
      full,
      [],
      JSON.stringify({
        v: 3,
        a: ['ann@example.org', 'h'],
        c: { tickets: [], flags: [flag] },
        e: [
          ['welcome', null, 'o-1', 'pin', noon, 'order.placed', noon, {}, 1],
          ['welcome', null, 'o-2', 'pin', noon, 'order.placed', noon, {}, 1, null, null, 'wait-1'],
        ],
        r: [['m-1', null, null, 'm', 's', noon]],
      }),
    );
    const person = decodePerson(older);
    expect(person.care.flags).toEqual([{ ...flag, setBy: null, liftedBy: null }]);
    expect(person.enrollments[0]).toEqual({
      enrollmentId: 'welcome:o-1',
      campaign: 'welcome',
      pin: 'pin',
      key: null,
      startedAt: noon,
      event: { type: 'order.placed', occurredAt: noon },
      properties: {},
      position: 1,
      dueAt: null,
    });
    expect(person.enrollments[1]?.heard).toEqual([{ event: '', occurredAt: 0, steps: ['wait-1'] }]);
    expect(person.recent[0]).not.toHaveProperty('tracked');
    expect(person.preferences).toEqual({});
  });
});

describe('the row of a person that newer code wrote', () => {
  test('keeps words and fields that this code does not know', () => {
    const newer = withAt(withAt(state, ['r', 0, 4], 'recalled'), ['c', 'tickets', 0, 'severity'], 'high');
    const person = decodePerson(encodePerson(full, [], JSON.stringify(newer)));
    const written = JSON.parse(packedState(person)) as Json;
    expect(valueAt(written, ['r', 0, 4])).toBe('recalled');
    expect(valueAt(written, ['c', 'tickets', 0, 'severity'])).toBe('high');
  });
});
