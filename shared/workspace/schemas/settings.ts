import * as z from 'zod';
import { DAY, HOUR } from '../../kernel/instants.ts';
import { OWN_EVENTS } from '../event-names.ts';
import { suggestion } from '../findings.ts';
import { brand } from './brand.ts';
import { cap, permission } from './permission-settings.ts';
import { block, id, locale, localized, percent, text, timeOfDay, timeZone } from './scalars.ts';

// P-102: [H] one a day and three a week.
const DEFAULT_CAPS = [
  { max: 1, per: 24 * HOUR },
  { max: 3, per: 7 * DAY },
];

const ids = (error: string) => z.array(id, { error }).default([]);

// P-107. A campaign has its own switch, `status: paused`.
const sending = block({
  paused: z
    .boolean({ error: 'must be true or false' })
    .default(false)
    .meta({ description: 'Everything: no mail at all leaves this deployment.', examples: [true] }),
  topics: ids('must be a list of topics such as [offers]').meta({
    description: 'Topics that are switched off.',
    examples: [['offers']],
  }),
  templates: z
    .array(text('write the id of a template'), { error: 'must be a list of templates' })
    .default([])
    .meta({ description: 'Templates that are switched off.', examples: [['cart-reminder']] }),
});

// Places of their own: the address changes by a confirmation there, zone and language are choices.
const NOT_OWN = new Set(['email', 'timeZone', 'locale', 'country']);

const traitName = text('write the name of a trait such as firstName').refine((name) => !NOT_OWN.has(name), {
  message: 'cannot be a fact of the preference page: address, zone and language have places of their own there',
});

/** `firstName` becomes `First name`: what people read where the workspace gives no words. */
function labelOf(trait: string): Record<string, string> {
  const words = trait
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return { en: words.charAt(0).toUpperCase() + words.slice(1) };
}

const ownFact = z.union(
  [
    traitName.transform((trait) => ({ trait, type: 'text' as const, label: labelOf(trait) })),
    block({
      trait: traitName.meta({ description: 'The name of the trait.', examples: ['firstName'] }),
      type: z
        .enum(['text', 'date', 'list'], { error: 'must be text, date or list' })
        .default('text')
        .meta({ description: 'What people write: text, a date, or words between commas.', examples: ['date'] }),
      label: localized.optional().meta({
        description: "What stands before the field; left out, the trait's name in words.",
        examples: [{ en: 'First name', de: 'Vorname' }],
      }),
    }).transform(({ label, ...fact }) => ({ ...fact, label: label ?? labelOf(fact.trait) })),
  ],
  { error: 'must be the name of a trait such as firstName, or { trait: birthday, type: date }' },
);

// Facts that people may tell about themselves on the preference page; none by default (P-32).
const selfService = block({
  traits: z
    .array(ownFact, { error: 'must be a list of traits such as [firstName, birthday]' })
    .default([])
    .meta({
      description: 'Traits that people may write on their preference page; what is known is not shown there (P-32).',
      examples: [['firstName', 'birthday']],
    }),
});

// Own events for other systems, by type: none unless asked for.
const publish = z
  .array(
    z.enum(OWN_EVENTS, {
      error: (issue) => `is no event of heed's own${suggestion(String(issue.input), OWN_EVENTS)}`,
    }),
    { error: "must be a list of heed's own events such as [message.sent, consent.granted]" },
  )
  .transform((types) => [...new Set(types)]);

const tag = (description: string, example: string) =>
  text('write what the parameter says')
    .optional()
    .meta({ description, examples: [example], 'x-unit': 'Liquid' });

const links = block({
  utm: block({
    source: tag('`utm_source`: where visitors come from.', 'heed'),
    medium: tag('`utm_medium`: by which way.', 'email'),
    campaign: tag('`utm_campaign`: for which campaign.', '{{ campaign.id }}'),
    content: tag('`utm_content`: which mail of the campaign.', '{{ template.id }}'),
    term: tag('`utm_term`: what else tells links apart.', '{{ topic.id }}'),
  })
    .optional()
    .meta({
      description:
        'Parameters for web analysis, appended to the web links of marketing mails. Never to the links of unsubscribe and preferences, nor to links that have some of their own. They may say `campaign.id`, `template.id`, `topic.id` and `locale`: nothing about the person.',
      examples: [{ source: 'heed', medium: 'email', campaign: '{{ campaign.id }}' }],
    }),
});

export const settingsSchema = block({
  brand,
  locales: z
    .array(locale, { error: 'must be a list of locales, the default first, such as [en, de]' })
    .min(1, 'must name at least one locale, such as [en]')
    .refine((all) => new Set(all).size === all.length, { message: 'names a locale twice' })
    .default(['en'])
    .meta({
      description: 'The languages of mails, the default first. Every template and topic needs words in each (P-99).',
      examples: [['en', 'de']],
    }),
  timeZone: timeZone.default('UTC').meta({
    description: 'The zone of rules and broadcasts, and of people whose own nobody knows (P-94).',
    examples: ['Europe/Berlin'],
  }),
  // A window that ends when it begins is empty: no quiet hours at all.
  quietHours: block({
    from: timeOfDay.meta({ description: 'When the night begins.', examples: ['21:00'] }),
    to: timeOfDay.meta({ description: 'When it ends. The same as `from`: no quiet hours.', examples: ['08:00'] }),
  })
    .default({ from: 21 * 60, to: 8 * 60 })
    .meta({
      description: 'No marketing mail at night, in the zone of the person: it waits for the morning (P-92).',
      examples: [{ from: '21:00', to: '08:00' }],
    }),
  frequencyCaps: z
    .array(cap, { error: 'must be a list such as [ { max: 1, per: PT24H } ]' })
    .default(DEFAULT_CAPS)
    .meta({
      description: 'Marketing mails to one person over all campaigns. The higher `priority` goes first (P-102).',
      examples: [[{ max: 1, per: 'PT24H' }]],
    }),
  controlGroup: percent.default(0).meta({
    description: 'People who get no marketing at all, so that its worth can be seen. Sticky.',
    examples: [5],
  }),
  staff: block({
    domains: z
      .array(text('write a domain such as acme.example'), { error: 'must be a list of domains' })
      .default([])
      .meta({ description: 'The only domains that a `notify` step may write to.', examples: [['acme.example']] }),
  })
    .default({ domains: [] })
    .meta({ description: 'Colleagues.' }),
  permission: permission.prefault({}),
  selfService: selfService.prefault({}).meta({ description: 'What people may tell about themselves.' }),
  sending: sending
    .prefault({})
    .meta({ description: 'Kill switches, in force within seconds (P-107). A campaign has its own: `status: paused`.' }),
  publish: publish.optional().meta({
    description: 'Own events for other systems, on the bus under the source `heed`: ids only, none unless named here.',
    examples: [['message.sent', 'consent.granted']],
  }),
  links: links.optional().meta({ description: 'What is done to the web links of marketing mails.' }),
}).meta({ title: 'settings.yaml', description: 'Who sends, and the rules that hold for every campaign.' });

export type SettingsFile = z.output<typeof settingsSchema>;
