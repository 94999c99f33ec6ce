import * as z from 'zod';
import { block, id, localized } from './scalars.ts';

export const topicsSchema = z
  .array(
    block({
      id: id.meta({
        description:
          'What campaigns name. A topic that comes to mean something else gets a new id: people agreed to the old one.',
        examples: ['offers'],
      }),
      name: localized.meta({
        description: 'What people read, in every locale of settings.yaml.',
        examples: [{ en: 'Offers', de: 'Angebote' }],
      }),
      description: localized.default({}).meta({
        description: 'What one gets and how often: this is what people agree to.',
        examples: [
          { en: 'New beans. Two or three mails a month.', de: 'Neue Bohnen. Zwei bis drei E-Mails im Monat.' },
        ],
      }),
      optIn: z
        .enum(['double', 'single'], { error: 'must be `double` (confirmed by mail) or `single`' })
        .default('double')
        .meta({
          description:
            '`double`: a mail asks for confirmation first. `single`: a permission that your own systems took and can prove is enough.',
          examples: ['single'],
        }),
      adultsOnly: z
        .boolean({ error: 'must be true or false' })
        .optional()
        .meta({ description: 'Only for people whose birthday says that they are adults (P-104).', examples: [true] }),
    }),
    { error: 'must be a list of topics, each beginning with "- id: …"' },
  )
  .default([])
  .meta({
    title: 'topics.yaml',
    description: 'What people can ask for. Nobody gets anything of a topic without having asked.',
  });
