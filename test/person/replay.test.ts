import { describe, expect, test } from 'vitest';
import { itemBytes } from '../../local/aws/item-size.ts';
import { HOUR, type Instant, MINUTE } from '../../shared/kernel/instants.ts';
import type { JsonObject } from '../../shared/kernel/json.ts';
import { type Decision, decide } from '../../shared/person/decide.ts';
import type { LogEntry } from '../../shared/person/effects.ts';
import type { Input } from '../../shared/person/input.ts';
import { inputVersions, policyVersion } from '../../shared/person/input-versions.ts';
import { logEntryOf, logRow } from '../../shared/table/log-codec.ts';
import { decodePerson, encodePerson, type PersonRow } from '../../shared/table/person-codec.ts';
import { ann, event, feedback, NOON, requested, settings, topic, workspace } from './making.ts';

const DECISIONS = 1_000;

/** What is stored of a decision: the row before it, the input, and when. The release is stored under its number. */
interface Stored {
  readonly before: PersonRow;
  readonly input: string;
  readonly now: Instant;
}

/** A hand-made generator: the same numbers on every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
}

const releases = new Map([3, 4].map((number) => [number, { ...workspace(), release: number }]));

function releaseOf(number: number) {
  const release = releases.get(number);
  if (!release) throw new Error(`no release ${number}`);
  return release;
}

/** Any of what may happen to Ann, told so that it is likely to decide something. */
function inputs(draw: (below: number) => number, n: number, now: Instant, messageIds: readonly string[]): Input {
  const messageId = messageIds[draw(Math.max(messageIds.length, 1))] ?? 'm-0';
  const eventId = `e-${n}`;
  const say = (type: string, properties: Parameters<typeof event>[0] = {}) =>
    event({ type, eventId, occurredAt: now, ...properties });
  const all: readonly (() => Input)[] = [
    () => say('cart.abandoned', { properties: { cartId: `k-${n}` } }),
    () => say('cart.abandoned', { properties: { cartId: `k-${draw(5)}` } }),
    () => ({ kind: 'claim', messageId, claimId: 'i-1' }),
    () => ({ kind: 'claim', messageId, claimId: 'i-1' }),
    () => ({ kind: 'outcome', messageId, claimId: 'i-1', outcome: { outcome: 'sent', sesMessageId: `s-${n}` } }),
    () => ({ kind: 'timer' }),
    () => ({ kind: 'feedback', feedback: feedback({ messageId, at: now }) }),
    () => say('consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } }),
    () => say('subscription.requested', { properties: requested(), requestId: `r-${n % 4}` }),
    () => ({ kind: 'confirmation', requestId: `r-${draw(4)}`, at: now, ip: null, userAgent: null }),
    () =>
      say('preferences.changed', {
        properties: { days: draw(2) === 0 ? ['sat'] : ['mon', 'tue', 'wed', 'thu', 'fri'] },
      }),
    () => say('ticket.opened', { properties: { ticketId: `t-${n}` } }),
    () => say('ticket.closed', { properties: { ticketId: `t-${n - 1}` } }),
  ];
  return (all[draw(all.length)] as () => Input)();
}

const logOf = (decision: Decision): LogEntry[] =>
  decision.effects.flatMap((effect) => (effect.type === 'log' ? [effect.entry] : []));

/** A thousand decisions that the log tells of, and what is stored of each. */
function history(): { readonly stored: Stored; readonly told: Decision }[] {
  const draw = numbers(20_261_118);
  const made: { stored: Stored; told: Decision }[] = [];
  for (let life = 0; made.length < DECISIONS; life += 1) {
    let person = ann();
    let now = NOON + life * MINUTE;
    for (let n = 0; n < 60 && made.length < DECISIONS; n += 1) {
      now += draw(2 * HOUR);
      const ids = [...person.messages, ...person.recent].map((each) => each.messageId);
      const input = inputs(draw, n, now, ids);
      const release = releaseOf(n < 30 ? 3 : 4);
      const stored = { before: encodePerson(person), input: JSON.stringify(input), now };
      const told = decide(person, input, release, now);
      if (logOf(told).length > 0) made.push({ stored, told });
      if (told.person !== person) person = decodePerson(encodePerson({ ...told.person, version: person.version + 1 }));
    }
  }
  return made;
}

describe('P-55 what was decided can be decided again', () => {
  const made = history();

  test('P-55 a thousand decisions, replayed from what is stored, give the same answers', () => {
    expect(made).toHaveLength(DECISIONS);
    const verdicts = new Set<string>();
    for (const { stored, told } of made) {
      const [{ inputs: versions, at, verdict }] = logOf(told) as [LogEntry];
      const before = decodePerson(stored.before);
      const input = JSON.parse(stored.input) as Input;
      const release = releaseOf(versions?.release ?? 0);
      const again = decide(before, input, release, at);
      expect(again.effects).toEqual(told.effects);
      expect(again.ledger).toEqual(told.ledger);
      expect(decodePerson(encodePerson(again.person))).toEqual(decodePerson(encodePerson(told.person)));
      expect(versions).toEqual(inputVersions(before, release, versions?.cause ?? ''));
      verdicts.add(verdict);
    }
    expect([...verdicts].sort()).toEqual(expect.arrayContaining(['hold', 'sent', 'skipped']));
  });

  test('P-55 the log row names the versions of person, consent, preferences, release and policy, and the input', () => {
    for (const { stored, told } of made) {
      const before = decodePerson(stored.before);
      for (const { inputs: versions } of logOf(told)) {
        expect(versions).toMatchObject({ person: before.version, policy: policyVersion });
        expect([3, 4]).toContain(versions?.release);
        expect(versions?.cause).not.toBe('');
      }
    }
    const changed = ann({ preferences: { days: { value: ['sat'], at: NOON - HOUR } } });
    expect(inputVersions(changed, workspace(), 'timer:1')).toEqual({
      person: 7,
      consentAt: changed.permission.consents[0]?.grant?.at,
      preferencesAt: NOON - HOUR,
      release: 3,
      policy: policyVersion,
      cause: 'timer:1',
    });
  });

  test('P-55 a log row stays within a write unit of 1 KB', () => {
    const sizes = made
      .flatMap(({ told }) => logOf(told))
      .map((entry) => itemBytes(logRow('c-42', entry) as unknown as JsonObject));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_024);
    for (const entry of made.flatMap(({ told }) => logOf(told)).slice(0, 50)) {
      expect(logEntryOf(logRow('c-42', entry)).inputs).toEqual(entry.inputs);
    }
  });

  test('P-55 an input with a long name is named by its hash', () => {
    const cause = `event:${'x'.repeat(128)}`;
    const { cause: named } = inputVersions(ann(), workspace({ settings, topics: [topic('offers')] }), cause);
    expect(named).toHaveLength(22);
  });
});
