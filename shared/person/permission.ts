import { withExpiryTold, withGrant, withStop, withWithdrawal } from '../consent/change.ts';
import type { Basis, Grant, Purpose } from '../consent/consent.ts';
import { type ConsentState, consentFor, consentState, hasStoppedEverything } from '../consent/consent-state.ts';
import { textHash } from '../consent/evidence.ts';
import type { LedgerEntry } from '../consent/ledger.ts';
import type { Choices } from '../consent/preferences.ts';
import { derivedId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instants.ts';
import { type Draft, raise } from './draft.ts';

/** The evidence that a ledger row keeps beside what changed (P-40). */
export type Words = Pick<
  LedgerEntry,
  | 'method'
  | 'text'
  | 'textHash'
  | 'source'
  | 'locale'
  | 'form'
  | 'ip'
  | 'userAgent'
  | 'confirmIp'
  | 'confirmUserAgent'
  | 'requestId'
> &
  /** The evidence names the notice that was shown; else it is the one in force. */
  Partial<Pick<LedgerEntry, 'privacyNotice'>>;

export const noWords: Words = {
  method: '',
  text: null,
  textHash: null,
  source: null,
  locale: null,
  form: null,
  ip: null,
  userAgent: null,
  confirmIp: null,
  confirmUserAgent: null,
  requestId: null,
};

/** Method of a withdrawal by the step `withdraw`: the company's rule, whoever's act made it run. */
const BY_CAMPAIGN = 'campaign';

export function record(
  draft: Draft,
  change: Pick<LedgerEntry, 'kind' | 'topic' | 'purpose' | 'at'> & {
    readonly basis?: Basis;
    readonly address?: string;
  },
  words: Words,
): void {
  const { person, now, cause } = draft;
  const { kind, topic, purpose, at } = change;
  const id = derivedId(person.profileId, cause, kind, topic ?? '*', purpose);
  const address = change.address ?? person.address?.hmac ?? null;
  const actor = words.method === BY_CAMPAIGN ? 'company' : draft.actor;
  const basis = change.basis ?? null;
  const to = termsOf(draft, kind, words);
  draft.ledger.push({ ...words, id, at, recordedAt: now, kind, topic, purpose, basis, address, actor, ...to });
}

/** To whom, and under which privacy notice, permission was asked and given (P-40); nobody needs it of what ends one. */
function termsOf(draft: Draft, kind: LedgerEntry['kind'], words: Words) {
  if (kind !== 'consent.granted' && kind !== 'consent.requested') return { controller: null, privacyNotice: null };
  const { legalName, privacyPolicy, privacyPolicyVersion } = draft.workspace.settings.brand;
  const inForce = [privacyPolicyVersion, privacyPolicy].filter((each) => each !== undefined).join(' ');
  return { controller: legalName, privacyNotice: words.privacyNotice ?? (inForce === '' ? null : inForce) };
}

/** Evidence of what the person chose (design 3: the ledger keeps preferences too). */
export function recordPreferences(draft: Draft, choices: Choices, at: Instant, method: string): void {
  const text = JSON.stringify(choices);
  const change = { kind: 'preferences.changed', topic: null, purpose: 'marketing.email', at } as const;
  record(draft, change, { ...noWords, method, text, textHash: textHash(text) });
}

export function stateOf(draft: Draft, topic: string | null, purpose: Purpose): ConsentState['state'] {
  // Requests that wait are no state of the permission itself: left out here.
  const permission = { ...draft.person.permission, requests: [] };
  return consentState(permission, topic, draft.person.address?.hmac ?? null, draft.now, purpose).state;
}

/** Adds a grant. One older than the last withdrawal changes nothing that anybody sees, and is not evidence of anything (P-44). */
export function grantTopic(
  draft: Draft,
  topic: string | null,
  purpose: Purpose,
  given: Pick<Grant, 'at' | 'basis' | 'expiresAt'>,
  words: Words,
): void {
  const { person } = draft;
  const before = stateOf(draft, topic, purpose);
  const address = person.address?.hmac ?? null;
  const grant = {
    ...given,
    method: words.method,
    address,
    requestId: words.requestId,
    textHash: words.textHash ?? '',
  };
  const permission = withGrant(person.permission, topic, purpose, grant);
  if (permission === person.permission) return;
  draft.person = { ...person, permission };
  const after = stateOf(draft, topic, purpose);
  if (after === 'expired') tellExpiry(draft, topic, purpose, before === 'expired' ? null : words);
  if (after !== 'granted') return;
  record(draft, { kind: 'consent.granted', topic, purpose, at: given.at, basis: given.basis }, words);
  if (before === 'granted') return;
  const properties = { topic, purpose, basis: given.basis, method: words.method };
  raise(draft, 'consent.granted', `${draft.cause}:granted:${topic ?? purpose}`, given.at, properties);
}

/**
 * An implied permission came to its end (P-47), or was over when it arrived: told at the moment it ended, once. Without words it is
 * only remembered as told, where the end changes nothing.
 */
export function tellExpiry(draft: Draft, topic: string | null, purpose: Purpose, words: Words | null): void {
  const { permission } = draft.person;
  const { grant } = consentFor(permission, topic, purpose) ?? {};
  if (grant?.expiresAt === undefined) return;
  draft.person = { ...draft.person, permission: withExpiryTold(permission, topic, purpose) };
  if (!words) return;
  record(draft, { kind: 'consent.expired', topic, purpose, at: grant.expiresAt, basis: grant.basis }, words);
}

/** Withdraws one topic. A repeated withdrawal moves the moment on, but is told once. */
export function withdrawTopic(draft: Draft, topic: string | null, purpose: Purpose, at: Instant, method: string): void {
  const before = stateOf(draft, topic, purpose);
  const permission = withWithdrawal(draft.person.permission, topic, purpose, at);
  if (permission === draft.person.permission) return;
  draft.person = { ...draft.person, permission };
  tellWithdrawal(draft, topic, purpose, before, at, method);
}

function tellWithdrawal(
  draft: Draft,
  topic: string | null,
  purpose: Purpose,
  before: string,
  at: Instant,
  method: string,
): void {
  if (before === 'withdrawn' || stateOf(draft, topic, purpose) !== 'withdrawn') return;
  record(draft, { kind: 'consent.withdrawn', topic, purpose, at }, { ...noWords, method });
  raise(draft, 'consent.withdrawn', `${draft.cause}:withdrawn:${topic ?? purpose}`, at, { topic, purpose, method });
}

/** Stop everything: objection, unsubscribe from all, complaint (P-50, P-52). Told once, and once for each topic that it ends. */
export function stopEverything(draft: Draft, at: Instant, method: string): void {
  const { person } = draft;
  const before = person.permission.consents.map((each) => ({
    ...each,
    state: stateOf(draft, each.topic, each.purpose),
  }));
  const permission = withStop(person.permission, at);
  if (permission === person.permission) return;
  draft.person = { ...person, permission };
  if (!hasStoppedEverything(person.permission)) {
    record(draft, { kind: 'consent.withdrawn', topic: null, purpose: 'marketing.email', at }, { ...noWords, method });
  }
  for (const { topic, purpose, state } of before) tellWithdrawal(draft, topic, purpose, state, at, method);
}
