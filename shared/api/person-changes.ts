import * as z from 'zod';
import { bodyRefusals, type Endpoint } from './endpoint.ts';
import { instant, NO_PROFILE, spoken, text } from './scalars.ts';

export const eraseProfile = {
  method: 'POST',
  path: '/api/profiles/{id}/erase',
  does: 'Erases a person for good. The answer is the same for somebody whom nobody knows: their events may be on the way. Asked again, what came since is purged once more.',
  params: { id: 'The profile.' },
  body: z.object({
    reason: z
      .string()
      .max(100, 'takes at most 100 letters')
      .optional()
      .describe('One word that is kept with the date; left out, `requested`.'),
  }),
  bodyMayBeAbsent: true,
  answer: z.object({
    profileId: text('Whom.'),
    status: z.literal('erasing').describe('Committed; what is left goes within minutes.'),
  }),
  statuses: {
    ...bodyRefusals,
    202: 'Committed: nothing is sent any more.',
    400: 'Nobody can have this id, or the body is wrong.',
  },
  example: {
    path: '/api/profiles/c-42/erase',
    body: { reason: 'requested' },
    answer: { profileId: 'c-42', status: 'erasing' },
  },
} as const satisfies Endpoint;

export const liftSuppression = {
  method: 'POST',
  path: '/api/profiles/{id}/lift-suppression',
  does: 'Lets the address of a profile be written to again, for all who hold it (P-84). SES’s own list follows within minutes, and until then nothing is sent. A stop-everything of the person stands.',
  params: { id: 'The profile.' },
  body: z.object({
    reason: spoken('say how you know that the address can be used again', 500).describe(
      'How you know that the address can be used again; kept with the date.',
    ),
    by: spoken('say who decided it', 100).describe('Who decided it.'),
  }),
  answer: z.object({
    profileId: text('Whose address.'),
    suppression: z.null().describe('Nothing stands against it any more.'),
    liftedAt: instant('When.'),
  }),
  statuses: {
    ...bodyRefusals,
    200: 'Lifted.',
    400: 'The body is wrong, or the profile has no address.',
    404: NO_PROFILE,
  },
  example: {
    path: '/api/profiles/c-42/lift-suppression',
    body: { reason: 'the mailbox was full, she called us', by: 'eva' },
    answer: { profileId: 'c-42', suppression: null, liftedAt: '2026-11-21T10:00:00.000Z' },
  },
} as const satisfies Endpoint;
