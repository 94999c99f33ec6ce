import * as z from 'zod';
import type { Problem } from '../../shared/kernel/errors.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import { jsonIn } from '../../shared/kernel/json.ts';
import type { RejectedQueue } from '../../shared/outbound/rejected-queue.sqs.ts';
import type { QueueRecord } from '../runtime/queue.ts';

/** What is refused of a record, which goes along, so that it can be mended and replayed. */
export interface Refusal {
  readonly from: QueueRecord;
  /** `undecidable`: not the input is at fault, but the code that decides. */
  readonly reason: 'invalid' | 'refused' | 'undecidable';
  readonly problems: readonly Problem[];
}

export interface RefusalPorts {
  readonly rejected: RejectedQueue;
  readonly isErased: (profileId: string) => Promise<boolean>;
  readonly clock: () => Instant;
}

/** What goes into the queue of a refusal. */
type Rejected = Omit<Refusal, 'from'> & { readonly record: string };

const eventOfSomebody = z.object({ detail: z.object({ profileId: z.string() }) });
const batchOfEvents = z.looseObject({ id: z.string(), detail: z.object({ events: z.array(z.unknown()) }) });
const typedEvent = z.looseObject({ type: z.string() });

/**
 * Of a batch only the event that is refused, so that a replay asks nothing of those beside it; its place in the batch stays in the
 * field paths. Anything else as it came.
 */
function rejected({ from: { body }, reason, problems }: Refusal): Rejected {
  const [, place] = /^events\[(\d+)\]/.exec(problems[0]?.field ?? '') ?? [];
  const batch = batchOfEvents.safeParse(place === undefined ? undefined : jsonIn(body));
  if (!batch.success) return { reason, problems, record: body };
  const { id, detail, ...envelope } = batch.data;
  const event = detail.events[Number(place)];
  const typed = typedEvent.safeParse(event);
  const { type, ...said } = typed.success ? typed.data : { type: 'heed.batch', events: [event] };
  const record = JSON.stringify({ ...envelope, id: `${id}:${place}`, 'detail-type': type, detail: said });
  return { reason, problems, record };
}

/** What cannot be read but says that it is of somebody who was erased is dropped: no queue may keep it (P-58). */
async function withoutErased({ isErased }: RefusalPorts, all: readonly Rejected[]): Promise<readonly Rejected[]> {
  const kept = await Promise.all(
    all.map(async (each) => {
      const event = eventOfSomebody.safeParse(jsonIn(each.record));
      return event.success && (await isErased(event.data.detail.profileId)) ? [] : [each];
    }),
  );
  return kept.flat();
}

/** A bug meets everybody of a broadcast: one row a record is enough to replay it. */
function asOnePerRecord(all: readonly Rejected[]): readonly Rejected[] {
  const undecidable = Map.groupBy(
    all.filter(({ reason }) => reason === 'undecidable'),
    ({ record }) => record,
  );
  const together = Array.from(undecidable, ([record, parts]): Rejected => {
    return { reason: 'undecidable', problems: parts.flatMap(({ problems }) => problems), record };
  });
  return [...all.filter(({ reason }) => reason !== 'undecidable'), ...together];
}

/** Puts what was refused into the queue `rejected`. Rejects with RetryableError. */
export async function rejectAll(ports: RefusalPorts, refusals: readonly Refusal[]): Promise<void> {
  const at = ports.clock();
  const kept = await withoutErased(ports, asOnePerRecord(refusals.map(rejected)));
  await ports.rejected.reject(kept.map((each) => ({ ...each, at })));
}
