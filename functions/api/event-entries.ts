import type { EventItem } from '../../shared/events/envelope.ts';
import type { JsonObject } from '../../shared/kernel/json.ts';
import type { BusEntry } from './world.ts';

/** An event whose id is settled. */
export type IdentifiedEvent = EventItem & { readonly eventId: string };

/** The bus bills each begun 64 KB of an entry, so that is how much is packed into one. */
const PACK_BYTES = 64_000;
/** The most that `heed.batch` carries. */
const PACK_EVENTS = 200;
/** PutEvents takes less than 1 MB, and the queue behind it 1 MiB with the envelope around the event. */
export const MAX_EVENT_BYTES = 1_000_000;

export function sizeOf(event: IdentifiedEvent): number {
  return Buffer.byteLength(JSON.stringify(event));
}

/**
 * Packs events, in their order, into entries of the bus: one event goes under its own type, several under `heed.batch`,
 * up to 200 and 64 KB together. Events of one profile that travel together are decided together, in order, with one write.
 */
export function entriesOf(events: readonly IdentifiedEvent[]): BusEntry[] {
  const packs: IdentifiedEvent[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const event of events) {
    const size = sizeOf(event) + 1;
    const pack = packs.at(-1);
    if (!pack || bytes + size > PACK_BYTES || pack.length >= PACK_EVENTS) {
      packs.push([event]);
      bytes = size;
    } else {
      pack.push(event);
      bytes += size;
    }
  }
  return packs.map(entryOf);
}

function entryOf(pack: readonly IdentifiedEvent[]): BusEntry {
  const [first, ...others] = pack;
  if (!first || others.length > 0) return { type: 'heed.batch', detail: { events: pack as unknown as JsonObject[] } };
  const { type, ...detail } = first;
  return { type, detail: detail as unknown as JsonObject };
}
