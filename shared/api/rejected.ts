import * as z from 'zod';
import { bodyRefusals, type Endpoint } from './endpoint.ts';
import { fieldError } from './problem.ts';
import { instant, pageLimit, text, textOrNull } from './scalars.ts';

/** One request replays at most so many; whoever has more asks again. */
export const MOST_REPLAYED = 200;

/** One record that could not be taken. */
export const rejectedSchema = z.object({
  id: text('The record; names it for a replay.'),
  reason: text('Why, as one word; `unreadable` where it is no record of ours.'),
  problems: z.array(fieldError).describe('The fields to mend.'),
  at: instant('When it was rejected.').optional(),
  type: textOrNull('The type of the event.').optional(),
  profileId: textOrNull('To whom it happened.').optional(),
  eventId: textOrNull('Its id.').optional(),
  record: z.unknown().describe('As it came; text where it is no JSON.'),
});

export const listRejected = {
  method: 'GET',
  path: '/api/rejected',
  does: 'What could not be taken, with reason and fields. Changes nothing.',
  query: z.object({ limit: pageLimit(200, 50) }),
  answer: z.object({
    rejected: z.array(rejectedSchema).describe('Newest first of those seen.'),
    more: z.boolean().describe('Whether more lie there.'),
  }),
  statuses: { 200: 'The records.', 400: '`limit` is not what this path takes.' },
  example: {
    answer: {
      rejected: [
        {
          id: '6a1f0c1e-3b52-4b6e-9d0a-2f6f1f4c7a11',
          reason: 'refused',
          problems: [{ field: 'properties.topics[0]', message: 'is no topic' }],
          at: '2026-11-21T10:00:00.000Z',
          type: 'consent.recorded',
          profileId: 'c-42',
          eventId: 'e-1',
          record: { 'detail-type': 'consent.recorded', detail: { profileId: 'c-42' } },
        },
      ],
      more: false,
    },
  },
} as const satisfies Endpoint;

export const replayRejected = {
  method: 'POST',
  path: '/api/rejected/replay',
  does: 'Hands records to the inputs as they came, up to 200 a call: publish what they lacked before. What is still wrong with them rejects them again; what is older than three days updates facts and starts nothing.',
  body: z.union(
    [
      z.object({ all: z.literal(true).describe('All that lies there; stands instead of `ids`.') }),
      z.object({
        ids: z
          .array(z.string())
          .min(1, 'is empty: name what GET /api/rejected lists')
          .max(MOST_REPLAYED)
          .describe('Which of the list, at most 200.'),
      }),
    ],
    { error: 'takes { "ids": ["…"] } of what GET /api/rejected lists, or { "all": true }' },
  ),
  answer: z.object({
    replayed: z.array(z.string()).describe('Ids that were handed over.'),
    missing: z.array(z.string()).describe('Ids that do not lie there, or were no input ever.'),
  }),
  statuses: { ...bodyRefusals, 200: 'Done.', 404: 'None of the ids lies there.' },
  example: {
    body: { ids: ['6a1f0c1e-3b52-4b6e-9d0a-2f6f1f4c7a11'] },
    answer: { replayed: ['6a1f0c1e-3b52-4b6e-9d0a-2f6f1f4c7a11'], missing: [] },
  },
} as const satisfies Endpoint;
