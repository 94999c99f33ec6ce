import { z } from 'zod';
import { DAY, HOUR, MINUTE } from '../../kernel/instants.ts';
import { block, dailyWindow, duration, locale, percent, text, timeOfDay, timeZone, webAddress } from './scalars.ts';

const brand = block({
  name: text('write the name that customers know, such as Acme'),
  legalName: text('write the legal name of the sender; every marketing mail must show it (P-14)'),
  postalAddress: text('write the postal address of the sender; every marketing mail must show it (P-14)'),
  from: text('write the sender of marketing mails, such as "Acme <news@news.acme.example>"'),
  transactionalFrom: text('write the sender of transactional mails, such as "Acme <hello@acme.example>" (P-15)'),
  replyTo: text('write a mailbox that somebody reads').optional(),
  website: webAddress.optional(),
  privacyPolicy: webAddress.optional(),
  logo: webAddress.optional(),
  color: text('write a colour such as "#0b5"')
    .regex(/^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/, 'is not a colour: write it as "#0b5" or "#00bb55", in quotes')
    .default('#1f5f4a'),
});

const cap = block({
  max: z.int({ error: 'must be a whole number' }).min(1, 'must be at least 1'),
  per: duration,
});

// P-102: [H] one a day and three a week.
const DEFAULT_CAPS = [
  { max: 1, per: 24 * HOUR },
  { max: 3, per: 7 * DAY },
];

const permission = block({
  confirmWithin: duration.default(72 * HOUR),
  preferenceLinkFor: duration
    .refine((ms) => ms <= 30 * DAY, { message: 'is longer than the 30 days that P-32 allows' })
    .default(30 * DAY),
  unknownZoneHours: dailyWindow.default({ from: 10 * 60, to: 17 * 60 }),
  unknownRetryAfter: duration.default(15 * MINUTE),
});

export const settingsSchema = block({
  brand,
  locales: z
    .array(locale, { error: 'must be a list of locales, the default first, such as [en, de]' })
    .min(1, 'must name at least one locale, such as [en]')
    .refine((all) => new Set(all).size === all.length, { message: 'names a locale twice' })
    .default(['en']),
  timeZone: timeZone.default('UTC'),
  // A window that ends when it begins is empty: no quiet hours at all.
  quietHours: block({ from: timeOfDay, to: timeOfDay }).default({ from: 21 * 60, to: 8 * 60 }),
  frequencyCaps: z.array(cap, { error: 'must be a list such as [ { max: 1, per: PT24H } ]' }).default(DEFAULT_CAPS),
  controlGroup: percent.default(0),
  staff: block({
    domains: z.array(text('write a domain such as acme.example'), { error: 'must be a list of domains' }).default([]),
  }).default({ domains: [] }),
  permission: permission.prefault({}),
});

export type SettingsFile = z.output<typeof settingsSchema>;
