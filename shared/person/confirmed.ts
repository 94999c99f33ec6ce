import { withReturn } from '../consent/change.ts';
import type { OptInRequest } from '../consent/consent.ts';
import { textHash } from '../consent/evidence.ts';
import type { Draft } from './draft.ts';
import type { Input } from './input.ts';
import { grantTopic } from './permission.ts';

/** A link of a request was posted. */
export type Confirmation = Omit<Extract<Input, { kind: 'confirmation' }>, 'kind'>;

/**
 * Grants the topics of a request that was confirmed, with the evidence of both acts (P-26, P-40): what was shown when it was asked, and
 * who posted the link. Whoever confirms comes back from a stop-everything.
 */
export function grantConfirmed(
  draft: Draft,
  request: OptInRequest,
  topics: readonly string[],
  { at, ip: confirmIp, userAgent: confirmUserAgent }: Confirmation,
): void {
  draft.person = { ...draft.person, permission: withReturn(draft.person.permission, at) };
  const { text, locale, form, ip, userAgent, requestId } = request;
  const shown = { text, textHash: textHash(text), locale, form, ip, userAgent, requestId, source: request.method };
  const words = { ...shown, method: 'confirmation-link', confirmIp, confirmUserAgent };
  for (const topic of topics) grantTopic(draft, topic, 'marketing.email', { at, basis: 'express-doi' }, words);
}
