import * as z from 'zod';
import { derivedId } from '../kernel/ids.ts';
import { type Instant, parseInstant } from '../kernel/instants.ts';

export const feedbackTypes = [
  'delivery',
  'bounce',
  'complaint',
  'reject',
  'delivery-delay',
  'rendering-failure',
  'open',
  'click',
  'subscription',
] as const;
export type FeedbackType = (typeof feedbackTypes)[number];

/** SES feedback as the rule's transformer leaves it: ids, types, times; no address, no header (P-57). */
export interface Feedback {
  readonly type: FeedbackType;
  readonly id: string;
  readonly at: Instant;
  readonly messageId: string;
  readonly profileId: string;
  /** Keyed HMAC of the address it was sent to, from the message's tag: not today's trait. */
  readonly address: string;
  readonly bounceType: string | null;
  readonly bounceSubType: string | null;
  readonly complaintFeedbackType: string | null;
  readonly complaintSubType: string | null;
  readonly delayType: string | null;
  readonly userAgent: string | null;
  /** Of a click: a hash of the link's host and path. What follows the path may be personal, and is dropped here. */
  readonly link: string | null;
  /** Of a subscription: the recipient opted out of everything at SES (P-89). */
  readonly unsubscribeAll?: true | undefined;
  /** Of mail that carries the tag: which template it was made of. */
  readonly template?: string | undefined;
  /** An open or a click whose neighbours have had the time to arrive (P-24). */
  readonly settled: boolean;
}

// The transformer quotes scalars; an empty string is an absent one.
const optional = z
  .string()
  .optional()
  .transform((text) => (text ? text : null));
const instant = z.string().transform((text, context) => {
  const at = parseInstant(text);
  if (at === null) context.addIssue({ code: 'custom', message: 'is not an ISO instant with a zone' });
  return at ?? 0;
});

/** The path, on our own domain, of the link that only programs follow (P-24, shared/content/canary.ts), and what stands for it. */
export const CANARY_PATH = '/canary';
export const CANARY_LINK = 'canary';

/** What stands for a link: the same for every person who follows it, and nothing of its query or fragment. */
export function linkHash(link: string): string {
  if (!URL.canParse(link)) return derivedId('link', '');
  const { host, pathname } = new URL(link);
  if (pathname === CANARY_PATH) return CANARY_LINK;
  return derivedId('link', host, pathname).slice(0, 8);
}

export const feedbackSchema = z
  .object({
    heed: z.literal('feedback'),
    type: z.enum(feedbackTypes),
    id: z.string().min(1),
    at: instant,
    sendId: z.string().min(1, 'is missing: the mail did not carry our tags'),
    profileId: z.string().min(1, 'is missing: the mail did not carry our tags'),
    address: z.string().min(1, 'is missing: the mail did not carry our tags'),
    bounceType: optional,
    bounceSubType: optional,
    complaintFeedbackType: optional,
    complaintSubType: optional,
    delayType: optional,
    userAgent: optional,
    link: optional.transform((link) => (link === null ? null : linkHash(link))),
    unsubscribeAll: optional.transform((all) => (all === 'true' ? (true as const) : undefined)),
    template: optional.transform((tag) => (tag === null ? undefined : decodeTag(tag))),
    settled: z.boolean().default(false),
  })
  .transform(
    ({ heed: _, sendId, profileId, ...rest }): Feedback => ({
      ...rest,
      messageId: sendId,
      profileId: decodeTag(profileId),
    }),
  );

/** SES tags take `[A-Za-z0-9_-]` only (P-74): `_`, `.`, `:` and `/` of profile and template ids are escaped with `_`. */
export function encodeTag(id: string): string {
  return id.replace(/[_.:/]/g, (letter) => ({ _: '__', '.': '_d', ':': '_c', '/': '_s' })[letter] as string);
}

/** The id back from its tag. */
export function decodeTag(tag: string): string {
  return tag.replace(/_(_|d|c|s)/g, (_, letter: string) => ({ _: '_', d: '.', c: ':', s: '/' })[letter] as string);
}
