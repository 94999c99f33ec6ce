import { derivedId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { Effect } from './effects.ts';

/** Ids and words of closed sets. `method`, which a company writes as it likes, and whatever is added tomorrow stay inside. */
const TOLD = [
  'campaign',
  'enrollmentId',
  'messageId',
  'topic',
  'purpose',
  'basis',
  'outcome',
  'reason',
  'segment',
  'survey',
];

/** The key of a run, or the id of its trigger, may be an address where a company made it so: then it goes out as what derives from it. */
function withoutAddress(value: Json): Json {
  return typeof value === 'string' && value.includes('@') ? derivedId('published', value) : value;
}

/**
 * An own event as other systems get it (design 4): ids only, never an address or content. Its id derives from the profile and the
 * cause, so that a repetition is known for one, and tells nothing of the id of the event that caused it.
 */
export function publication(profileId: string, event: string, id: string, at: Instant, properties: JsonObject): Effect {
  const told = TOLD.flatMap((name): [string, Json][] => {
    const value = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return value === undefined || value === null ? [] : [[name, withoutAddress(value)]];
  });
  const eventId = derivedId('published', profileId, event, id);
  return { type: 'publish', event, eventId, properties: Object.fromEntries(told), at };
}
