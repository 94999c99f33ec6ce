import '../api/silent-log.ts';
import { expect, test } from 'vitest';
import { type DecidePorts, decideRecords } from '../../../functions/decide/decide-records.ts';
import { isoInstant } from '../../../shared/kernel/instants.ts';
import { memoryMacKeys } from '../../../shared/outbound/memory-mac-keys.ts';
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
  const body = {
    id: `b-${record}`,
    source: 'acme',
    time: isoInstant(NOON),
    'detail-type': 'heed.batch',
    detail: { events },
  };
  return { id: `r-${record}`, body: JSON.stringify(body), queueArn: 'q', receipt: 'r', received: 1, sentAt: NOON };
}

test('more people than one invocation has time for: who was not reached comes again, nobody is lost', async () => {
  const people = memoryPersonStore();
  const ports: DecidePorts = {
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
