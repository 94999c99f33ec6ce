import * as z from 'zod';
import type { Problem } from '../kernel/errors.ts';
import { type Instant, MINUTE, parseInstant, SECOND } from '../kernel/instants.ts';
import type { JsonObject } from '../kernel/json.ts';
import { isOwnEvent, isReservedEvent } from '../workspace/event-names.ts';

/** A customer event as the public contract says it, parsed: no email looked at yet, no key needed. */
export interface ParsedEvent {
  readonly type: string;
  readonly profileId: string;
  readonly eventId: string;
  readonly occurredAt: Instant;
  readonly properties: JsonObject;
  readonly traits: JsonObject;
  /** How many `emit` steps lie before it; only events of the workspace itself have any. */
  readonly depth?: number | undefined;
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

// What JSON.parse gave is JSON already: only its outermost form is checked here.
const jsonObject = z.record(z.string(), z.unknown());

/** 1 to 128 of `[A-Za-z0-9_.:-]`; an address is refused with advice, since ids stand in URLs, tags and logs. */
export const profileIdSchema = z
  .string('is required: the id under which your systems know the customer')
  .refine((id) => !id.includes('@'), {
    message: 'looks like a mail address: use your own id of the customer and send the address as traits.email',
    abort: true,
  })
  .regex(/^[A-Za-z0-9_.:-]{1,128}$/, 'takes 1 to 128 of the letters A-Z a-z 0-9 _ . : -');

const instantText = z.string().refine((text) => parseInstant(text) !== null, {
  message: 'is not an ISO 8601 instant with a zone such as 2026-11-21T10:00:00Z',
});

const typeSchema = z
  .string('is required: the type of the event such as order.placed')
  .min(1, 'is required: the type of the event such as order.placed')
  .max(128, 'takes at most 128 letters')
  .refine(
    (type) => !isOwnEvent(type),
    'is told by heed itself, of what it did: give what your system saw another name',
  );

const detailSchema = z.object({
  profileId: profileIdSchema,
  eventId: z.string().min(1, 'is empty: leave it out or give an id').max(256, 'takes at most 256 letters').optional(),
  occurredAt: instantText.optional(),
  properties: jsonObject.default({}),
  traits: jsonObject.default({}),
  depth: z.int().min(1).optional(),
});

/** Of events that `emit` steps publish: what others say of their depth is not believed. */
const OWN_SOURCE = 'heed.workspace';

/** Publishing refuses such a step; whoever forges its source is not believed either: no campaign raises permission (design 5). */
const RESERVED: Problem = {
  field: 'detail-type',
  message: 'is a type that the rules of a workspace may not publish: send it from the system that knows it',
};

/** One event of the public contract with its `type`: an item of `heed.batch` and of POST /api/events. */
export const eventSchema = detailSchema.extend({ type: typeSchema });
export type EventItem = z.infer<typeof eventSchema>;

const batchSchema = z.object({
  events: z
    .array(z.unknown())
    .min(1, 'is empty: give 1 to 200 events')
    .max(200, 'has more than 200 events: send several batches'),
});

const envelopeSchema = z.object({
  id: z.string().min(1),
  source: z.string(),
  'detail-type': typeSchema,
  time: instantText,
  detail: z.unknown(),
});

/** Field paths as people write them: `properties.items[0].sku`. */
export function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    '',
  );
}

/** What zod found, in our words: fields (as they stand in `Detail`) and reasons, never a value (P-57). */
export function problemsOf(error: z.ZodError, at: readonly PropertyKey[] = []): Problem[] {
  return error.issues.map((issue) => ({ field: fieldPath([...at, ...issue.path]), message: issue.message }));
}

interface Arrival {
  /** EventBridge's id, or one that derives from it for an item of a batch. */
  readonly id: string;
  readonly time: Instant;
}

/** EventBridge tells its times in whole seconds: an instant within the second of the arrival is not ahead of it. */
const ARRIVAL_PRECISION = SECOND;

/** What reaches the queue later than this was given its time by the sender, or was replayed. */
const DELIVERED_WITHIN = MINUTE;

/**
 * When an envelope arrived: within EventBridge's second the queue knows better, so that two events of one second keep their
 * order. Who puts an event may say its time: one that is ahead of the queue is not believed. A delivery tells the same
 * whenever it is read.
 */
function arrivalTime(time: Instant, sentAt: Instant | null): Instant {
  if (sentAt !== null && time >= sentAt + ARRIVAL_PRECISION) return sentAt;
  if (sentAt === null || sentAt <= time || sentAt > time + DELIVERED_WITHIN) return time;
  return Math.min(sentAt, time + ARRIVAL_PRECISION - 1);
}

/**
 * An event's own time, but never one ahead of its arrival: a clock that runs fast must not freeze a trait or a consent for
 * years. Arrival is the envelope's time, which a redelivery repeats, so the result does not depend on when it is read.
 */
function occurrence(given: string | undefined, arrival: Arrival): Instant {
  const at = given === undefined ? null : parseInstant(given);
  return at !== null && at < arrival.time + ARRIVAL_PRECISION ? at : arrival.time;
}

function parsedEvent(detail: z.infer<typeof detailSchema>, type: string, arrival: Arrival): ParsedEvent {
  return {
    type,
    profileId: detail.profileId,
    eventId: detail.eventId ?? arrival.id,
    occurredAt: occurrence(detail.occurredAt, arrival),
    properties: detail.properties as JsonObject,
    traits: detail.traits as JsonObject,
  };
}

/** One item of a batch or of the API. `at` is where it stands, for the field paths of what is refused. */
export function parseEventItem(item: unknown, arrival: Arrival, at: readonly PropertyKey[] = []): Parsed<ParsedEvent> {
  const parsed = eventSchema.safeParse(item);
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error, at) };
  return { ok: true, value: parsedEvent(parsed.data, parsed.data.type, arrival) };
}

/**
 * Reads an EventBridge envelope: one event, or `heed.batch` with up to 200. `sentAt` is when the
 * queue took it, null where none did. Each event stands for itself: those that cannot
 * be parsed are told with their field paths, those beside them go through.
 */
export function parseEnvelope(body: unknown, sentAt: Instant | null = null): readonly Parsed<ParsedEvent>[] {
  const envelope = envelopeSchema.safeParse(body);
  if (!envelope.success) return [{ ok: false, problems: problemsOf(envelope.error) }];
  const { id, source, 'detail-type': type, time, detail } = envelope.data;
  const arrival = { id, time: arrivalTime(parseInstant(time) as Instant, sentAt) };
  if (type !== 'heed.batch' || source === OWN_SOURCE) {
    const parsed = detailSchema.safeParse(detail);
    if (!parsed.success) return [{ ok: false, problems: problemsOf(parsed.error) }];
    if (source === OWN_SOURCE && isReservedEvent(type)) return [{ ok: false, problems: [RESERVED] }];
    const event = parsedEvent(parsed.data, type, arrival);
    return [{ ok: true, value: source === OWN_SOURCE ? { ...event, depth: parsed.data.depth ?? 1 } : event }];
  }
  const batch = batchSchema.safeParse(detail);
  if (!batch.success) return [{ ok: false, problems: problemsOf(batch.error) }];
  return batch.data.events.map((item, index) =>
    parseEventItem(item, { id: `${id}:${index}`, time: arrival.time }, ['events', index]),
  );
}
