import type { OptInRequest } from '../consent/consent.ts';
import { hasStoppedEverything, isConfirmable } from '../consent/consent-state.ts';
import { textHash } from '../consent/evidence.ts';
import type { Problem } from '../kernel/errors.ts';
import { derivedId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Message } from '../messages/message.ts';
import { type Confirmation, grantConfirmed } from './confirmed.ts';
import { tooYoungToConsent } from './consent-age.ts';
import type { Draft } from './draft.ts';
import { endMessage } from './message-life.ts';
import { noWords, record, stateOf, type Words, withdrawTopic } from './permission.ts';
import type { Person } from './person.ts';
import { writeSystemMail } from './system-mail.ts';
import { rememberToForget } from './unconfirmed.ts';

export const CONFIRMATION_TEMPLATE = '_system/confirmation';
const REQUESTS_AT_MOST = 20;

/**
 * After a stop-everything, of this person or of another holder of the address, no grant is held in effect, not even one recorded
 * since: asking again is the way back.
 */
function isHeld(draft: Draft, topic: string, addressStopped: boolean): boolean {
  return (
    !addressStopped &&
    !hasStoppedEverything(draft.person.permission) &&
    stateOf(draft, topic, 'marketing.email') === 'granted'
  );
}

function confirmationId(person: Person, requestId: string): string {
  return derivedId(person.profileId, 'confirmation', requestId);
}

/** A request is asked about once: its redelivery asks nothing again, not even when it was confirmed, cancelled or expired since. */
function wasAsked({ person }: Draft, requestId: string): boolean {
  const messageId = confirmationId(person, requestId);
  const isKnown = person.permission.requests.some((each) => each.requestId === requestId);
  return isKnown || [...person.messages, ...person.recent].some((each) => each.messageId === messageId);
}

/**
 * Keeps a request for double opt-in and writes its confirmation mail; topics that are held already need neither, nor does a
 * request that comes so late that its time is over.
 */
export function requestOptIn(
  draft: Draft,
  requestId: string,
  asked: readonly string[],
  at: Instant,
  evidence: Pick<OptInRequest, 'text' | 'method' | 'locale' | 'form' | 'ip' | 'userAgent'>,
  addressStopped = false,
  notice: Pick<Words, 'privacyNotice'> = {},
): void {
  const { person, workspace } = draft;
  const topics = [...new Set(asked)].filter(
    (topic) => !isHeld(draft, topic, addressStopped) && isConfirmable(person.permission, at, topic),
  );
  const expiresAt = at + workspace.settings.permission.confirmWithin;
  if (topics.length === 0 || !person.address || draft.now >= expiresAt || wasAsked(draft, requestId)) return;
  const request: OptInRequest = {
    ...evidence,
    requestId,
    topics,
    requestedAt: at,
    expiresAt,
    address: person.address.hmac,
  };
  const requests = [...person.permission.requests, request].slice(-REQUESTS_AT_MOST);
  draft.person = { ...person, permission: { ...person.permission, requests } };
  for (const topic of topics) {
    const words = { ...noWords, ...evidence, ...notice, textHash: textHash(evidence.text), requestId };
    record(draft, { kind: 'consent.requested', topic, purpose: 'marketing.email', at }, words);
  }
  writeConfirmation(draft, request);
  rememberToForget(draft, request);
}

export function writeConfirmation(draft: Draft, request: OptInRequest): void {
  const { requestId, expiresAt } = request;
  const messageId = confirmationId(draft.person, requestId);
  writeSystemMail(draft, { messageId, template: CONFIRMATION_TEMPLATE, requestId, expiresAt });
}

export function removeRequest(draft: Draft, request: OptInRequest): void {
  const { person } = draft;
  const requests = person.permission.requests.filter((each) => each.requestId !== request.requestId);
  draft.person = { ...person, permission: { ...person.permission, requests } };
  const unsent = draft.person.messages.filter(
    (each) => each.requestId === request.requestId && each.status !== 'sending',
  );
  for (const message of unsent) endMessage(draft, message, 'skipped', { reason: 'trigger-void' });
}

/**
 * The mail of a request was not sent (P-34, P-36): nobody has a link that could confirm it, and kept it would crowd out the
 * ones that can be. An earlier request, whose mail went out, stays good. A reminder's request has its mail already.
 */
export function dropUnsentRequest(draft: Draft, message: Message): void {
  const request = draft.person.permission.requests.find((each) => each.requestId === message.requestId);
  if (request && message.template === CONFIRMATION_TEMPLATE) removeRequest(draft, request);
}

const overtaken: readonly Problem[] = [
  {
    field: 'requestId',
    message: 'cannot be confirmed any more: it expired, was cancelled, or a withdrawal came after it',
  },
];

/**
 * A confirmation link was posted (P-26, P-28): the request's topics are granted for the address the link was sent to, once.
 * A second POST changes nothing and is fine while the grant stands. A request that a withdrawal, a stop-everything or another
 * address has overtaken is refused (P-38).
 */
export function confirmOptIn(draft: Draft, input: Confirmation): readonly Problem[] | null {
  const { person, now } = draft;
  const { permission } = person;
  const request = permission.requests.find((each) => each.requestId === input.requestId);
  if (!request) return hasStandingGrant(draft, input.requestId) ? null : overtaken;
  const topics = request.topics.filter((topic) => isConfirmable(permission, request.requestedAt, topic));
  if (now >= request.expiresAt || topics.length === 0 || request.address !== person.address?.hmac) return overtaken;
  const tooYoung = tooYoungToConsent(draft, input.at);
  if (tooYoung.length > 0) return tooYoung;
  removeRequest(draft, request);
  grantConfirmed(draft, request, topics, input);
  return null;
}

function hasStandingGrant(draft: Draft, requestId: string): boolean {
  const { permission } = draft.person;
  return permission.consents.some(
    (each) => each.grant?.requestId === requestId && stateOf(draft, each.topic, each.purpose) === 'granted',
  );
}

/** Confirmed by mistake, or by somebody else who reads the mailbox: then "it was not me" takes the permission back. */
function withdrawGrantsOf(draft: Draft, requestId: string, at: Instant): void {
  const granted = draft.person.permission.consents.filter((each) => each.grant?.requestId === requestId);
  for (const { topic, purpose } of granted) withdrawTopic(draft, topic, purpose, at, 'not-me');
}

/** "It was not me" (P-36): the request is gone, and so is its mail if it has not left. */
export function cancelRequest(draft: Draft, requestId: string, at: Instant): void {
  const request = draft.person.permission.requests.find((each) => each.requestId === requestId);
  if (!request) {
    withdrawGrantsOf(draft, requestId, at);
    return;
  }
  removeRequest(draft, request);
  for (const topic of request.topics) {
    record(
      draft,
      { kind: 'consent.cancelled', topic, purpose: 'marketing.email', at },
      { ...noWords, method: 'not-me', requestId },
    );
  }
}

/** Requests whose time is over are forgotten; the ledger keeps that they were. */
export function expireRequests(draft: Draft): void {
  const expired = draft.person.permission.requests.filter((each) => draft.now >= each.expiresAt);
  for (const request of expired) {
    removeRequest(draft, request);
    const { requestId } = request;
    for (const topic of request.topics) {
      record(
        draft,
        { kind: 'consent.expired', topic, purpose: 'marketing.email', at: request.expiresAt },
        { ...noWords, method: 'expiry', requestId },
      );
    }
  }
}
