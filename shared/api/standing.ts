import * as z from 'zod';
import { bodyRefusals, type Endpoint } from './endpoint.ts';
import { amount, count, day, instant, messageClass, text } from './scalars.ts';

const breaker = {
  warn: amount('Percent from which it is told.'),
  stop: amount('Percent from which marketing stops.'),
  marketing: z.enum(['stopped', 'running']).describe('Whether a rate that still counts stops it.'),
};

export const getStanding = {
  method: 'GET',
  path: '/api/standing',
  does: 'What decides whether mail of this deployment is welcome: the release, where links point to, the sender domains, and what Gmail said of them (P-83).',
  answer: z.object({
    release: count('The active release; 0 before the first publication.'),
    linkOrigin: text('Where links in mails point to.'),
    senders: z
      .array(
        z.object({ class: messageClass.describe('Which mails.'), domain: text('The domain that they come from.') }),
      )
      .describe('The sender domains.'),
    paused: z.boolean().describe('Whether the release has `sending.paused`.'),
    spamRate: z.object(breaker).describe('The breaker that stands on Gmail’s spam rate.'),
    spamRates: z
      .array(
        z.object({
          domain: text('The domain.'),
          day: day('The day.'),
          percent: amount('Of the mails that Gmail put into inboxes, how many were called spam.'),
          toldAt: instant('When it was told.'),
        }),
      )
      .describe('The newest day of each domain.'),
  }),
  statuses: { 200: 'The standing.' },
  example: {
    answer: {
      release: 7,
      linkOrigin: 'https://links.acme.example',
      senders: [{ class: 'marketing', domain: 'news.acme.example' }],
      paused: false,
      spamRate: { warn: 0.08, stop: 0.2, marketing: 'running' },
      spamRates: [{ domain: 'acme.example', day: '2026-11-20', percent: 0.03, toldAt: '2026-11-21T06:00:00.000Z' }],
    },
  },
} as const satisfies Endpoint;

const domain = z
  .string('is required: the domain as Postmaster Tools has it')
  .toLowerCase()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'is no domain')
  .describe('A sender domain, or one above it.');
const rateDay = z.iso
  .date('is required: the day that the rate is of, such as 2026-11-20')
  .meta({ description: 'The day that the rate is of.', 'x-unit': 'day, YYYY-MM-DD' });
const percent = z
  .number('is required: the percentage of mails called spam; Google leaves out a 0, then say 0')
  .min(0, 'is below 0')
  .max(100, 'is above 100')
  .describe('Of the mails that Gmail put into inboxes, how many were called spam.');

/** A rate in plain words. */
export const spamRateTold = z.object({ domain, day: rateDay, percent });

/** What `domains.trafficStats.get` of the Postmaster Tools API answers, as it is. */
export const trafficStats = z
  .object({
    name: z
      .string()
      .regex(/^domains\/[^/]+\/trafficStats\/\d{8}$/, 'is not as domains/<domain>/trafficStats/<day>')
      .describe(
        'Of the answer of Postmaster Tools, which may stand here as it is: `domains/<domain>/trafficStats/<day>`.',
      ),
    userReportedSpamRatio: z
      .number('is required: Google leaves out a 0, then say 0')
      .min(0)
      .max(1)
      .describe('Of the answer of Postmaster Tools: the share from 0 to 1.'),
  })
  .transform(({ name, userReportedSpamRatio }) => {
    const [, of = '', , date = ''] = name.split('/');
    const iso = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
    return { domain: of.toLowerCase(), day: iso, percent: Math.round(userReportedSpamRatio * 1e6) / 1e4 };
  })
  .pipe(spamRateTold);

export const tellSpamRate = {
  method: 'POST',
  path: '/api/standing/spam-rate',
  does: 'Tells what Gmail says of a sender domain on a day, in plain words or as Postmaster Tools answer (P-83). A day before the newest known one changes nothing.',
  body: z.union([spamRateTold, trafficStats]),
  answer: z.object({
    domain: text('The domain.'),
    day: day('The day.'),
    percent: amount('The rate.'),
    ...breaker,
  }),
  statuses: {
    ...bodyRefusals,
    200: 'It is known.',
    400: 'The body is wrong, the day lies ahead, or nothing is sent from the domain.',
  },
  example: {
    body: { domain: 'acme.example', day: '2026-11-20', percent: 0.03 },
    answer: { domain: 'acme.example', day: '2026-11-20', percent: 0.03, warn: 0.08, stop: 0.2, marketing: 'running' },
  },
} as const satisfies Endpoint;
