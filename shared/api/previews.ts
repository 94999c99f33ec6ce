import * as z from 'zod';
import { bodyRefusals, type Endpoint } from './endpoint.ts';
import { count, text, textOrNull } from './scalars.ts';

const object = z.record(z.string(), z.unknown());

/** What both previews and tests may say: for whom, which of the mails, in which language. */
export const sightSchema = z.object({
  profileId: z.string().optional().describe('For whom; left out, for the sample of the tracking plan.'),
  /** `true`, which is also what holds without a profile; or traits and properties that stand above the tracking plan's. */
  sample: z
    .union([
      z.boolean(),
      z.object({
        traits: object.optional().describe('Facts about the person.'),
        properties: object.optional().describe('What the event says.'),
      }),
    ])
    .optional()
    .describe('What stands above the tracking plan’s sample.'),
  template: z.string().optional().describe('Only mails of this template.'),
  step: z.string().optional().describe('Only the mail of this step.'),
  locale: z.string().optional().describe('Only in this language.'),
});

/** A mail as it would look; its links do nothing. */
export const previewedMailSchema = z.object({
  step: textOrNull('The step that sends it; null for a template for itself.'),
  template: text('The template.'),
  locale: text('The language.'),
  from: text('The sender.'),
  replyTo: textOrNull('Where answers go.'),
  subject: text('The subject.'),
  preheader: text('What mailboxes show beside it.'),
  html: text('The mail as HTML.'),
  text: text('The mail as text.'),
  headers: z.record(z.string(), z.string()).meta({ description: 'Headers of heed’s own.', 'x-unit': 'texts by name' }),
  warnings: z.array(z.string()).describe('What rendered empty, in plain words.'),
});

export const previewCampaign = {
  method: 'POST',
  path: '/api/campaigns/{id}/preview',
  does: 'Every mail of a campaign in every language. Sends nothing and keeps nothing; the links in it do nothing.',
  params: { id: 'A campaign of the active release.' },
  body: sightSchema,
  bodyMayBeAbsent: true,
  answer: z.object({
    campaign: text('The campaign.'),
    release: count('The release that they are of.'),
    profileId: textOrNull('For whom; null for the sample.'),
    sample: z.boolean().describe('Whether they are for the sample of the tracking plan.'),
    mails: z.array(previewedMailSchema).describe('In the order of the steps.'),
  }),
  statuses: {
    ...bodyRefusals,
    200: 'The mails; none where the campaign sends none.',
    404: 'There is no such campaign, or no such profile.',
    422: 'The mail cannot be rendered for this person.',
  },
  example: {
    path: '/api/campaigns/welcome/preview',
    body: { profileId: 'c-42', locale: 'en' },
    answer: {
      campaign: 'welcome',
      release: 7,
      profileId: 'c-42',
      sample: false,
      mails: [
        {
          step: '0',
          template: 'hello',
          locale: 'en',
          from: 'Acme <news@news.acme.example>',
          replyTo: null,
          subject: 'Hello',
          preheader: 'Good to see you',
          html: '<!doctype html>…',
          text: 'Hello …',
          headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
          warnings: [],
        },
      ],
    },
  },
} as const satisfies Endpoint;

export const testSend = {
  method: 'POST',
  path: '/api/campaigns/{id}/test-send',
  does: 'Sends one mail of a campaign, its first unless the body says which, to somebody of the staff, marked as a test. It enrolls nobody, no report counts it, and its links do nothing.',
  params: { id: 'A campaign of the active release.' },
  body: sightSchema.extend({
    to: z
      .string('is required: the address of somebody of your staff')
      .describe('An address of a domain under `staff` in settings.yaml (P-88).'),
  }),
  answer: z.object({
    status: z.enum(['sent', 'unknown']).describe('`unknown`: handed to SES, which gave no clear answer.'),
    campaign: text('The campaign.'),
    template: text('The template.'),
    step: textOrNull('The step.'),
    locale: text('The language.'),
    subject: text('The subject, with the mark.'),
  }),
  statuses: {
    ...bodyRefusals,
    200: 'SES took it.',
    202: 'SES gave no clear answer.',
    403: 'Tests may not go to this address, or it must not be written to.',
    404: 'There is no such campaign, or no such profile.',
    422: 'The campaign sends no mail, it cannot be rendered, or SES refused it.',
    503: 'SES did not take it for now: try again.',
  },
  example: {
    path: '/api/campaigns/welcome/test-send',
    body: { to: 'ann@acme.example', locale: 'en' },
    answer: {
      status: 'sent',
      campaign: 'welcome',
      template: 'hello',
      step: '0',
      locale: 'en',
      subject: '[Test] Hello',
    },
  },
} as const satisfies Endpoint;
