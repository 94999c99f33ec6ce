import { later, withoutSoftBouncesUntil } from '../consent/reach.ts';
import { derivedId } from '../kernel/ids.ts';
import type { Draft } from './draft.ts';
import type { Input } from './input.ts';
import { noWords } from './permission.ts';

type Lift = Extract<Input, { kind: 'lift' }>;

/**
 * A human lifted the suppression (P-84): the reason becomes evidence, what was said of the address before no longer counts, and
 * a later bounce suppresses it again. A stop-everything stands: only a confirmed POST lifts that one. Of another address than
 * the present one it changes nothing.
 */
export function takeLift(draft: Draft, { at, address, reason, by }: Lift): void {
  const { person, now } = draft;
  if (person.address?.hmac !== address) return;
  const liftedAt = later(person.reach.liftedAt, at);
  const { suppression } = person;
  draft.person = {
    ...person,
    suppression: suppression && suppression.since >= liftedAt ? suppression : null,
    softBounces: withoutSoftBouncesUntil(person.softBounces, at),
    reach: { ...person.reach, liftedAt },
  };
  draft.ledger.push({
    ...noWords,
    id: derivedId(person.profileId, draft.cause, 'suppression.lifted'),
    at,
    recordedAt: now,
    kind: 'suppression.lifted',
    topic: null,
    purpose: 'marketing.email',
    basis: null,
    method: 'by-hand',
    address,
    text: reason,
    source: by,
    actor: draft.actor,
    controller: null,
    privacyNotice: null,
  });
}
