import type { OptInRequest } from '../consent/consent.ts';
import { isConfirmable } from '../consent/consent-state.ts';
import { textHash } from '../consent/evidence.ts';
import type { Problem } from '../kernel/errors.ts';
import { derivedId } from '../kernel/ids.ts';
import { type Instant, MINUTE } from '../kernel/instants.ts';
import { applyTraits } from '../profiles/traits.ts';
import { type Confirmation, grantConfirmed } from './confirmed.ts';
import { tooYoungToConsent } from './consent-age.ts';
import type { Draft } from './draft.ts';
import type { AddressRequested } from './input.ts';
import { takeAddress } from './on-event.ts';
import { removeRequest } from './opt-in.ts';
import { noWords, record } from './permission.ts';
import type { Person } from './person.ts';
import { writeSystemMail } from './system-mail.ts';

export const ADDRESS_TEMPLATE = '_system/address';

/** As for sign-ups (P-34): who holds one link cannot fill strangers' mailboxes with it. */
const AGAIN_AFTER = 10 * MINUTE;

type Taken = readonly Problem[] | null;

/** A newer wish takes the place of an older one; its mail is not sent any more. */
function forgetPending(draft: Draft): void {
  const { pendingAddress } = draft.person;
  if (pendingAddress === null) return;
  draft.person = { ...draft.person, pendingAddress: null };
  const request = draft.person.permission.requests.find((each) => each.requestId === pendingAddress.requestId);
  if (request) removeRequest(draft, request);
}

/**
 * Somebody wants mail at another address. It gets a mail with a link, and until that is posted nothing changes (P-32). The wish
 * is kept as an opt-in request for the new address: consent does not carry over (P-51), the confirmation there asks for it anew.
 * A wish for the address that the person has, or a second one within ten minutes, changes nothing.
 */
export function requestAddress(draft: Draft, asked: AddressRequested): Taken {
  const { person, workspace } = draft;
  const { address, requestId, at } = asked;
  if (address.hmac === person.address?.hmac || person.pendingAddress?.requestId === requestId) return null;
  if (person.pendingAddress !== null && at - person.pendingAddress.requestedAt < AGAIN_AFTER) return null;
  forgetPending(draft);
  const expiresAt = at + workspace.settings.permission.confirmWithin;
  const topics = asked.topics.filter((topic) => workspace.topics.has(topic));
  const request: OptInRequest = {
    ...asked.evidence,
    requestId,
    topics,
    requestedAt: at,
    expiresAt,
    address: address.hmac,
  };
  const permission = { ...draft.person.permission, requests: [...draft.person.permission.requests, request] };
  draft.person = { ...draft.person, permission, pendingAddress: { ...address, requestId, requestedAt: at, expiresAt } };
  for (const topic of topics) {
    const words = { ...noWords, ...asked.evidence, textHash: textHash(asked.evidence.text), requestId };
    const change = { kind: 'consent.requested', topic, purpose: 'marketing.email', at, address: address.hmac } as const;
    record(draft, change, words);
  }
  const messageId = derivedId(person.profileId, 'address', requestId);
  writeSystemMail(draft, { messageId, template: ADDRESS_TEMPLATE, requestId, expiresAt });
  return null;
}

const overtaken: readonly Problem[] = [
  {
    field: 'requestId',
    message: 'cannot be confirmed any more: it expired, was replaced, or a withdrawal came after it',
  },
];

/** The wish that a link of `requestId` may still confirm, with the topics that nobody withdrew since (P-38); null: it is over. */
export function openAddressRequest(
  person: Person,
  requestId: string,
  now: Instant,
): { readonly request: OptInRequest; readonly email: string; readonly topics: readonly string[] } | null {
  const { pendingAddress: pending, permission } = person;
  const request = permission.requests.find((each) => each.requestId === requestId);
  if (!request || pending?.requestId !== requestId || now >= pending.expiresAt) return null;
  if (permission.stoppedAt !== null && permission.stoppedAt >= request.requestedAt) return null;
  const topics = request.topics.filter((topic) => isConfirmable(permission, request.requestedAt, topic));
  return { request, email: pending.email, topics };
}

/**
 * The link at the new address was posted: it is the person's from now on, the old one gets nothing more, and the topics named in
 * that mail are granted for it (P-26, P-51). A second POST finds the address changed and is fine.
 */
export function confirmAddress(draft: Draft, input: Confirmation): Taken {
  const { person, now } = draft;
  const open = openAddressRequest(person, input.requestId, now);
  const { pendingAddress } = person;
  if (!open || pendingAddress === null) return overtaken;
  const { request, topics } = open;
  const tooYoung = topics.length === 0 ? [] : tooYoungToConsent(draft, input.at);
  if (tooYoung.length > 0) return tooYoung;
  forgetPending(draft);
  const { email, hmac } = pendingAddress;
  draft.person = { ...draft.person, traits: applyTraits(draft.person.traits, { email }, input.at) };
  takeAddress(draft, { email, hmac });
  draft.person = { ...draft.person, softBounces: [] };
  if (topics.length > 0) grantConfirmed(draft, request, topics, input);
  return null;
}

/** "It was not me", or nobody confirmed in time: the wish is gone. */
export function endPendingAddress(draft: Draft, requestId: string): void {
  if (draft.person.pendingAddress?.requestId === requestId) draft.person = { ...draft.person, pendingAddress: null };
}

/** A wish that nobody confirmed is forgotten when its link expires. */
export function expirePendingAddress(draft: Draft): void {
  const { pendingAddress } = draft.person;
  if (pendingAddress !== null && draft.now >= pendingAddress.expiresAt) {
    draft.person = { ...draft.person, pendingAddress: null };
  }
}
