import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { RetryableError } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instants.ts';
import type { JsonObject } from '../kernel/json.ts';
import { batchesOf } from './send-batches.sqs.ts';

/** `heed`: own events, which the bus's rule leaves out. `heed.api`: customer events that came over HTTP.
 * `heed.workspace`: events that `emit` steps publish; they come back as inputs. */
type BusSource = 'heed' | 'heed.api' | 'heed.workspace';

export interface BusEvent {
  readonly source: BusSource;
  /** `noun.verb-in-past`. */
  readonly type: string;
  readonly detail: JsonObject;
  readonly at: Instant;
}

export interface EventBus {
  /**
   * Gives EventBridge's id of each event, in order. Rejects with RetryableError, which tells how many were not taken;
   * those that were taken stay, so details carry an `eventId` or `id` of their own.
   */
  publish(events: readonly BusEvent[]): Promise<readonly string[]>;
}

/** PutEvents takes ten entries, together below 1 MB. */
const MOST_ENTRIES = 10;
const MOST_BYTES = 1_000_000;

export function eventBridgeBus(client: EventBridgeClient, busName: string): EventBus {
  return {
    async publish(events) {
      const ids: string[] = [];
      const entries = events.map((event) => entryOf(event, busName));
      for (const batch of batchesOf(entries, MOST_ENTRIES, MOST_BYTES, sizeOf))
        ids.push(...(await put(client, busName, batch)));
      return ids;
    },
  };
}

async function put(
  client: EventBridgeClient,
  busName: string,
  batch: readonly PutEventsRequestEntry[],
): Promise<string[]> {
  const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: [...batch] })).catch((error: unknown) => {
    throw new RetryableError(`bus ${busName} did not answer as it should`, { cause: error });
  });
  // A 200 does not mean taken: every entry has its own answer.
  const refused = batch.flatMap((_, n) => (Entries[n]?.EventId ? [] : [Entries[n]?.ErrorCode ?? 'no answer']));
  if (refused.length > 0) {
    const codes = [...new Set(refused)].map((code) => `${code}: ${refused.filter((each) => each === code).length}`);
    throw new RetryableError(
      `bus ${busName} did not take ${refused.length} of ${batch.length} events (${codes.join(', ')})`,
    );
  }
  return Entries.map((entry) => entry.EventId ?? '');
}

function entryOf({ source, type, detail, at }: BusEvent, busName: string): PutEventsRequestEntry {
  return {
    EventBusName: busName,
    Source: source,
    DetailType: type,
    Detail: JSON.stringify(detail),
    Time: new Date(at),
  };
}

/** As EventBridge counts: 14 bytes for the time, then source, type and detail in UTF-8. */
function sizeOf({ Source = '', DetailType = '', Detail = '' }: PutEventsRequestEntry): number {
  return 14 + Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);
}
