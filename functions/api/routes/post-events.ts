import { postEvents as endpoint } from '../../../shared/api/events.ts';
import { type EventItem, eventSchema, problemsOf } from '../../../shared/events/envelope.ts';
import type { Problem } from '../../../shared/kernel/errors.ts';
import { isoInstant } from '../../../shared/kernel/instants.ts';
import { entriesOf, type IdentifiedEvent, MAX_EVENT_BYTES, sizeOf } from '../event-entries.ts';
import { parseJson } from '../json-body.ts';
import { fieldProblem } from '../problem.ts';
import { route } from '../route.ts';

/** POST /api/events: one event or an array. All are checked before the first is sent; one that is wrong stops them all. */
export const postEvents = route(endpoint, async (request, world) => {
  const json = parseJson(request.body);
  if (!json.ok) return json.answer;
  const checked = checkedEvents(json.value);
  if (checked.errors.length > 0) {
    return fieldProblem(400, 'No event was taken: mend the fields named here and send all again.', checked.errors);
  }
  const now = world.clock();
  // The bus tells time in seconds: two events of one second would have no order without this.
  const events = checked.items.map(
    (item): IdentifiedEvent => ({
      ...item,
      eventId: item.eventId ?? world.newEventId(),
      occurredAt: item.occurredAt ?? isoInstant(now),
    }),
  );
  const tooLarge = events.flatMap((event, index) =>
    sizeOf(event) > MAX_EVENT_BYTES
      ? [{ field: `[${index}]`, message: 'has more than 1 MB: send less in one event' }]
      : [],
  );
  if (tooLarge.length > 0)
    return fieldProblem(413, 'No event was taken: the bus carries at most 1 MB an event.', tooLarge);
  await world.bus.publish(entriesOf(events, now));
  return { status: 202, body: { ids: events.map((event) => event.eventId) } };
});

interface Checked {
  readonly items: readonly EventItem[];
  readonly errors: readonly Problem[];
}

function checkedEvents(value: unknown): Checked {
  if (!Array.isArray(value)) return checkedItem(value, []);
  if (value.length === 0)
    return { items: [], errors: [{ field: '', message: 'is an empty array: give at least one event' }] };
  const checked = value.map((item: unknown, index) => checkedItem(item, [index]));
  return { items: checked.flatMap((each) => each.items), errors: checked.flatMap((each) => each.errors) };
}

function checkedItem(item: unknown, at: readonly PropertyKey[]): Checked {
  const parsed = eventSchema.safeParse(item);
  if (!parsed.success) return { items: [], errors: problemsOf(parsed.error, at) };
  if (parsed.data.type !== 'heed.batch') return { items: [parsed.data], errors: [] };
  const field = at.length === 0 ? 'type' : `[${String(at[0])}].type`;
  return {
    items: [],
    errors: [{ field, message: 'is the envelope of the bus, not an event: send its events as an array' }],
  };
}
