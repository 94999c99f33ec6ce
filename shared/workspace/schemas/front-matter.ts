import * as z from 'zod';
import { block, text } from './scalars.ts';

/** What stands between the `---` lines of a template. Subject and preheader are Liquid. */
export const frontMatterSchema = block({
  subject: text('write the subject of the mail'),
  preheader: z.string({ error: 'must be text: the line that inboxes show beside the subject' }).default(''),
  class: z.enum(['marketing', 'transactional']).default('marketing'),
});
