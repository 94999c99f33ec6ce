import * as z from 'zod';
import { parseInstant } from '../kernel/instants.ts';
import { profileIdSchema } from './envelope.ts';

/** 128 bits as 22 letters of base64url. */
const requestId = z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'is not an id of 128 bits');

/**
 * A sign-up as the pages put it into the queue of inputs, before anybody looked at what is stored (P-33). The evidence of
 * P-40 is complete in it; only the profile is not known yet.
 */
export const subscribeRequestSchema = z.object({
  heed: z.literal('subscribe'),
  /** Random: names the opt-in request, and with it the confirmation link (P-28). */
  requestId,
  /** As `parseEmail` gives it. */
  email: z.string().min(3).max(320),
  topics: z.array(z.string().min(1)).min(1),
  /** The wanted language of the mails. */
  locale: z.string().min(1).max(35),
  /** Exactly what was shown beside the ticked boxes. */
  text: z.string().min(1),
  form: z.object({ id: z.string(), version: z.string() }),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** The customer that a signed link named; null: whoever holds the address, else somebody new. */
  for: profileIdSchema.nullable(),
  /** What the form could tell of who filled it in (P-35); `none`: it was not heed's own page, or nothing can be told. */
  botCheck: z.enum(['passed', 'failed', 'none']).default('none'),
  at: z.string().refine((text) => parseInstant(text) !== null, 'is not an ISO 8601 instant with a zone'),
});

export type SubscribeRequest = z.infer<typeof subscribeRequestSchema>;
/** How it is put into the queue. */
export type SubscribeBody = z.input<typeof subscribeRequestSchema>;
