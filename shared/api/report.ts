import * as z from 'zod';
import { isoDay, parseInstant } from '../kernel/instants.ts';
import { campaignHeadSchema, totalsSchema } from './campaigns.ts';
import type { Endpoint } from './endpoint.ts';
import { amount, amountOrNull, byReason, count, day, dayOrNull, ELSEWHERE, text } from './scalars.ts';

/** The UTC day that a date or an instant names; null where none is given. */
const askedDay = (description: string) =>
  z
    .string()
    .optional()
    .transform((given, context): string | null => {
      if (given === undefined || given === '') return null;
      const at = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(given) ? `${given}T00:00:00Z` : given);
      if (at !== null) return isoDay(at);
      context.addIssue({ code: 'custom', message: 'takes a day such as 2026-11-21, or an instant' });
      return null;
    })
    .meta({ description, 'x-unit': 'day, YYYY-MM-DD, or ISO 8601 instant' });

const side = (description: string) =>
  z
    .object({
      entered: count('Runs.'),
      goals: count('Goals that they reached.'),
      value: amount('Their value together.'),
      rate: amountOrNull('Goals a run; null where nobody entered.'),
    })
    .describe(description);

export const getReport = {
  method: 'GET',
  path: '/api/campaigns/{id}/report',
  does: 'What a campaign did on these days, both included; all of its days without them. Counts follow within seconds.',
  params: { id: 'The campaign.' },
  query: z
    .object({ from: askedDay('First UTC day.'), to: askedDay('Last UTC day.') })
    .refine(({ from, to }) => !(from && to && from > to), { path: ['to'], message: 'is before `from`' }),
  answer: z.object({
    campaign: text('The campaign.'),
    ...campaignHeadSchema.shape,
    from: dayOrNull('First day that was asked for.'),
    to: dayOrNull('Last day that was asked for.'),
    ...totalsSchema.shape,
    refusals: byReason('Skipped and not entered together.'),
    lift: z
      .object({
        mailed: side('Who got mail.'),
        heldOut: side('Who entered and got nothing.'),
        difference: amountOrNull('Difference of the rates; null while one side is empty.'),
        relative: amountOrNull('The same as a share of the holdout’s rate: 0.5 is half as many again.'),
      })
      .describe('Whether the mails made a difference.'),
    funnel: z
      .array(
        z.object({
          step: text('The step.'),
          template: text('What it sends.'),
          reached: count('Messages that ended there.'),
          sent: count('Of them: sent.'),
          skipped: count('Of them: skipped.'),
          failed: count('Of them: failed.'),
        }),
      )
      .describe('Every `send` in its order.'),
    days: z
      .array(totalsSchema.extend({ day: day('The UTC day.') }).meta({ [ELSEWHERE]: true }))
      .describe('The same counts, of each `day`.'),
  }),
  statuses: { 200: 'The report.', 400: 'A day is none.', 404: 'There is no such campaign in the active release.' },
  example: {
    path: '/api/campaigns/welcome/report?from=2026-11-01',
    answer: {
      campaign: 'welcome',
      id: 'welcome',
      name: 'Welcome',
      status: 'active',
      class: 'marketing',
      topic: 'offers',
      trigger: 'after member.joined',
      from: '2026-11-01',
      to: null,
      entered: 20,
      sent: 18,
      delivered: 18,
      bounced: 0,
      complained: 0,
      failed: 0,
      unknown: 0,
      opened: { human: 0, machine: 0 },
      clicked: { human: 0, machine: 0 },
      skipped: { 'no-consent': 2 },
      held: { 'quiet-hours': 3 },
      notEntered: { reentry: 1 },
      ended: {},
      goal: { count: 4, value: 120.5 },
      refusals: { 'no-consent': 2, reentry: 1 },
      lift: {
        mailed: { entered: 18, goals: 4, value: 120.5, rate: 0.2222 },
        heldOut: { entered: 2, goals: 0, value: 0, rate: 0 },
        difference: 0.2222,
        relative: null,
      },
      funnel: [{ step: '0', template: 'hello', reached: 20, sent: 18, skipped: 2, failed: 0 }],
      days: [],
    },
  },
} as const satisfies Endpoint;
