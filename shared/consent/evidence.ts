import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Instant, parseInstant } from '../kernel/instants.ts';
import type { Basis } from './consent.ts';
import { namesSharedList } from './shared-list.ts';

const bases = [
  'express-doi',
  'express',
  'soft-opt-in',
  'casl-ebr',
  'casl-inquiry',
  'casl-published',
] as const satisfies readonly Basis[];

const text = (what: string) =>
  z
    .string(`is required: ${what}`)
    .max(5_000, 'takes at most 5,000 letters')
    .refine((given) => given.trim() !== '', `is required: ${what}`);
const optionalText = z.string().max(1_000, 'takes at most 1,000 letters').optional();
const instant = (what: string) =>
  z.string(`is required: ${what}`).transform((given, context): Instant => {
    const at = parseInstant(given);
    if (at === null)
      context.addIssue({
        code: 'custom',
        message: 'is not an ISO 8601 instant with a zone such as 2026-11-21T10:00:00Z',
      });
    return at ?? 0;
  });
const topics = z
  .array(z.string().min(1), {
    error: ({ input }) => (input === undefined ? 'is required: the ids of the topics' : 'is no list: write ["offers"]'),
  })
  .min(1, 'is empty: name at least one topic')
  .max(50, 'names more than 50 topics');
const form = z.object({ id: z.string(), version: z.string() }).optional();

const PRE_TICKED = 'a control that was ticked beforehand is no consent (P-42)';

/** P-42: what was ticked beforehand, or came bundled with something else, is no consent. Anything but `false` or absent says so. */
const freelyGiven = {
  defaultState: z.literal(false, PRE_TICKED).optional(),
  preTicked: z.literal(false, PRE_TICKED).optional(),
  bundled: z.literal(false, 'agreement that came bundled with something else is no consent (P-42)').optional(),
};

/** Ways of saying that nobody did anything. */
const NO_ACT =
  /^(none|silence|silent|absent|absence|no[-_ ]?(answer|reply|action|control)|inactivity|default|pre[-_ ]?(ticked|checked|selected)|bundled)$/i;

const method = (what: string) =>
  text(what).refine(
    (given) => !NO_ACT.test(given.trim()),
    'names no act of the person: silence, and a control that was absent, ticked beforehand or bundled, is no consent (P-42)',
  );

/** The version of the privacy notice that was shown, where it is another than the one in force now (P-40). */
const privacyNotice = z.string().min(1).max(200, 'takes at most 200 letters').optional();

/** `properties` of `subscription.requested`. */
export const subscriptionRequested = z.object({
  topics,
  text: text('exactly what the person was shown'),
  method: method('how it was asked, such as web-form'),
  form,
  locale: optionalText,
  ip: optionalText,
  userAgent: optionalText,
  privacyNotice,
  ...freelyGiven,
});

const SHARED_LIST = 'names a bought, rented or shared list: nobody on one agreed to hear from you (P-54)';

/** `properties` of `consent.recorded`: a permission that the company holds and can prove (P-40, P-45). */
export const consentRecorded = z
  .object({
    topics: topics.optional(),
    purpose: z.literal('tracking.email', 'is tracking.email, or left out for topics').optional(),
    basis: z.enum(bases, `is required: one of ${bases.join(', ')}`),
    grantedAt: instant('when the person agreed'),
    method: method('how the person agreed, such as web-form'),
    text: text('exactly what the person agreed to'),
    source: text('the document or system that proves it').refine((source) => !namesSharedList(source), SHARED_LIST),
    locale: optionalText,
    form,
    ip: optionalText,
    userAgent: optionalText,
    privacyNotice,
    channel: z.literal('email', 'must be email: permission for another channel is none for mail (P-41)').optional(),
    actor: z.enum(['company', 'import'], 'is company, import or left out').optional(),
    ...freelyGiven,
    lastPurchaseAt: instant('when the person last bought, or the contract ended').optional(),
    inquiryAt: instant('when the person asked').optional(),
    obtainedInSale: z.boolean('is true or false').optional(),
    refusalOffered: z.boolean('is true or false').optional(),
    refusalUsed: z.boolean('is true or false').optional(),
    ownSimilarProducts: z.boolean('is true or false').optional(),
  })
  .refine((given) => (given.topics === undefined) !== (given.purpose === undefined), {
    path: ['topics'],
    message: 'is required, or purpose: tracking.email, and not both',
  })
  .refine(({ purpose, basis }) => purpose === undefined || basis.startsWith('express'), {
    path: ['basis'],
    message: 'must be express or express-doi: what lets you write to somebody does not let you watch (P-22, P-41)',
  })
  .superRefine((given, context) => {
    for (const [field, message] of missingFacts(given)) context.addIssue({ code: 'custom', path: [field], message });
  });

interface BasisFacts {
  readonly basis: Basis;
  readonly purpose?: string | undefined;
  readonly lastPurchaseAt?: Instant | undefined;
  readonly inquiryAt?: Instant | undefined;
  readonly obtainedInSale?: boolean | undefined;
  readonly refusalOffered?: boolean | undefined;
  readonly refusalUsed?: boolean | undefined;
  readonly ownSimilarProducts?: boolean | undefined;
}

/** The four facts of P-49; the opt-out in each message is ours to give. */
const softOptIn = [
  ['obtainedInSale', true, 'must be true: soft opt-in needs an address given by the person in a sale with you (P-49)'],
  ['refusalOffered', true, 'must be true: soft opt-in needs that a refusal was offered then (P-49)'],
  ['refusalUsed', false, 'must be false: who refused then cannot be written to (P-49)'],
  ['ownSimilarProducts', true, 'must be true: soft opt-in covers your own similar products only (P-49)'],
] as const;

/** What a basis needs beside the evidence that every one needs (P-45, P-47, P-49): fields and words of what is missing. */
function missingFacts(given: BasisFacts): readonly (readonly [string, string])[] {
  switch (given.basis) {
    case 'soft-opt-in':
      return softOptIn.flatMap(([field, needed, message]) =>
        given[field] === needed ? [] : [[field, message] as const],
      );
    case 'casl-ebr':
      return given.lastPurchaseAt === undefined
        ? [['lastPurchaseAt', 'is required: it lasts 2 years from then (P-47)']]
        : [];
    case 'casl-inquiry':
      return given.inquiryAt === undefined ? [['inquiryAt', 'is required: it lasts 6 months from then (P-47)']] : [];
    default:
      return [];
  }
}

/** The moment an implied permission counts from; null for those that do not end by themselves. */
export function countsFrom(given: BasisFacts): Instant | null {
  return { 'casl-ebr': given.lastPurchaseAt, 'casl-inquiry': given.inquiryAt }[given.basis as string] ?? null;
}

/** `properties` of `consent.withdrawn`. */
export const consentWithdrawn = z
  .object({
    topics: topics.optional(),
    all: z.literal(true, 'is true or left out').optional(),
    purpose: z.literal('tracking.email', 'is tracking.email, or left out for topics').optional(),
    method: text('how the person said so, such as phone'),
    at: instant('when').optional(),
  })
  .refine((given) => [given.topics, given.all, given.purpose].filter((each) => each !== undefined).length === 1, {
    path: ['topics'],
    message: 'is required, or all: true, or purpose: tracking.email; exactly one of them',
  });

/** Hash of a text that was shown; the text itself stands beside it in the ledger and survives nowhere else. */
export function textHash(shown: string): string {
  return createHash('sha256').update(shown).digest('base64url').slice(0, 22);
}
