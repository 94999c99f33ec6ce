import * as z from 'zod';
import { block, text } from './scalars.ts';

/** What stands between the `---` lines of a template. Subject and preheader are Liquid. */
export const frontMatterSchema = block({
  subject: text('write the subject of the mail').meta({
    description: 'The subject of the mail.',
    examples: ["{{ profile.firstName | default: 'Hello' }}, your cart is waiting"],
    'x-unit': 'Liquid',
  }),
  preheader: z
    .string({ error: 'must be text: the line that inboxes show beside the subject' })
    .default('')
    .meta({
      description: 'The line that inboxes show beside the subject.',
      examples: ["{{ properties.total | money: 'EUR' }} together."],
      'x-unit': 'Liquid',
    }),
  class: z
    .enum(['marketing', 'transactional'])
    .default('marketing')
    .meta({
      description:
        "Marketing rests on consent; transactional on the person's own act or contract, and must be earned (P-53).",
      examples: ['transactional'],
    }),
}).meta({
  title: 'templates/<id>/<locale>.mjml',
  description: 'The front matter of a template: what stands between the two `---` lines.',
});
