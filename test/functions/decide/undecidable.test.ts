import '../runtime/quiet-log.ts';
import { describe, expect, test } from 'vitest';
import { type DecidePorts, decideRecords } from '../../../functions/decide/decide-records.ts';
import { HOUR, type Instant, isoInstant, MINUTE } from '../../../shared/kernel/instants.ts';
import type { JsonObject } from '../../../shared/kernel/json.ts';
import { memoryMacKeys } from '../../../shared/outbound/memory-mac-keys.ts';
import type { Rejection } from '../../../shared/outbound/rejected-queue.sqs.ts';
import { applyInputs } from '../../../shared/person/apply.ts';
import { TIMERS_REST_FOR } from '../../../shared/person/rest-timers.ts';
import { dueAtOf } from '../../../shared/person/timers.ts';
import { memoryAddressBook } from '../../../shared/table/memory-address.ts';
import { memoryPersonStore } from '../../../shared/table/memory-person.ts';
import { memorySignUpCounts } from '../../../shared/table/memory-sign-ups.ts';
import { memoryTemplateSwitches } from '../../../shared/table/memory-template-switches.ts';
import { decodePerson, encodePerson } from '../../../shared/table/person-codec.ts';
import type { Step } from '../../../shared/workspace/campaign-definition.ts';
import type { Release } from '../../../shared/workspace/workspace.ts';
import { ann, campaign, event, NOON, send, settings, templates, topic, wait } from '../../person/making.ts';
import { printedLines } from '../runtime/printed.ts';

const printed = printedLines();

/** Whoever comes to it meets a bug, which quotes what it choked on. */
const unsound: Step = {
  ...send(),
  get template(): string {
    throw new RangeError('cannot take zenobia@quux.example');
  },
};

function release(step: Step): Release {
  const campaigns = [
    campaign({ id: 'at-once', triggers: [{ kind: 'event', event: 'cart.broken' }], steps: [step] }),
    campaign({ id: 'later', steps: [wait(HOUR), step] }),
    campaign({
      id: 'to-all',
      triggers: [{ kind: 'schedule', on: '2026-11-18', at: 14 * 60 }],
      key: undefined,
      steps: [step],
    }),
  ];
  const content = { settings, topics: [topic('offers')], events: {}, campaigns, templates, texts: {} };
  const hashes = Object.fromEntries(campaigns.map(({ id }) => [id, `hash-of-${id}`]));
  return { number: 1, publishedAt: NOON - HOUR, content, hashes };
}

const broken = release(unsound);
const mended = release(send());

/** Ann and Bob are stored. */
async function world() {
  const people = memoryPersonStore();
  const rejected: Rejection[] = [];
  const state = { release: broken, now: NOON as Instant };
  const ports: DecidePorts = {
    people,
    releases: { active: async () => state.release, pinned: async () => [] },
    addresses: memoryAddressBook(),
    keys: memoryMacKeys(),
    signUps: memorySignUpCounts(),
    templates: memoryTemplateSwitches(),
    isErased: async () => false,
    rejected: {
      async reject(rejections) {
        rejected.push(...rejections);
      },
    },
    later: async () => undefined,
    clock: () => state.now,
  };
  for (const profileId of ['ann', 'bob']) {
    const person = { ...ann(), profileId, version: 0 };
    await people.commit(person, { person, effects: [], ledger: [] });
  }
  const tell = (...bodies: readonly JsonObject[]) => {
    const records = bodies.map((body, index) => ({
      id: `r-${index}`,
      body: JSON.stringify(body),
      queueArn: 'q',
      receipt: 'r',
      received: 1,
      sentAt: state.now,
    }));
    return decideRecords(ports, records);
  };
  return { people, rejected, state, ports, tell };
}

function told(profileId: string, type: string, firstName: string): JsonObject {
  const detail = {
    profileId,
    eventId: `${type}-${firstName}`,
    properties: { cartId: firstName },
    traits: { firstName },
  };
  return { id: `${profileId}-${firstName}`, source: 'acme', time: isoInstant(NOON), 'detail-type': type, detail };
}

describe('an event that a bug does not let decide', () => {
  test('is rejected, once, while the other events of that person and of others are taken', async () => {
    const { people, rejected, tell } = await world();
    const failed = await tell(
      told('ann', 'nothing.special', 'Ann'),
      told('ann', 'cart.broken', 'Broken'),
      told('ann', 'nothing.special', 'Anna'),
      told('bob', 'nothing.special', 'Bob'),
    );
    expect(failed).toEqual([]);
    expect(rejected).toMatchObject([
      {
        reason: 'undecidable',
        problems: [{ field: '', message: expect.stringContaining('could not be decided (RangeError)') }],
      },
    ]);
    expect(rejected[0]?.record).toContain('cart.broken-Broken');
    expect((await people.load('ann'))?.traits['firstName']?.value).toBe('Anna');
    expect((await people.load('bob'))?.traits['firstName']?.value).toBe('Bob');
  });

  test('P-57 is told with its ids and the place in the code, without a word of what was thrown', async () => {
    const { tell } = await world();
    await tell(told('ann', 'cart.broken', 'Broken'));
    const [line] = printed.lines() as readonly { readonly error: { readonly at: readonly string[] } }[];
    expect(line).toMatchObject({
      level: 'ERROR',
      record: 'r-0',
      profileId: 'ann',
      kind: 'event',
      error: { name: 'RangeError' },
    });
    expect(line?.error.at.join('\n')).toContain('shared/person/');
    expect(printed.text()).not.toContain('zenobia');
  });

  test('is taken when the bug is mended and it is replayed', async () => {
    const { people, rejected, state, tell } = await world();
    await tell(told('ann', 'cart.broken', 'k-1'));
    state.release = mended;
    await tell(JSON.parse(rejected[0]?.record ?? '') as JsonObject);
    expect(rejected).toHaveLength(1);
    expect((await people.load('ann'))?.messages).toHaveLength(1);
  });

  test('is a throw for a caller that has one input and nowhere to set it aside', async () => {
    const { people, ports } = await world();
    await expect(applyInputs(ports, 'ann', [event({ type: 'cart.broken' })])).rejects.toBeInstanceOf(RangeError);
    expect((await people.load('ann'))?.version).toBe(1);
  });
});

test('a broadcast that a bug lets decide for nobody is one row among the rejected, with everybody whom it is about', async () => {
  const { rejected, tell } = await world();
  const failed = await tell({
    heed: 'broadcast',
    campaign: 'to-all',
    occurrence: '2026-11-18',
    at: NOON,
    ids: ['ann', 'bob'],
  });
  expect(failed).toEqual([]);
  expect(rejected).toHaveLength(1);
  expect(rejected[0]?.problems.map(({ field }) => field).sort()).toEqual(['ids[0]', 'ids[1]']);
});

describe('a timer that a bug does not let decide', () => {
  async function waiting() {
    const made = await world();
    const { people, state, tell } = made;
    await tell(told('ann', 'cart.abandoned', 'k-1'));
    state.now = NOON + HOUR;
    const isDue = async () => (dueAtOf((await people.load('ann')) ?? ann()) ?? 0) <= state.now;
    /** As the sweep, each minute for so long: wakes Ann when she is due. Gives how often. */
    const sweeps = async (ms: number) => {
      let woken = 0;
      for (const end = state.now + ms; state.now < end; state.now += MINUTE) {
        if (!(await isDue())) continue;
        woken += 1;
        expect(await tell({ heed: 'timers', ids: ['ann', 'bob'] })).toEqual([]);
      }
      return woken;
    };
    return { ...made, isDue, sweeps };
  }

  test('rests for an hour: neither `rejected` nor the dead letters grow by it each minute', async () => {
    const { rejected, sweeps } = await waiting();
    expect(await sweeps(6 * TIMERS_REST_FOR)).toBe(6);
    expect(rejected).toEqual([]);
  });

  test('rests in the row too, and in the index of who is due', async () => {
    const { people, state, sweeps } = await waiting();
    await sweeps(MINUTE);
    const resting = (await people.load('ann')) ?? ann();
    const until = NOON + HOUR + TIMERS_REST_FOR;
    expect(resting.timersRestUntil).toBe(until);
    const row = encodePerson(resting);
    expect(row).toMatchObject({ dueAt: { N: String(until) } });
    expect(decodePerson(row)).toEqual(resting);
    expect(state.now).toBeLessThan(until);
  });

  test('is told to an operator each time, with the profile id', async () => {
    const { sweeps } = await waiting();
    await sweeps(HOUR);
    const lines = printed.lines();
    expect(lines).toContainEqual(expect.objectContaining({ level: 'ERROR', profileId: 'ann', kind: 'timer' }));
    expect(lines).toContainEqual(expect.objectContaining({ notice: 'undecidable-timer', profileId: 'ann' }));
    expect(lines).toContainEqual(expect.objectContaining({ Notices: 1 }));
    expect(printed.text()).not.toContain('zenobia');
  });

  test('fires within the hour after the bug is mended, and is no burden any more', async () => {
    const { people, state, sweeps, isDue } = await waiting();
    await sweeps(2 * HOUR + MINUTE);
    state.release = mended;
    expect(await sweeps(HOUR)).toBe(1);
    expect(await people.load('ann')).toMatchObject({ timersRestUntil: null, messages: [{ status: 'queued' }] });
    expect(await isDue()).toBe(false);
  });

  test('holds up no event of the same person', async () => {
    const { people, rejected, sweeps, tell } = await waiting();
    await sweeps(MINUTE);
    await tell({ heed: 'timers', ids: ['ann'] }, told('ann', 'nothing.special', 'Anna'));
    expect((await people.load('ann'))?.traits['firstName']?.value).toBe('Anna');
    expect(rejected).toEqual([]);
  });

  test('is left to the sweep where the person cannot even be read: no dead letter each minute', async () => {
    const { people, ports, tell } = await waiting();
    const unreadable = async () => {
      throw new SyntaxError('no JSON');
    };
    Object.assign(ports, { people: { ...people, load: unreadable, loadAll: async () => new Map() } });
    expect(await tell({ heed: 'timers', ids: ['ann'] })).toEqual([]);
    expect(await tell(told('ann', 'nothing.special', 'Anna'))).toEqual(['r-0']);
    expect(printed.lines().map(({ message, profileId }) => [message, profileId])).toContainEqual([
      'inputs come again',
      'ann',
    ]);
  });
});
