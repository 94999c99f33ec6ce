import * as z from 'zod';
import { eventSchema } from '../events/envelope.ts';
import { bodyRefusals, type Endpoint } from './endpoint.ts';

const { type, profileId, eventId, occurredAt, properties, traits } = eventSchema.shape;

const event = z.object({
  type: type.describe('What happened, such as `order.placed`.'),
  profileId: profileId.describe('Your id of the customer: 1 to 128 of `A-Z a-z 0-9 _ . : -`, no mail address.'),
  eventId: eventId.describe('Your id of the event: sent again with it, it counts once. Left out, one is made.'),
  occurredAt: occurredAt.meta({ description: 'When it happened; left out, now.', 'x-unit': 'ISO 8601 instant' }),
  properties: properties.describe('What the event says.'),
  traits: traits.describe('Facts about the person, such as `email`; each keeps its own time.'),
});

export const postEvents = {
  method: 'POST',
  path: '/api/events',
  does: 'Takes one event or an array of them and puts them on the bus. All are checked before the first is sent; one that is wrong stops them all.',
  body: z.union([event, z.array(event)]),
  answer: z.object({ ids: z.array(z.string()).describe('The ids of the events, in their order.') }),
  statuses: {
    ...bodyRefusals,
    202: 'The events are on the bus.',
    413: 'The body has more than 5 MiB, or one event more than 1 MB.',
  },
  example: {
    body: { type: 'order.placed', profileId: 'c-42', eventId: 'o-991-placed', properties: { total: 49.9 } },
    answer: { ids: ['o-991-placed'] },
  },
} as const satisfies Endpoint;
