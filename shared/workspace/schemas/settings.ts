import * as z from 'zod';
import { DAY, HOUR, MINUTE, SECOND } from '../../kernel/instants.ts';
import { OWN_EVENTS } from '../event-names.ts';
import { suggestion } from '../findings.ts';
import {
  block,
  dailyWindow,
  duration,
  id,
  locale,
  localized,
  percent,
  text,
  timeOfDay,
  timeZone,
  webAddress,
} from './scalars.ts';

const brand = block({
  name: text('write the name that customers know, such as Acme'),
  legalName: text('write the legal name of the sender; every marketing mail must show it (P-14)'),
  postalAddress: text('write the postal address of the sender; every marketing mail must show it (P-14)'),
  from: text('write the sender of marketing mails, such as "Acme <news@news.acme.example>"'),
  transactionalFrom: text('write the sender of transactional mails, such as "Acme <hello@acme.example>" (P-15)'),
  replyTo: text('write a mailbox that somebody reads').optional(),
  website: webAddress.optional(),
  privacyPolicy: webAddress.optional(),
  // P-40: kept with every grant, beside the address of the notice.
  privacyPolicyVersion: text('write the version of your privacy notice, such as "2026-05"').optional(),
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

const years = z.int({ error: 'must be an age in whole years' }).min(0).max(120);

// P-34: [H] one in ten minutes, three a day, five a month.
const CONFIRMATION_CAPS = [
  { max: 1, per: 10 * MINUTE },
  { max: 3, per: 24 * HOUR },
  { max: 5, per: 30 * DAY },
];

const anHour = (most: number) =>
  z.int({ error: 'must be a whole number' }).min(1, 'must be at least 1').max(most, `must be at most ${most}`);

// P-35: [H]. The ids of an hour's sign-ups are kept in one row, so that a repetition counts once.
const signUps = block({
  perIp: anHour(1_000).default(10),
  perNetwork: anHour(5_000).default(50),
  breakerFactor: z.number({ error: 'must be a number' }).min(1, 'must be at least 1').default(3),
  breakerFloor: z.int({ error: 'must be a whole number' }).min(1, 'must be at least 1').default(30),
  verifier: webAddress.optional(),
});

const signingMonth = z
  .int({ error: 'must be the month of a signing key such as 202611' })
  .refine((month) => /^20\d{2}(0[1-9]|1[0-2])$/.test(String(month)), {
    message: 'is no month: write the second part of the link, such as 202611',
  });

const share = (most: number, error: string) =>
  z.number({ error: 'must be a percentage' }).gt(0, 'must be above 0').max(most, error);

// P-83: [H]. Gmail's own bound is 0.30 %: who stops later is not heard any more.
const spamRate = block({
  warn: share(0.3, 'is above 0.30, where Gmail already refuses (P-83)').default(0.08),
  stop: share(0.3, 'is above 0.30, where Gmail already refuses (P-83)').default(0.2),
  holdsFor: duration.default(7 * DAY),
});

const permission = block({
  confirmWithin: duration.default(72 * HOUR),
  preferenceLinkFor: duration
    .refine((ms) => ms <= 30 * DAY, { message: 'is longer than the 30 days that P-32 allows' })
    .default(30 * DAY),
  unknownZoneHours: dailyWindow.default({ from: 10 * 60, to: 17 * 60 }),
  unknownRetryAfter: duration.default(15 * MINUTE),
  softBounceDays: z.int({ error: 'must be a whole number of days' }).min(1, 'must be at least 1').default(3),
  softBounceWithin: duration.default(14 * DAY),
  softQuarantineFor: duration.default(7 * DAY),
  contentBounces: z.int({ error: 'must be a whole number' }).min(1, 'must be at least 1').default(3),
  contentBounceWithin: duration.refine((ms) => ms <= HOUR, { message: 'is longer than an hour' }).default(HOUR),
  machineOpenWithin: duration.default(10 * SECOND),
  botClickWithin: duration.default(5 * SECOND),
  botClickBurst: duration.default(2 * SECOND),
  botCanaryWithin: duration.default(MINUTE),
  pauseAtMost: duration.default(180 * DAY),
  undoWithin: duration
    .refine((ms) => ms <= DAY, { message: 'is longer than a day: an unsubscribe must be one (P-04)' })
    .default(15 * MINUTE),
  // Three years, one of them with a 29 February: the limitation period of P-62.
  proofFor: duration.default(1096 * DAY),
  ticketCooldown: duration.default(24 * HOUR),
  ticketHoldsFor: duration.default(30 * DAY),
  flags: z.array(id, { error: 'must be a list of flags such as [insolvency]' }).default([]),
  minimumAge: years.default(18),
  consentAge: years
    .refine((age) => age >= 13, { message: 'is below 13, the lowest age that GDPR Art. 8 allows (P-104)' })
    .default(16),
  confirmationCaps: z
    .array(cap, { error: 'must be a list such as [ { max: 1, per: PT10M } ]' })
    .min(1, "is empty: without a cap anybody could fill a stranger's mailbox (P-34)")
    .default(CONFIRMATION_CAPS),
  confirmReminder: z.boolean({ error: 'must be true or false' }).default(false),
  forgetUnconfirmedAfter: duration.default(30 * DAY),
  leapDay: z.enum(['02-28', '03-01'], { error: 'must be "02-28" or "03-01"' }).default('02-28'),
  catchUpWithin: duration.default(3 * DAY),
  notMeBlocksFor: duration.default(365 * DAY),
  signUps: signUps.prefault({}),
  revokedKeys: z.array(signingMonth, { error: 'must be a list of months such as [202611]' }).default([]),
  sendRateShare: share(90, 'is above the 90 percent of P-77').default(90),
  marketingQuotaShare: share(90, 'is above the 90 percent of P-77').default(90),
  spamRate: spamRate.prefault({}),
});

const ids = (error: string) => z.array(id, { error }).default([]);

// P-107. A campaign has its own switch, `status: paused`.
const sending = block({
  paused: z.boolean({ error: 'must be true or false' }).default(false),
  topics: ids('must be a list of topics such as [offers]'),
  templates: z.array(text('write the id of a template'), { error: 'must be a list of templates' }).default([]),
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

const ownFact = z.union([
  traitName.transform((trait) => ({ trait, type: 'text' as const, label: labelOf(trait) })),
  block({
    trait: traitName,
    type: z.enum(['text', 'date', 'list'], { error: 'must be text, date or list' }).default('text'),
    label: localized.optional(),
  }).transform(({ label, ...fact }) => ({ ...fact, label: label ?? labelOf(fact.trait) })),
]);

// Facts that people may tell about themselves on the preference page; none by default (P-32).
const selfService = block({
  traits: z.array(ownFact, { error: 'must be a list of traits such as [firstName, birthday]' }).default([]),
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
  selfService: selfService.prefault({}),
  sending: sending.prefault({}),
  publish: publish.optional(),
});

export type SettingsFile = z.output<typeof settingsSchema>;
