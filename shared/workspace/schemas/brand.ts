import { block, text, webAddress } from './scalars.ts';

/** Who writes: what stands in every mail, and on every page. */
export const brand = block({
  name: text('write the name that customers know, such as Acme').meta({
    description: 'The name that customers know.',
    examples: ['Acme'],
  }),
  legalName: text('write the legal name of the sender; every marketing mail must show it (P-14)').meta({
    description: 'The legal name of the sender. Stands below every marketing mail (P-14).',
    examples: ['Acme Coffee Roasters GmbH'],
  }),
  postalAddress: text('write the postal address of the sender; every marketing mail must show it (P-14)').meta({
    description: 'The postal address of the sender. Stands below every marketing mail (P-14).',
    examples: ['Lindenstraße 12, 10969 Berlin, Germany'],
  }),
  from: text('write the sender of marketing mails, such as "Acme <news@news.acme.example>"').meta({
    description: 'The sender of marketing mails.',
    examples: ['Acme <news@news.acme.example>'],
    'x-unit': 'mail address',
  }),
  transactionalFrom: text('write the sender of transactional mails, such as "Acme <hello@acme.example>" (P-15)').meta({
    description:
      'The sender of transactional mails: another address than `from`, so that providers tell the two apart (P-15).',
    examples: ['Acme <hello@acme.example>'],
    'x-unit': 'mail address',
  }),
  replyTo: text('write a mailbox that somebody reads')
    .optional()
    .meta({
      description: 'Where answers go: a mailbox that somebody reads. Left out, they go to the sender.',
      examples: ['hello@acme.example'],
      'x-unit': 'mail address',
    }),
  website: webAddress.optional().meta({
    description: "The company's website: `{{ brand.website }}` in templates.",
    examples: ['https://www.acme.example'],
  }),
  privacyPolicy: webAddress.optional().meta({
    description: 'The privacy notice. Linked on the pages, and kept with every consent (P-40).',
    examples: ['https://www.acme.example/privacy'],
  }),
  // P-40: kept with every grant, beside the address of the notice.
  privacyPolicyVersion: text('write the version of your privacy notice, such as "2026-05"')
    .optional()
    .meta({
      description: 'Which text stands there: kept with every consent. Change it with the text (P-40).',
      examples: ['2026-05'],
    }),
  logo: webAddress.optional().meta({
    description: 'A picture: `{{ brand.logo }}` in templates and layouts.',
    examples: ['https://www.acme.example/logo.png'],
  }),
  color: text('write a colour such as "#0b5"')
    .regex(/^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/, 'is not a colour: write it as "#0b5" or "#00bb55", in quotes')
    .default('#1f5f4a')
    .meta({
      description: 'The colour of buttons and headings. In quotes: `#` begins a comment.',
      examples: ['#7a3e1d'],
    }),
}).meta({ title: 'brand', description: 'Who writes: the names, addresses and colour of every mail and page.' });
