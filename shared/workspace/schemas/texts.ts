import * as z from 'zod';
import { text } from './scalars.ts';

/** `templates/_system/texts/<locale>.yaml`: words that replace built-in ones. */
export const textsSchema = z
  .record(z.string(), text('write the words'), {
    error: 'must be a block of `name: words` lines',
  })
  .meta({
    title: 'templates/_system/texts/<locale>.yaml',
    description: "Words of heed's pages and footers that the workspace writes anew, by name.",
    examples: [{ confirmButton: 'Yes, please' }],
  });
