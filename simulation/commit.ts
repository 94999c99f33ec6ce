import type { Problem } from '../shared/kernel/errors.ts';
import { assertNever } from '../shared/kernel/exhaustive.ts';
import type { Instant } from '../shared/kernel/instants.ts';
import { decide } from '../shared/person/decide.ts';
import type { Effect } from '../shared/person/effects.ts';
import type { CustomerEvent, Input } from '../shared/person/input.ts';
import { inputOfTold } from '../shared/person/told.ts';
import { callMailer, delivery, isSent } from './mailer.ts';
import type { Addressed, Somebody, State } from './state.ts';

/** One invocation a call: nobody else ever claims. */
const CLAIM = 'virtual';

/**
 * Decides, writes down as a commit would, and performs the effects at once: nobody is stored who did not change. What follows for
 * anybody as an input of its own is put into `later`. Gives why the input was refused, else null.
 */
export function commit(
  state: State,
  somebody: Somebody,
  input: Input,
  now: Instant,
  later: Addressed[],
): readonly Problem[] | null {
  const before = somebody.person;
  const { person, effects, refused } = decide(before, input, state.workspace, now);
  if (person === before && effects.length === 0) return refused;
  somebody.person = { ...person, version: before.version + 1 };
  if (before.version === 0) state.people.set(somebody.profileId, somebody);
  for (const effect of effects) perform(state, somebody, effect, now, later);
  return refused;
}

/** What others, or the bus, are told comes back as inputs. */
function perform(state: State, somebody: Somebody, effect: Effect, now: Instant, later: Addressed[]): void {
  const { book, told, people, erased } = state;
  const { profileId } = somebody;
  switch (effect.type) {
    case 'log':
      told(profileId, effect.entry);
      break;
    case 'send':
      send(state, somebody, effect.messageId, now, later);
      break;
    case 'address-held':
      book.hold(effect.address, profileId);
      break;
    case 'address-left':
      book.leave(effect.address, profileId);
      break;
    case 'emit':
      later.push({ profileId, input: comesBack(effect) });
      break;
    case 'tell':
      later.push({ profileId: effect.profileId, input: arrives(state, effect.told) });
      break;
    case 'erase':
      if (effect.address) book.leave(effect.address, profileId);
      people.delete(profileId);
      erased.add(profileId);
      break;
    // For other systems, for rows of evidence, and for a message that is told already: nobody in a world reads them.
    case 'publish':
    case 'evidence':
    case 'message-feedback':
      break;
    default:
      assertNever(effect);
  }
}

/** From the order to the answer of the mailer, at once. */
function send(state: State, somebody: Somebody, messageId: string, now: Instant, later: Addressed[]): void {
  commit(state, somebody, { kind: 'claim', messageId, claimId: CLAIM }, now, later);
  const message = somebody.person.messages.find((each) => each.messageId === messageId);
  if (message?.status !== 'sending') return;
  const answer = callMailer(state.book, message, now, state.workspace.settings);
  if (isSent(answer)) state.mailed?.(somebody.person, message, now);
  commit(state, somebody, { ...answer, messageId, claimId: CLAIM }, now, later);
  if (!state.delivers || !isSent(answer)) return;
  commit(state, somebody, { kind: 'feedback', feedback: delivery(somebody.profileId, message, now) }, now, later);
}

/** What an `emit` step published, as the bus brings it back. */
function comesBack({ event, eventId, properties, depth, at }: Extract<Effect, { type: 'emit' }>): CustomerEvent {
  return { kind: 'event', type: event, eventId, occurredAt: at, properties, traits: {}, depth };
}

function arrives({ people }: State, told: Extract<Effect, { type: 'tell' }>['told']): Input {
  return inputOfTold(told, told.kind === 'merge-in' ? (people.get(told.from)?.person ?? null) : null);
}
