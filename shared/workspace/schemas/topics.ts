import * as z from 'zod';
import { block, id, localized } from './scalars.ts';

export const topicsSchema = z
  .array(
    block({
      id,
      name: localized,
      description: localized.default({}),
      optIn: z
        .enum(['double', 'single'], { error: 'must be `double` (confirmed by mail) or `single`' })
        .default('double'),
      adultsOnly: z.boolean({ error: 'must be true or false' }).optional(),
    }),
    { error: 'must be a list of topics, each beginning with "- id: …"' },
  )
  .default([]);
