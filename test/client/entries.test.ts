import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packEntries } from '../../client/entries.ts';
import { ENTRY_BYTES, MOST_CALL_BYTES } from '../../client/limits.ts';
import { type ReadyEvent, readyEvent } from '../../client/ready-event.ts';
import { entryBytes } from '../../local/aws/eventbridge-api.ts';

const defaults = { eventId: 'e', occurredAt: '2026-11-21T10:00:00.000Z' };

function ready(text: string, n: number): ReadyEvent {
  const read = readyEvent(
    { type: 'note.ürgent', profileId: `c-${n}`, eventId: `e-${n}`, properties: { text } },
    defaults,
  );
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

/** Mostly small ones, some of an entry's size, few of a call's. */
const events = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.nat(2_000) },
      { weight: 3, arbitrary: fc.nat(70_000) },
      { weight: 1, arbitrary: fc.nat(480_000) },
    ),
    { minLength: 1, maxLength: 60 },
  )
  .map((sizes) => sizes.map((size, n) => ready('ü'.repeat(size / 2), n)));

const packing = { maxBatch: 200, onlyWhole: false };
const callBytes = (entries: ReturnType<typeof packEntries>) =>
  entries.map(({ type, detail }) => entryBytes({ Source: 's'.repeat(256), DetailType: type, Detail: detail, Time: 0 }));

describe('the entries of a call', () => {
  test('stay within 64 KB unless an event alone is larger, and together below 1 MB, as EventBridge counts', () => {
    fc.assert(
      fc.property(events, (waiting) => {
        const entries = packEntries(waiting, [], packing);
        const bytes = callBytes(entries);
        expect(entries.length).toBeGreaterThan(0);
        expect(entries.length).toBeLessThanOrEqual(10);
        expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(MOST_CALL_BYTES);
        for (const [n, { events: within }] of entries.entries())
          expect(within.length === 1 || (bytes[n] ?? 0) <= ENTRY_BYTES).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('take call by call every event once, in order', () => {
    fc.assert(
      fc.property(events, (all) => {
        const gone: string[] = [];
        for (let waiting = all; waiting.length > 0; waiting = all.slice(gone.length))
          for (const entry of packEntries(waiting, [], packing))
            gone.push(...entry.events.map(({ eventId }) => eventId));
        expect(gone).toEqual(all.map(({ eventId }) => eventId));
      }),
      { numRuns: 60 },
    );
  });

  test('hold 200 events at most, whatever their size', () => {
    const waiting = Array.from({ length: 450 }, (_, n) => ready('', n));
    expect(packEntries(waiting, [], packing).map((entry) => entry.events.length)).toEqual([200, 200, 50]);
    expect(packEntries(waiting, [], { ...packing, onlyWhole: true }).map((entry) => entry.events.length)).toEqual([
      200, 200,
    ]);
  });

  test('leave room for those that are tried again', () => {
    const waiting = Array.from({ length: 12 }, (_, n) => ready('', n));
    const again = packEntries(waiting, [], { maxBatch: 1, onlyWhole: false });
    expect(packEntries(waiting, again.slice(0, 7), { maxBatch: 1, onlyWhole: false })).toHaveLength(3);
    const large = packEntries([ready('x'.repeat(950_000), 0)], [], packing);
    expect(packEntries([ready('x'.repeat(60_000), 1)], large, packing)).toEqual([]);
  });
});
