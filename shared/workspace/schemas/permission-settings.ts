import * as z from 'zod';
import { DAY, HOUR, MINUTE, SECOND } from '../../kernel/instants.ts';
import { block, dailyWindow, duration, id, webAddress } from './scalars.ts';

export const cap = block({
  max: z
    .int({ error: 'must be a whole number' })
    .min(1, 'must be at least 1')
    .meta({ description: 'How many mails at most ...', examples: [3], 'x-unit': 'mails' }),
  per: duration.meta({ description: '... in any window of this length.', examples: ['P7D'] }),
});

const years = z.int({ error: 'must be an age in whole years' }).min(0).max(120).meta({ 'x-unit': 'years' });

// P-34: [H] one in ten minutes, three a day, five a month.
const CONFIRMATION_CAPS = [
  { max: 1, per: 10 * MINUTE },
  { max: 3, per: 24 * HOUR },
  { max: 5, per: 30 * DAY },
];

const anHour = (most: number) =>
  z
    .int({ error: 'must be a whole number' })
    .min(1, 'must be at least 1')
    .max(most, `must be at most ${most}`)
    .meta({ 'x-unit': 'sign-ups an hour' });

// P-35: [H]. The ids of an hour's sign-ups are kept in one row, so that a repetition counts once.
const signUps = block({
  perIp: anHour(1_000)
    .default(10)
    .meta({ description: 'Sign-ups from one IP address.', examples: [10] }),
  perNetwork: anHour(5_000)
    .default(50)
    .meta({ description: 'Sign-ups from one network: a /24 of IPv4, a /48 of IPv6.', examples: [50] }),
  breakerFactor: z
    .number({ error: 'must be a number' })
    .min(1, 'must be at least 1')
    .default(3)
    .meta({
      description: 'Confirmation mails wait while an hour has more than this times the median hour of seven days.',
      examples: [3],
      'x-unit': 'times',
    }),
  breakerFloor: z
    .int({ error: 'must be a whole number' })
    .min(1, 'must be at least 1')
    .default(30)
    .meta({
      description: 'Fewer sign-ups than this never trip that breaker: the median of a small sender is nothing.',
      examples: [30],
      'x-unit': 'sign-ups an hour',
    }),
  verifier: webAddress.optional().meta({
    description: "A company's own verifier of bot checks, asked while the breaker holds.",
    examples: ['https://www.acme.example/captcha/verify'],
  }),
});

const signingMonth = z
  .int({ error: 'must be the month of a signing key such as 202611' })
  .refine((month) => /^20\d{2}(0[1-9]|1[0-2])$/.test(String(month)), {
    message: 'is no month: write the second part of the link, such as 202611',
  });

const share = (most: number, error: string) =>
  z.number({ error: 'must be a percentage' }).gt(0, 'must be above 0').max(most, error).meta({ 'x-unit': 'percent' });

// P-83: [H]. Gmail's own bound is 0.30 %: who stops later is not heard any more.
const spamRate = block({
  warn: share(0.3, 'is above 0.30, where Gmail already refuses (P-83)')
    .default(0.08)
    .meta({ description: 'Somebody is told from this spam rate on.', examples: [0.08] }),
  stop: share(0.3, 'is above 0.30, where Gmail already refuses (P-83)')
    .default(0.2)
    .meta({ description: 'Marketing stops from this spam rate on.', examples: [0.2] }),
  holdsFor: duration
    .default(7 * DAY)
    .meta({ description: 'How long after its end a bad day counts.', examples: ['P7D'] }),
});

/** The house numbers of the permission rules, each with its default and the bounds that the law or a provider draws. */
export const permission = block({
  confirmWithin: duration
    .default(72 * HOUR)
    .meta({ description: 'How long the link in a confirmation mail works (P-28).', examples: ['PT72H'] }),
  preferenceLinkFor: duration
    .refine((ms) => ms <= 30 * DAY, { message: 'is longer than the 30 days that P-32 allows' })
    .default(30 * DAY)
    .meta({
      description: 'How long the link to the preference page works; 30 days at most (P-32).',
      examples: ['P30D'],
    }),
  unknownZoneHours: dailyWindow.default({ from: 10 * 60, to: 17 * 60 }).meta({
    description: 'When people are written to whose zone and country nobody knows, in the zone of the settings (P-94).',
    examples: [{ from: '10:00', to: '17:00' }],
  }),
  unknownRetryAfter: duration.default(15 * MINUTE).meta({
    description:
      'After an unclear answer of SES, a transactional mail waits this long for news before its one retry (P-73).',
    examples: ['PT15M'],
  }),
  softBounceDays: z
    .int({ error: 'must be a whole number of days' })
    .min(1, 'must be at least 1')
    .default(3)
    .meta({ description: 'Soft bounces on so many days ...', examples: [3], 'x-unit': 'days' }),
  softBounceWithin: duration.default(14 * DAY).meta({ description: '... within this time ...', examples: ['P14D'] }),
  softQuarantineFor: duration
    .default(7 * DAY)
    .meta({ description: '... rest the address for this long.', examples: ['P7D'] }),
  contentBounces: z
    .int({ error: 'must be a whole number' })
    .min(1, 'must be at least 1')
    .default(3)
    .meta({
      description: 'A template that so many addresses refuse for its content ...',
      examples: [3],
      'x-unit': 'addresses',
    }),
  contentBounceWithin: duration
    .refine((ms) => ms <= HOUR, { message: 'is longer than an hour' })
    .default(HOUR)
    .meta({ description: '... within this time, an hour at most, is switched off (P-82).', examples: ['PT1H'] }),
  machineOpenWithin: duration
    .default(10 * SECOND)
    .meta({ description: "An open this soon after the delivery is a machine's (P-21).", examples: ['PT10S'] }),
  botClickWithin: duration
    .default(5 * SECOND)
    .meta({ description: "A click this soon after the delivery is a scanner's (P-24).", examples: ['PT5S'] }),
  botClickBurst: duration
    .default(2 * SECOND)
    .meta({ description: 'So are clicks on two links of one mail within this time.', examples: ['PT2S'] }),
  botCanaryWithin: duration.default(MINUTE).meta({
    description: 'So are clicks of a mail whose hidden link was followed within this time.',
    examples: ['PT1M'],
  }),
  pauseAtMost: duration
    .default(180 * DAY)
    .meta({ description: 'How far ahead a person may pause (P-65).', examples: ['P180D'] }),
  undoWithin: duration
    .refine((ms) => ms <= DAY, { message: 'is longer than a day: an unsubscribe must be one (P-04)' })
    .default(15 * MINUTE)
    .meta({
      description: 'How long an unsubscribe can be taken back on its page; a day at most.',
      examples: ['PT15M'],
    }),
  // Three years, one of them with a 29 February: the limitation period of P-62.
  proofFor: duration.default(1096 * DAY).meta({
    description: 'How long proof of consent and withdrawal outlives the consent, or an erased person (P-62).',
    examples: ['P1096D'],
  }),
  ticketCooldown: duration.default(24 * HOUR).meta({
    description: 'No marketing for this long after a support ticket was closed (P-105).',
    examples: ['PT24H'],
  }),
  ticketHoldsFor: duration.default(30 * DAY).meta({
    description: 'An open ticket holds marketing back this long at most; its source may have lost the closing (P-105).',
    examples: ['P30D'],
  }),
  flags: z
    .array(id, { error: 'must be a list of flags such as [insolvency]' })
    .default([])
    .meta({
      description: 'Flags that stop marketing, beside bereavement, fraud, legal-hold and vulnerable (P-106).',
      examples: [['insolvency']],
    }),
  minimumAge: years
    .default(18)
    .meta({ description: 'Who is known to be younger gets no marketing (P-104).', examples: [18] }),
  consentAge: years
    .refine((age) => age >= 13, { message: 'is below 13, the lowest age that GDPR Art. 8 allows (P-104)' })
    .default(16)
    .meta({ description: 'Who is known to be younger cannot consent; 13 at least (P-104).', examples: [16] }),
  confirmationCaps: z
    .array(cap, { error: 'must be a list such as [ { max: 1, per: PT10M } ]' })
    .min(1, "is empty: without a cap anybody could fill a stranger's mailbox (P-34)")
    .default(CONFIRMATION_CAPS)
    .meta({
      description: 'Confirmation mails to one address, whoever asks for them (P-34).',
      examples: [[{ max: 1, per: 'PT10M' }]],
    }),
  confirmReminder: z
    .boolean({ error: 'must be true or false' })
    .default(false)
    .meta({ description: 'One reminder of an unconfirmed sign-up, a day after its mail (P-37).', examples: [true] }),
  forgetUnconfirmedAfter: duration.default(30 * DAY).meta({
    description: 'A sign-up that nobody confirmed is deleted this long after it expired (P-37).',
    examples: ['P30D'],
  }),
  leapDay: z
    .enum(['02-28', '03-01'], { error: 'must be "02-28" or "03-01"' })
    .default('02-28')
    .meta({ description: 'When a yearly 29 February is told in other years (P-95).', examples: ['03-01'] }),
  catchUpWithin: duration.default(3 * DAY).meta({
    description:
      'A date that passed this long before it was said, at most, is told at once; one further back never (P-97).',
    examples: ['P3D'],
  }),
  notMeBlocksFor: duration.default(365 * DAY).meta({
    description: 'After "it was not me" an address gets no confirmation mail for this long (P-36).',
    examples: ['P365D'],
  }),
  signUps: signUps.prefault({}).meta({ description: "Sign-ups that heed's own form takes, an hour (P-35)." }),
  revokedKeys: z
    .array(signingMonth, { error: 'must be a list of months such as [202611]' })
    .default([])
    .meta({
      description: 'Months whose signing key is compromised: their links do nothing but unsubscribe (P-31).',
      examples: [[202611]],
      'x-unit': 'yyyymm',
    }),
  sendRateShare: share(90, 'is above the 90 percent of P-77')
    .default(90)
    .meta({ description: "The share of SES's rate that is used; 90 at most (P-77).", examples: [90] }),
  marketingQuotaShare: share(90, 'is above the 90 percent of P-77')
    .default(90)
    .meta({
      description: "Marketing stops at this share of SES's day; the rest is for transactional mail (P-77).",
      examples: [80],
    }),
  spamRate: spamRate.prefault({}).meta({ description: "What Gmail's readers call spam (P-83)." }),
}).meta({
  title: 'permission',
  description: 'The numbers of the permission rules. Leave out what should stay as it is.',
});
