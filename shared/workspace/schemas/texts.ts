import * as z from 'zod';
import { text } from './scalars.ts';

/** `templates/_system/texts/<locale>.yaml`: words that replace built-in ones. */
export const textsSchema = z.record(z.string(), text('write the words'), {
  error: 'must be a block of `name: words` lines',
});
