import { describe, expect, test } from 'vitest';
import { DAY } from '../../shared/kernel/instants.ts';
import { newPerson } from '../../shared/person/person.ts';
import { dueShardOf } from '../../shared/table/keys.ts';
import { packedState } from '../../shared/table/packed-person.ts';
import { decodePerson, encodePerson, type PersonRow } from '../../shared/table/person-codec.ts';
import { aCustomer, aMessage, anEnrollment, noon } from './people.ts';

function sizeOf(row: PersonRow): number {
  return Object.entries(row).reduce(
    (size, [name, value]) =>
      size + Buffer.byteLength(name) + (value.B?.length ?? Buffer.byteLength(value.S ?? value.N ?? '')),
    0,
  );
}

describe('the codec of a person', () => {
  test('gives back what it was given', () => {
    expect(decodePerson(encodePerson(aCustomer()))).toEqual(aCustomer());
    expect(decodePerson(encodePerson(newPerson('c-1')))).toEqual(newPerson('c-1'));
  });

  test('keeps a typical row without effects within one write unit of 1 KB', () => {
    expect(sizeOf(encodePerson(aCustomer()))).toBeLessThanOrEqual(1024);
  });

  test('keeps a month of fifty mails within two write units', () => {
    const [mail] = aCustomer().recent;
    const recent = Array.from({ length: 50 }, (_, n) => ({ ...mail!, messageId: encodeURI(`m-${n}`), at: noon - n }));
    expect(sizeOf(encodePerson(aCustomer({ recent })))).toBeLessThanOrEqual(2048);
  });

  test('keeps every variant of what a person can hold', () => {
    const person = aCustomer({
      suppression: { reason: 'hard-bounce', since: noon },
      permission: {
        consents: [{ topic: null, purpose: 'tracking.email', grant: null, withdrawnAt: noon + 1 }],
        requests: [
          {
            requestId: 'r-1',
            topics: ['offers', 'news'],
            requestedAt: noon,
            expiresAt: noon + 3 * DAY,
            address: 'hmac-of-another-address',
            text: 'Yes, please.',
            method: 'form',
            locale: 'de',
            form: { id: 'footer', version: '3' },
            ip: null,
            userAgent: 'Mozilla/5.0',
          },
        ],
        stoppedAt: noon,
        resumedAt: noon - 1,
      },
      enrollments: [
        anEnrollment({ enrollmentId: 'welcome:o-1', campaign: 'welcome', key: null, dueAt: null, properties: {} }),
        anEnrollment({ enrollmentId: 'another form of id', campaign: 'welcome', key: '' }),
      ],
      messages: [
        aMessage({
          status: 'sending',
          claim: { id: 'claim-1', at: noon },
          because: null,
          address: null,
          enrollmentId: 'ended:1',
        }),
        aMessage({
          class: 'transactional',
          campaign: null,
          enrollmentId: null,
          stepId: null,
          topic: null,
          requestId: 'r-1',
          template: '_system/confirmation',
          replyTo: 'a@example.org',
          priority: 5,
          attempts: 2,
        }),
        aMessage({ enrollmentId: 'another form of id' }),
      ],
      recent: [
        {
          messageId: 'm-1',
          campaign: null,
          topic: null,
          class: 'transactional',
          status: 'failed',
          at: noon,
          reason: 'rejected-by-ses',
        },
      ],
      entries: [{ campaign: 'welcome', key: 'k', at: noon }],
      seen: ['an id with spaces', ''],
    });
    expect(decodePerson(encodePerson(person))).toEqual(person);
  });

  test('keeps traits and counters whose names are those of prototypes', () => {
    const traits = Object.fromEntries(
      ['__proto__', 'constructor', 'toString', 'hasOwnProperty'].map((name) => [
        name,
        { value: { __proto__: 1, [name]: name }, at: noon },
      ]),
    );
    const counters = Object.fromEntries([['__proto__', { count: 1, first: noon, last: noon }]]);
    const decoded = decodePerson(encodePerson(aCustomer({ traits, counters })));
    expect(Object.keys(decoded.traits)).toEqual(Object.keys(traits));
    expect(decoded.traits).toEqual(traits);
    expect(Object.keys(decoded.counters)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(decoded.traits)).toBe(Object.prototype);
  });

  test('keeps the moment of each trait to the millisecond', () => {
    const traits = { a: { value: 1, at: noon }, b: { value: null, at: noon + 1 }, c: { value: [[{}]], at: noon } };
    expect(decodePerson(encodePerson(aCustomer({ traits }))).traits).toEqual(traits);
  });

  test('is in the index of the due exactly while a timer runs', () => {
    const waiting = encodePerson(aCustomer());
    expect(waiting.dueAt).toEqual({ N: String(aCustomer().enrollments[0]?.dueAt) });
    expect(waiting.dueShard).toEqual({ N: String(dueShardOf('c-100042')) });
    const idle = encodePerson(aCustomer({ enrollments: [], messages: [] }));
    expect(idle).not.toHaveProperty('dueAt');
    expect(idle).not.toHaveProperty('dueShard');
  });

  test('reads a row that is older than the code: what it does not know is empty', () => {
    const { state: _, schema: __, ...bare } = encodePerson({ ...newPerson('c-1'), version: 3 });
    expect(decodePerson(bare)).toEqual({ ...newPerson('c-1'), version: 3 });
  });

  test('refuses to read a row of newer code, which writing back would damage', () => {
    expect(() => decodePerson({ ...encodePerson(aCustomer()), schema: { N: '2' } })).toThrow(/newer code/);
  });

  test('leaves out what is empty', () => {
    expect(packedState(newPerson('c-1'))).toBe('{"v":0}');
  });
});
