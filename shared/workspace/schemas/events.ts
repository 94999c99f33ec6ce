import * as z from 'zod';
import { block, eventType, json } from './scalars.ts';

const trackedEvent = block({
  remember: z.boolean().default(false),
  sample: json.optional(),
  // Accepted by shape; what is not built yet is refused by name in unavailable.ts.
  from: z.unknown().optional(),
  map: z.unknown().optional(),
});

export const eventsSchema = block({
  events: z.record(eventType, trackedEvent.nullable(), { error: 'must be a block of event types' }).nullish(),
  computed: z.unknown().optional(),
  segments: z.unknown().optional(),
});
