import * as z from 'zod';
import type { Endpoint } from './endpoint.ts';
import { byReason, campaignStatus, count, text, textOrNull } from './scalars.ts';

export const getReach = {
  method: 'GET',
  path: '/api/campaigns/{id}/reach',
  does: 'Whom a trigger now would reach, counted over a page of everybody. A campaign that is not active is asked as if it were. Add up the pages.',
  params: { id: 'The campaign.' },
  query: z.object({ next: text('The `next` of the page before.').optional() }),
  answer: z.object({
    campaign: text('The campaign.'),
    status: campaignStatus.describe('Its status in the active release.'),
    people: count('People on this page, at most 500.'),
    inFlight: count('Of them: on their way through the campaign.'),
    mails: count('Mails that the campaign sends at most.'),
    reachable: z
      .object({
        now: count('Would be sent a mail at once.'),
        later: count('Would be sent one after a delay.'),
        because: byReason('Why later.'),
      })
      .describe('Who would get a mail.'),
    refused: z
      .object({
        skipped: count('Would enter, and their first mail would be skipped.'),
        notEntered: count('Would not enter.'),
        because: byReason('Why.'),
      })
      .describe('Who would not.'),
    next: textOrNull('Asks for the following page; null at the end.'),
  }),
  statuses: {
    200: 'A page.',
    400: '`next` is not of a page.',
    404: 'There is no such campaign in the active release.',
  },
  example: {
    path: '/api/campaigns/welcome/reach',
    answer: {
      campaign: 'welcome',
      status: 'draft',
      people: 120,
      inFlight: 0,
      mails: 2,
      reachable: { now: 80, later: 10, because: { 'quiet-hours': 10 } },
      refused: { skipped: 30, notEntered: 0, because: { 'no-consent': 30 } },
      next: null,
    },
  },
} as const satisfies Endpoint;
