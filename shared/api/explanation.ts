import * as z from 'zod';
import type { Endpoint } from './endpoint.ts';
import { because, day, instant, instantOrNull, messageStatus, text, textOrNull } from './scalars.ts';
import { traceLine } from './timeline.ts';

/** A decision as people read it: what, why, until when, and each gate that was asked. */
export const decisionSchema = z.object({
  verdict: z.enum(['send', 'hold', 'skip', 'not-entered']).describe('What was decided.'),
  because: because.nullable().describe('Why; of a `send` what became of the message, null where it is only supposed.'),
  until: instant('Until when it is held; with `hold` only.').optional(),
  trace: z.array(traceLine).describe('The gates that were asked, in order; the last one decided.'),
});

const waitingSchema = z.object({
  for: z
    .enum(['step', 'silence', 'date'])
    .describe('A run stands at a step; a silence has begun that may start one; a date comes near.'),
  key: textOrNull('The key of the run; null without one.'),
  until: instantOrNull('The moment that it waits for; null for a step whose mail is on its way.'),
  enrollmentId: text('The run, of a step.').optional(),
  step: text('The id of the step, or its place in the file.').optional(),
  since: instant('The event that the silence began with.').optional(),
  day: day('The day of the date.').optional(),
  before: text('How long before it, `P30D`.').optional(),
});

export const getExplanation = {
  method: 'GET',
  path: '/api/profiles/{id}/explain',
  does: 'Why a person did, or did not, get the mail of a campaign: its latest decision, or where there is none what a trigger now would give.',
  params: { id: 'The profile.' },
  query: z.object({ campaign: text('The id of a campaign of the active release.') }),
  answer: decisionSchema.extend({
    now: decisionSchema.describe('What a trigger now would give, gate by gate.'),
    waiting: z
      .array(waitingSchema)
      .describe('What of the campaign is under way for the person, though nothing may have been decided yet.'),
    history: z
      .array(
        decisionSchema.extend({
          at: instant('When it was decided.'),
          status: z
            .enum([...messageStatus.options, 'not-entered', 'hold', 'ended', 'goal', 'merged'])
            .describe('What was decided, or what became of the message at last.'),
          enrollmentId: textOrNull('The run.'),
          messageId: textOrNull('The message.'),
        }),
      )
      .describe('The decisions before, newest first, at most 50.'),
  }),
  statuses: {
    200: 'The explanation.',
    400: 'No campaign is named.',
    404: 'There is no such profile, or no such campaign.',
  },
  example: {
    path: '/api/profiles/c-felix/explain?campaign=welcome',
    answer: {
      verdict: 'skip',
      because: { reason: 'no-consent', topic: 'offers' },
      trace: [{ gate: 'consent', verdict: 'skip', facts: { reason: 'no-consent', topic: 'offers' } }],
      history: [],
      waiting: [],
      now: { verdict: 'skip', because: { reason: 'no-consent', topic: 'offers' }, trace: [] },
    },
  },
} as const satisfies Endpoint;
