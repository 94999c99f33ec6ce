import * as z from 'zod';
import type { Endpoint } from './endpoint.ts';
import {
  anything,
  basis,
  because,
  count,
  instant,
  instantOrNull,
  messageClass,
  NO_PROFILE,
  pageLimit,
  purpose,
  text,
  textOrNull,
} from './scalars.ts';

/** One gate that was asked. */
export const traceLine = z.object({
  gate: text('The gate that was asked.'),
  verdict: z.enum(['pass', 'hold', 'skip']).describe('What it said.'),
  facts: anything('What it saw: ids, words and instants.'),
});

/** A line of the ledger, without the address. */
export const evidenceSchema = z.object({
  at: instant('When it happened.'),
  recordedAt: instant('When it was written down.'),
  id: text('The line; the same cause makes the same id.'),
  kind: z
    .enum([
      'consent.requested',
      'consent.granted',
      'consent.withdrawn',
      'consent.expired',
      'consent.cancelled',
      'suppression.lifted',
      'preferences.changed',
    ])
    .describe('What changed.'),
  topic: textOrNull('Of which topic; null: of all.'),
  purpose: purpose.describe('Of which purpose.'),
  basis: basis.nullable().describe('What a grant rests on.'),
  method: text('How it was said.'),
  text: textOrNull('Exactly what was shown, or said.'),
  textHash: textOrNull('Hash of that text, which outlives it.'),
  source: textOrNull('The document or system that proves it.'),
  locale: textOrNull('The language that it was shown in.'),
  form: z
    .object({ id: text('The form.'), version: text('Its version.') })
    .nullable()
    .describe('The form, where there was one.'),
  ip: textOrNull('From where it was asked for.'),
  userAgent: textOrNull('With which program.'),
  confirmIp: textOrNull('From where it was confirmed.'),
  confirmUserAgent: textOrNull('With which program it was confirmed.'),
  requestId: textOrNull('The request that it answers.'),
  actor: z.enum(['person', 'company', 'import', 'feedback', 'heed']).nullable().describe('Who made the change.'),
  controller: textOrNull('The legal name of the company it was given to.'),
  privacyNotice: textOrNull('The privacy notice in force then.'),
});

const logged = z.object({
  at: instant('When it happened.'),
  kind: text('`decision`, or `message.<status>`.'),
  campaign: textOrNull('The campaign.'),
  topic: textOrNull('The topic.'),
  enrollmentId: textOrNull('The run.'),
  messageId: textOrNull('The message.'),
  class: messageClass.nullable().describe('The class of the message.'),
  to: z.literal('staff').optional().describe('A mail about the person that went to a colleague.'),
  verdict: text('What was decided, or the status of the message.'),
  because: because.nullable().optional().describe('Why.'),
  until: instantOrNull('Until when it is held.').optional(),
  trace: z.array(traceLine).optional().describe('The gates that were asked, in order; the last one decided.'),
  inputs: z
    .object({
      person: count('Version of the person’s row.'),
      consentAt: count('The newest change of permission that was known, in ms since 1970.').optional(),
      preferencesAt: count('The newest change of preferences that was known, in ms since 1970.').optional(),
      release: count('The release.'),
      policy: text('Version of the gates and their rules.'),
      cause: text('The input, such as `event:<id>`.'),
    })
    .optional()
    .describe('What it was decided from: the same answer follows from it again.'),
});

export const getTimeline = {
  method: 'GET',
  path: '/api/profiles/{id}/timeline',
  does: 'What happened to a person, newest first: changes of permission with their evidence, decisions, and one entry for every status of a message.',
  params: { id: 'The profile.' },
  query: z.object({
    limit: pageLimit(500, 100),
    from: text('The `next` of the page before.').optional(),
    next: text('The same as `from`.').optional(),
  }),
  answer: z.object({
    entries: z.array(z.union([evidenceSchema, logged])).describe('One page; evidence has other fields than the log.'),
    next: textOrNull('`from` of the next page; null on the last one.'),
  }),
  statuses: {
    200: 'A page.',
    400: '`limit` or `from` is not what this path takes.',
    404: NO_PROFILE,
  },
  example: {
    path: '/api/profiles/c-42/timeline?limit=1',
    answer: {
      entries: [
        {
          at: '2026-11-21T10:00:01.000Z',
          kind: 'decision',
          campaign: 'welcome',
          topic: 'offers',
          enrollmentId: null,
          messageId: null,
          class: null,
          verdict: 'not-entered',
          because: { reason: 'reentry' },
          until: null,
          trace: [],
        },
      ],
      next: 'MTc2MzcxOTIwMTAwMCBsb2c6…',
    },
  },
} as const satisfies Endpoint;
