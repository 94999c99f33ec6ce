import { AROUND, ENTRY_BYTES, MOST_CALL_BYTES, MOST_ENTRIES } from './limits.ts';
import { itemOf, type ReadyEvent } from './ready-event.ts';

/** One entry of PutEvents: one event as itself, or several as `heed.batch`. */
export interface Entry<Event extends ReadyEvent> {
  readonly events: readonly Event[];
  readonly type: string;
  readonly detail: string;
  readonly bytes: number;
}

function entryOf<Event extends ReadyEvent>(events: readonly Event[], bytes: number): Entry<Event> {
  const [first] = events;
  if (first && events.length === 1) return { events, type: first.type, detail: first.detail, bytes };
  return { events, type: 'heed.batch', detail: `{"events":[${events.map(itemOf).join(',')}]}`, bytes };
}

/** How many events from `start` on make one entry, and its bytes. An event that is large alone is alone. */
function fill(waiting: readonly ReadyEvent[], start: number, most: number): { readonly end: number; bytes: number } {
  let end = start;
  let bytes = AROUND;
  for (let next = waiting[end]; next && end - start < most; next = waiting[end]) {
    if (end > start && bytes + next.bytes > ENTRY_BYTES) break;
    bytes += next.bytes;
    end += 1;
  }
  return { end, bytes };
}

export interface Packing {
  /** Events an entry takes at most. */
  readonly maxBatch: number;
  /** Leave the last entry out while more events would fit into it. */
  readonly onlyWhole: boolean;
}

/**
 * Packs the events at the head of the line into the entries of one call, in their order, beside those that are in it already.
 * Those that find no room are left for the next call.
 */
export function packEntries<Event extends ReadyEvent>(
  waiting: readonly Event[],
  beside: readonly Entry<Event>[],
  { maxBatch, onlyWhole }: Packing,
): Entry<Event>[] {
  const entries: Entry<Event>[] = [];
  let total = beside.reduce((sum, entry) => sum + entry.bytes, 0);
  for (let start = 0; start < waiting.length && beside.length + entries.length < MOST_ENTRIES; ) {
    const { end, bytes } = fill(waiting, start, maxBatch);
    const isWhole = end < waiting.length || end - start === maxBatch || bytes >= ENTRY_BYTES;
    if (total + bytes > MOST_CALL_BYTES || (onlyWhole && !isWhole)) break;
    entries.push(entryOf(waiting.slice(start, end), bytes));
    total += bytes;
    start = end;
  }
  return entries;
}
