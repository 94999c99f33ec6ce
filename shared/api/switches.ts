import * as z from 'zod';
import { bodyRefusals, type Endpoint } from './endpoint.ts';
import { instant, spoken, text } from './scalars.ts';

export const listSwitches = {
  method: 'GET',
  path: '/api/switches',
  does: 'The templates that are switched off in operation, and who changed what (P-82). Switches of the workspace stand in its settings.yaml.',
  answer: z.object({
    templates: z
      .array(
        z.object({
          template: text('The template.'),
          since: instant('Since when it is off.'),
          reason: text('Why, such as `content-refused`.'),
        }),
      )
      .describe('What is off now.'),
    history: z
      .array(
        z.object({
          template: text('The template.'),
          at: instant('When.'),
          change: z.enum(['paused', 'resumed']).describe('What happened.'),
          reason: text('Why.'),
          by: text('Who decided it; `heed` where the limit did.'),
        }),
      )
      .describe('The changes, newest first, at most 50.'),
  }),
  statuses: { 200: 'The switches.' },
  example: {
    answer: {
      templates: [{ template: 'cart-reminder', since: '2026-11-21T10:00:00.000Z', reason: 'content-refused' }],
      history: [
        {
          template: 'cart-reminder',
          at: '2026-11-21T10:00:00.000Z',
          change: 'paused',
          reason: 'content-refused',
          by: 'heed',
        },
      ],
    },
  },
} as const satisfies Endpoint;

export const resumeTemplate = {
  method: 'POST',
  path: '/api/templates/{id}/resume',
  does: 'Lets a template be sent again that receivers’ refusals switched off (P-82). What waits for it goes out within the hour.',
  params: { id: 'The template; a slash in it is written `%2F`.' },
  body: z.object({
    reason: spoken('say what was mended', 500).describe('What was mended; kept with the date.'),
    by: spoken('say who decided it', 100).describe('Who decided it.'),
  }),
  answer: z.object({ template: text('The template.'), resumedAt: instant('When.') }),
  statuses: { ...bodyRefusals, 200: 'It is sent again.', 404: 'It is not switched off.' },
  example: {
    path: '/api/templates/cart-reminder/resume',
    body: { reason: 'the attachment is gone', by: 'eva' },
    answer: { template: 'cart-reminder', resumedAt: '2026-11-21T11:00:00.000Z' },
  },
} as const satisfies Endpoint;
