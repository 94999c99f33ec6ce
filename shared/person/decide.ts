import type { LedgerEntry } from '../consent/ledger.ts';
import type { Problem } from '../kernel/errors.ts';
import { assertNever } from '../kernel/exhaustive.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { actorOf } from './actor.ts';
import { confirmAddress, endPendingAddress, requestAddress } from './address-change.ts';
import { armSilences } from './arm-silences.ts';
import { takeBroadcast } from './broadcast.ts';
import { armExisting, takeChangedProfile } from './coming-dates.ts';
import { type Draft, newDraft } from './draft.ts';
import type { Effect } from './effects.ts';
import { eraseAgain, takeErasure } from './erasure.ts';
import { endEvidence } from './evidence-life.ts';
import { requestExport } from './export-request.ts';
import { hearRefused } from './hear-refused.ts';
import type { Input } from './input.ts';
import { withVersions } from './input-versions.ts';
import { takeLift } from './lift.ts';
import { forgetMerged, mergeAway } from './merge.ts';
import { mergeIn } from './merge-in.ts';
import { takeEvent, takeExits, takeHappening } from './on-event.ts';
import { takeFeedback } from './on-feedback.ts';
import { takeClaim, takeOutcome, takeRelease } from './on-message.ts';
import { takePreferencesSaved } from './on-preferences.ts';
import { takeTimer } from './on-timer.ts';
import { cancelRequest, confirmOptIn } from './opt-in.ts';
import { stopEverything, withdrawTopic } from './permission.ts';
import type { Person } from './person.ts';
import { stopProfiling } from './profiling.ts';
import { takeUndo } from './undo.ts';

/** What one input makes of a person. `person` is the very object given when nothing changed. */
export interface Decision {
  readonly person: Person;
  /** The traces are in the log entries among them. */
  readonly effects: readonly Effect[];
  /** Evidence for the same transaction (P-40). */
  readonly ledger: readonly LedgerEntry[];
  /** Why the input was refused, by field; null when it was taken. A refused input changes nothing, but for what it lowers all the same. */
  readonly refused: readonly Problem[] | null;
}

/** Own events may start campaigns whose messages raise own events; five rounds are more than any sensible workspace needs. */
const RAISED_ROUNDS = 5;

/** Names an input, for the ids that derive from it: the same input makes the same rows. */
function causeOf(input: Input, now: Instant): string {
  switch (input.kind) {
    case 'event':
      return `event:${input.eventId}`;
    case 'timer':
      return `timer:${now}`;
    case 'confirmation':
    case 'not-me':
    case 'address-requested':
    case 'address-confirmed':
      return `${input.kind}:${input.requestId}`;
    case 'withdrawal':
      return `withdrawal:${input.id}:${input.at}`;
    case 'preferences-saved':
      return `preferences:${input.id}`;
    case 'undo':
      return `undo:${input.withdrawnAt}:${input.at}`;
    case 'claim':
    case 'release':
    case 'outcome':
      return `${input.kind}:${input.messageId}:${input.claimId}`;
    case 'feedback':
      return `feedback:${input.feedback.messageId}:${input.feedback.type}`;
    case 'lift':
      return `lift:${input.address}:${input.at}`;
    case 'erasure':
    case 'export-request':
    case 'merge-away':
    case 'merge-in':
    case 'merge-done':
      return `${input.kind}:${input.at}`;
    case 'broadcast':
      return `broadcast:${input.campaign}:${input.occurrence}`;
    case 'arm':
      return `arm:${now}`;
    default:
      return assertNever(input);
  }
}

function take(draft: Draft, input: Input): readonly Problem[] | null {
  switch (input.kind) {
    case 'event':
      return takeEvent(draft, input);
    case 'timer':
      takeTimer(draft);
      return null;
    case 'confirmation':
      return confirmOptIn(draft, input);
    case 'not-me':
      endPendingAddress(draft, input.requestId);
      cancelRequest(draft, input.requestId, input.at);
      return null;
    case 'withdrawal':
      if (input.topic === null) stopEverything(draft, input.at, input.method);
      else withdrawTopic(draft, input.topic, 'marketing.email', input.at, input.method);
      return null;
    case 'preferences-saved':
      return takePreferencesSaved(draft, input);
    case 'undo':
      return takeUndo(draft, input);
    case 'address-requested':
      return requestAddress(draft, input);
    case 'address-confirmed':
      return confirmAddress(draft, input);
    case 'claim':
      takeClaim(draft, input.messageId, input.claimId, input.standing);
      return null;
    case 'release':
      takeRelease(draft, input.messageId, input.claimId, input.because);
      return null;
    case 'outcome':
      takeOutcome(draft, input.messageId, input.claimId, input.outcome);
      return null;
    case 'feedback':
      takeFeedback(draft, input.feedback);
      return null;
    case 'lift':
      takeLift(draft, input);
      return null;
    case 'merge-away':
      mergeAway(draft, input.into);
      return null;
    case 'merge-in':
      if (input.from) mergeIn(draft, input.from, input.at);
      return null;
    case 'merge-done':
      forgetMerged(draft);
      return null;
    case 'erasure':
      takeErasure(draft, input.reason);
      return null;
    case 'export-request':
      requestExport(draft);
      return null;
    case 'broadcast':
      takeBroadcast(draft, input);
      return null;
    case 'arm':
      armExisting(draft);
      armSilences(draft);
      return null;
    default:
      return assertNever(input);
  }
}

/** Own events are inputs like any other; those raised by one decision are part of its commit. */
function takeRaised(draft: Draft): void {
  for (let round = 0; round < RAISED_ROUNDS && draft.raised.length > 0; round += 1) {
    for (const event of draft.raised.splice(0)) takeHappening(draft, event);
  }
}

/** What follows from facts that changed since `former`; gives the person whose facts are taken care of now. */
function takeProfile(draft: Draft, former: Person): Person {
  const { person } = draft;
  if (person.traits !== former.traits || person.preferences !== former.preferences) takeChangedProfile(draft, former);
  return person;
}

/**
 * The one decision about a person: no clock, no randomness, no I/O; the same arguments give the same result (P-55).
 * `now` in ms. An input that changes nothing gives back the same person object and no effects: nothing needs to be written.
 * Expected refusals are `refused`; a throw is a bug.
 */
export function decide(person: Person, input: Input, workspace: Workspace, now: Instant): Decision {
  // Whatever still arrives for somebody who was erased is taken in silence and changes nothing (P-58).
  if (person.erasedAt !== null) return { ...eraseAgain(person, input, now), ledger: [], refused: null };
  const begin = () => newDraft(person, workspace, now, causeOf(input, now), actorOf(input));
  let draft = begin();
  const refused = take(draft, input);
  if (refused) {
    draft = begin();
    if (input.kind === 'event') hearRefused(draft, input);
    if (draft.person === person) return { person, effects: [], ledger: [], refused };
  }
  if (draft.person !== person) stopProfiling(draft);
  const told = takeProfile(draft, person);
  if (input.kind !== 'event' && draft.person !== person) takeExits(draft, null);
  takeRaised(draft);
  takeProfile(draft, told);
  endEvidence(draft, person, input.kind);
  const { ledger } = draft;
  const effects = withVersions(draft.effects, person, workspace, draft.cause);
  if (draft.person === person && effects.length === 0) return { person, effects, ledger, refused };
  const release = Math.max(person.release, workspace.release);
  return { person: { ...draft.person, release }, effects, ledger, refused };
}
