import { eventSchema, type Parsed, problemsOf } from '../shared/events/envelope.ts';
import type { Problem } from '../shared/kernel/errors.ts';
import { jsonProblem } from './json-problem.ts';
import { LARGEST_EVENT } from './limits.ts';

/** An event as it will go, however often it is tried: its id and its time stand. */
export interface ReadyEvent {
  readonly eventId: string;
  readonly type: string;
  /** `Detail` as JSON text. */
  readonly detail: string;
  /** What it adds to an entry, in bytes of UTF-8. */
  readonly bytes: number;
}

function refused(problems: readonly Problem[]): Parsed<never> {
  return { ok: false, problems };
}

function filled(properties: Readonly<Record<string, unknown>>): typeof properties | undefined {
  return Object.keys(properties).length > 0 ? properties : undefined;
}

/** Leaves a left-out field to its default, and what was given, right or wrong, to the schema. */
function withDefaults(event: object, defaults: { readonly eventId: string; readonly occurredAt: string }): object {
  const given = Object.entries(event).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) };
}

/**
 * Reads an event with the schema that heed itself reads it with, from the JSON that heed will see. `defaults` are for what it
 * leaves out. Refuses, by field: what that schema refuses, what is no JSON, what is too large for the bus.
 */
export function readyEvent(
  event: unknown,
  defaults: { readonly eventId: string; readonly occurredAt: string },
): Parsed<ReadyEvent> {
  if (typeof event !== 'object' || event === null)
    return refused([{ field: '', message: 'is no event: give an object' }]);
  const unfit = jsonProblem(event);
  if (unfit) return refused([unfit]);
  const parsed = eventSchema.safeParse(JSON.parse(JSON.stringify(withDefaults(event, defaults))));
  if (!parsed.success) return refused(problemsOf(parsed.error));
  const { type, profileId, eventId = defaults.eventId, occurredAt, properties, traits } = parsed.data;
  if (type === 'heed.batch')
    return refused([{ field: 'type', message: 'is the name of a batch: track the events themselves' }]);
  const said = { profileId, eventId, occurredAt, properties: filled(properties), traits: filled(traits) };
  const detail = JSON.stringify(said);
  const bytes = Buffer.byteLength(itemOf({ type, detail })) + 1;
  if (bytes > LARGEST_EVENT)
    return refused([
      { field: 'properties', message: 'and traits are larger than the bus takes, which is 1 MB in all' },
    ]);
  return { ok: true, value: { eventId, type, detail, bytes } };
}

/** The event as an item of `heed.batch`: its detail, which is never empty, with its type in front. */
export function itemOf({ type, detail }: Pick<ReadyEvent, 'type' | 'detail'>): string {
  return `{"type":${JSON.stringify(type)},${detail.slice(1)}`;
}
