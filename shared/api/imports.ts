import * as z from 'zod';
import { profileIdSchema } from '../events/envelope.ts';
import { bodyRefusals, type Endpoint } from './endpoint.ts';
import { text } from './scalars.ts';

/**
 * One row with a permission: the evidence of `consent.recorded`, whose profile and address may or may not be known. The pieces of
 * evidence are not asked for here but by the rule that the event itself is held to, so that one incomplete row is refused by name
 * and the rest of the request is answered (P-45).
 */
export const importRow = z.looseObject({
  profileId: profileIdSchema.describe('Your id of the person.'),
  email: z.string().optional().describe('The address that the permission was given for; left out, the profile’s own.'),
  topics: z
    .array(z.string())
    .min(1, 'is empty: name at least one topic')
    .max(50, 'names more than 50 topics')
    .describe(
      'What it permits. Beside these fields stand those of `consent.recorded`: `basis`, `method`, `text`, `source`, …',
    ),
  grantedAt: z.string().optional().meta({ description: 'When it was given.', 'x-unit': 'ISO 8601 instant' }),
  /** Facts that a permission depends on, such as `birthday` (P-104). */
  traits: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('Facts that it depends on, such as `birthday` (P-104).'),
});

const verdictWords = 'Whether an event may be sent on the row.';

/** What would become of one row. */
export const importVerdictSchema = z.union([
  z.object({ verdict: z.literal('accept').describe(verdictWords) }),
  z.object({
    verdict: z.literal('refuse').describe(verdictWords),
    reason: text('Why, as one word, such as `withdrawn`.'),
    field: text('The field at fault, such as `consent.grantedAt`; empty where none is.'),
    message: text('What is wrong, in plain words.'),
  }),
]);

export const checkImports = {
  method: 'POST',
  path: '/api/imports/check',
  does: 'Says of rows with a permission which may be taken over (P-45). Changes nothing, and promises nothing: a withdrawal that comes after it still wins.',
  body: z.object({
    rows: z
      .array(importRow)
      .min(1, 'is empty: give 1 to 100 rows')
      .max(100, 'has more than 100 rows: ask in several requests')
      .describe('1 to 100 rows.'),
  }),
  answer: z.object({ verdicts: z.array(importVerdictSchema).describe('One a row, in their order.') }),
  statuses: { ...bodyRefusals, 200: 'The verdicts.' },
  example: {
    body: {
      rows: [
        {
          profileId: 'c-42',
          email: 'ann@example.org',
          topics: ['offers'],
          basis: 'express-doi',
          grantedAt: '2026-01-05T10:00:00Z',
          method: 'web-form',
          text: 'Yes, send me offers',
          source: 'shop database',
        },
      ],
    },
    answer: { verdicts: [{ verdict: 'accept' }] },
  },
} as const satisfies Endpoint;
