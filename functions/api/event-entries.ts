import type { EventItem } from '../../shared/events/envelope.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import type { JsonObject } from '../../shared/kernel/json.ts';
import type { BusEvent } from '../../shared/outbound/bus.eventbridge.ts';

/** An event whose id and time are settled. */
export type IdentifiedEvent = EventItem & { readonly eventId: string; readonly occurredAt: string };

/** The bus bills each begun 64 KB of an entry, so that is how much is packed into one. */
const PACK_BYTES = 64_000;
/** The most that `heed.batch` carries. */
const PACK_EVENTS = 200;
/** PutEvents takes less than 1 MB, and the queue behind it 1 MiB with the envelope around the event. */
export const MAX_EVENT_BYTES = 990_000;

export function sizeOf(event: IdentifiedEvent): number {
  return Buffer.byteLength(JSON.stringify(event));
}

/**
 * Packs events, in their order, into entries of the bus: one event goes under its own type, several under `heed.batch`,
 * up to 200 and 64 KB together. Events of one profile that travel together are decided together, in order, with one write.
 */
export function entriesOf(events: readonly IdentifiedEvent[], at: Instant): BusEvent[] {
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
  return packs.map((pack) => ({ source: 'heed.api', at, ...contentOf(pack) }));
}

function contentOf(pack: readonly IdentifiedEvent[]): Pick<BusEvent, 'type' | 'detail'> {
  const [first, ...others] = pack;
  if (!first || others.length > 0) return { type: 'heed.batch', detail: { events: pack as unknown as JsonObject[] } };
  const { type, ...detail } = first;
  return { type, detail: detail as unknown as JsonObject };
}
