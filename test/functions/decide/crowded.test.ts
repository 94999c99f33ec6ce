import '../api/silent-log.ts';
import { expect, test } from 'vitest';
import { type DecidePorts, decideRecords } from '../../../functions/decide/decide-records.ts';
import { RetryableError } from '../../../shared/kernel/errors.ts';
import { isoInstant } from '../../../shared/kernel/instants.ts';
import { memoryMacKeys } from '../../../shared/outbound/memory-mac-keys.ts';
import type { Rejection } from '../../../shared/outbound/rejected-queue.sqs.ts';
import { memoryAddressBook } from '../../../shared/table/memory-address.ts';
import { memoryPersonStore } from '../../../shared/table/memory-person.ts';
import { memoryReleaseStore } from '../../../shared/table/memory-release.ts';
import { memorySignUpCounts } from '../../../shared/table/memory-sign-ups.ts';
import { memoryTemplateSwitches } from '../../../shared/table/memory-template-switches.ts';
import { NOON } from '../../person/making.ts';

function batchOf(record: number) {
  const events = Array.from({ length: 200 }, (_, n) => ({
    type: 'profile.updated',
    profileId: `c-${record}-${n}`,
    eventId: `e-${record}-${n}`,
    traits: { seen: 1 },
  }));
  return { id: `r-${record}`, body: bodyOf(events), queueArn: 'q', receipt: 'r', received: 1, sentAt: NOON };
}

function bodyOf(events: readonly object[]): string {
  const batch = { 'detail-type': 'heed.batch', detail: { events } };
  return JSON.stringify({ id: 'b-1', source: 'acme', time: isoInstant(NOON), ...batch });
}

function portsOf(people: DecidePorts['people']): DecidePorts {
  return {
    people,
    releases: memoryReleaseStore(),
    addresses: memoryAddressBook(),
    keys: memoryMacKeys(),
    signUps: memorySignUpCounts(),
    templates: memoryTemplateSwitches(),
    isErased: async () => false,
    rejected: { reject: async () => undefined },
    later: async () => undefined,
    clock: () => NOON,
  };
}

test('more people than one invocation has time for: who was not reached comes again, nobody is lost', async () => {
  const people = memoryPersonStore();
  const ports = portsOf(people);
  let records = Array.from({ length: 10 }, (_, record) => batchOf(record));
  const rounds: number[] = [];
  while (records.length > 0) {
    // Each person costs a tick of what the invocation has.
    let left = 5_900;
    const remaining = () => {
      left -= 1;
      return left;
    };
    const again = new Set(await decideRecords(ports, records, remaining));
    records = records.filter((each) => again.has(each.id));
    rounds.push(records.length);
  }
  expect([...people.people()].length).toBe(2_000);
  expect(rounds.length).toBeGreaterThan(1);
  expect(rounds.at(-1)).toBe(0);
});

test.each([6, 40])(
  'of %i events of one person in a record that comes again, the refused one is rejected all the same',
  async (count) => {
    const people = memoryPersonStore();
    const rejected: Rejection[] = [];
    let away = true;
    const reject = async (all: readonly Rejection[]) => {
      if (away) throw new RetryableError('the queue is away');
      rejected.push(...all);
    };
    const ports = { ...portsOf(people), rejected: { reject } };
    const traits = Array.from({ length: count - 1 }, (_, n) => ({
      type: 'note',
      profileId: 'c-1',
      eventId: `e-${n}`,
      traits: { n },
    }));
    const refused = { type: 'consent.recorded', profileId: 'c-1', eventId: 'bad', properties: { topics: ['offers'] } };
    const record = { ...batchOf(1), body: bodyOf([...traits, refused]) };
    await expect(decideRecords(ports, [record])).rejects.toThrow(RetryableError);
    away = false;
    expect(await decideRecords(ports, [record])).toEqual([]);
    expect(rejected).toMatchObject([
      { reason: 'refused', problems: [{ field: `events[${count - 1}].properties.basis` }, {}, {}, {}, {}] },
    ]);
  },
);

test('more evidence of one person in a record than one transaction takes is written in several', async () => {
  const people = memoryPersonStore();
  const said = ['consent.withdrawn', 'flag.set'];
  const events = Array.from({ length: 130 }, (_, n) => ({
    type: said[n % 2],
    profileId: 'c-1',
    eventId: `e-${n}`,
    occurredAt: isoInstant(NOON - 200_000 + n * 1_000),
    properties: n % 2 === 0 ? { topics: [`topic-${n}`], method: 'phone' } : { flag: `f-${n % 7}`, by: 'eva' },
  }));
  const most: number[] = [];
  const counting = {
    ...people,
    commit: (...args: Parameters<typeof people.commit>) => {
      most.push(args[1].ledger.length);
      return people.commit(...args);
    },
  };
  const ports = portsOf(counting);
  const wide = { ...batchOf(1), body: bodyOf(events) };
  const wider = {
    ...batchOf(2),
    body: bodyOf(
      events.map((each, n) => ({
        ...each,
        eventId: `w-${n}`,
        properties: { topics: [`other-${n}`], method: 'phone' },
        type: 'consent.withdrawn',
      })),
    ),
  };
  expect(await decideRecords(ports, [wide, wider])).toEqual([]);
  expect(Math.max(...most)).toBeLessThanOrEqual(90);
  expect((await people.load('c-1'))?.permission.consents.length).toBe(65 + 130);
});
