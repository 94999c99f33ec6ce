import * as z from 'zod';
import type { Endpoint } from './endpoint.ts';
import { amount, byReason, campaignStatus, count, day, messageClass, text, textOrNull } from './scalars.ts';

/** What a campaign is, in short. */
export const campaignHeadSchema = z.object({
  id: text('Its id.'),
  name: text('Its name.'),
  status: campaignStatus.describe('Whether it takes people in.'),
  class: messageClass.describe('Whether its mails need permission.'),
  topic: textOrNull('Its topic.'),
  trigger: text('What starts it, as a sentence.'),
});

const visits = (what: string) =>
  z
    .object({ human: count('By people.'), machine: count('By machines.') })
    .describe(`${what}, of people who agreed to tracking.`);

/** What was counted in a time. */
export const totalsSchema = z.object({
  entered: count('Runs of which something was told.'),
  sent: count('Messages that SES took.'),
  delivered: count('Messages that were delivered.'),
  bounced: count('Messages that came back.'),
  complained: count('Messages that were marked as spam.'),
  failed: count('Messages that SES refused.'),
  unknown: count('Messages of which SES gave no clear answer.'),
  opened: visits('Opened'),
  clicked: visits('Clicked'),
  skipped: byReason('Messages that did not go out.'),
  held: byReason('Messages that waited before they ended, by what they waited for last.'),
  notEntered: byReason('Triggers that started no run.'),
  ended: byReason('Runs that ended before their last step.'),
  goal: z
    .object({ count: count('How often.'), value: amount('Their value together.') })
    .describe('Goals that were reached.'),
});

export const listCampaigns = {
  method: 'GET',
  path: '/api/campaigns',
  does: 'The campaigns of the active release, with what they did in the last 30 days.',
  answer: z.object({
    release: count('The active release; 0 before the first publication.'),
    counted: z.object({ from: day('First UTC day.'), to: day('Last UTC day.') }).describe('The days that are counted.'),
    campaigns: z
      .array(campaignHeadSchema.extend({ counts: totalsSchema.describe('What it did.') }))
      .describe('Every campaign.'),
  }),
  statuses: { 200: 'The campaigns.' },
  example: {
    answer: { release: 7, counted: { from: '2026-10-22', to: '2026-11-21' }, campaigns: [] },
  },
} as const satisfies Endpoint;
