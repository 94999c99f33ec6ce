import * as z from 'zod';
import { block, eventType, json } from './scalars.ts';

const trackedEvent = block({
  remember: z
    .boolean()
    .default(false)
    .meta({
      description:
        'Keep count, first and last of this event for each person, from publication on, for conditions such as "has ordered before".',
      examples: [true],
    }),
  sample: json.optional().meta({
    description:
      'Example properties. Previews use them, and a template that reads something else is found before it goes out.',
    examples: [{ orderId: 'o-1', total: 49.9 }],
  }),
  // Accepted by shape; what is not built yet is refused by name in unavailable.ts.
  from: z.unknown().optional().meta({ description: 'Not available in this version.', deprecated: true }),
  map: z.unknown().optional().meta({ description: 'Not available in this version.', deprecated: true }),
});

export const eventsSchema = block({
  events: z
    .record(eventType, trackedEvent.nullable(), { error: 'must be a block of event types' })
    .nullish()
    .meta({
      description: 'Event types by name. None needs to be declared; one that is can do more.',
      examples: [{ 'order.placed': { remember: true, sample: { orderId: 'o-1', total: 49.9 } } }],
    }),
  computed: z.unknown().optional().meta({ description: 'Not available in this version.', deprecated: true }),
  segments: z.unknown().optional().meta({ description: 'Not available in this version.', deprecated: true }),
}).meta({
  title: 'events.yaml',
  description: 'The tracking plan: which events there are, and what to remember of them.',
});
