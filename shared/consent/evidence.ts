import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Instant, parseInstant } from '../kernel/instants.ts';
import type { Basis } from './consent.ts';

/** Bases that this version can prove and expire; the others of P-46 come with their own rules and are refused by name. */
export const acceptedBases = ['express-doi', 'express'] as const satisfies readonly Basis[];
const allBases = ['express-doi', 'express', 'soft-opt-in', 'casl-ebr', 'casl-inquiry', 'casl-published'] as const;

const text = (what: string) =>
  z.string(`is required: ${what}`).min(1, `is required: ${what}`).max(5_000, 'takes at most 5,000 letters');
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
  .array(z.string().min(1), 'is required: the ids of the topics')
  .min(1, 'is empty: name at least one topic')
  .max(50, 'names more than 50 topics');
const form = z.object({ id: z.string(), version: z.string() }).optional();

/** P-42: what was ticked beforehand, bundled or silent is no consent. */
const notPreTicked = z.literal(false, 'a control that was ticked beforehand is no consent (P-42)').optional();

/** `properties` of `subscription.requested`. */
export const subscriptionRequested = z.object({
  topics,
  text: text('exactly what the person was shown'),
  method: text('how it was asked, such as web-form'),
  form,
  locale: optionalText,
  ip: optionalText,
  userAgent: optionalText,
  defaultState: notPreTicked,
});

/** `properties` of `consent.recorded`: a permission that the company holds and can prove (P-40, P-45). */
export const consentRecorded = z
  .object({
    topics: topics.optional(),
    purpose: z.literal('tracking.email', 'is tracking.email, or left out for topics').optional(),
    basis: z
      .enum(allBases, `is required: one of ${allBases.join(', ')}`)
      .refine((basis) => (acceptedBases as readonly Basis[]).includes(basis), {
        message: `is not available in this version: ${acceptedBases.join(' or ')} are`,
      }),
    grantedAt: instant('when the person agreed'),
    method: text('how the person agreed, such as web-form'),
    text: text('exactly what the person agreed to'),
    source: text('the document or system that proves it'),
    locale: optionalText,
    form,
    ip: optionalText,
    userAgent: optionalText,
    defaultState: notPreTicked,
  })
  .refine((given) => (given.topics === undefined) !== (given.purpose === undefined), {
    path: ['topics'],
    message: 'is required, or purpose: tracking.email, and not both',
  });

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
