import { expirePendingAddress } from './address-change.ts';
import type { Draft } from './draft.ts';
import { gateMessage } from './message-life.ts';
import { takeExits } from './on-event.ts';
import { endUnknown } from './on-message.ts';
import { expireRequests } from './opt-in.ts';
import { forgetUnconfirmed } from './unconfirmed.ts';
import { advance, advanceBehind } from './walk.ts';

/** Runs whose wait is over, earliest first; the next step counts from the moment that was due. */
function takeWaits(draft: Draft): void {
  const due = draft.person.enrollments
    .filter((each) => each.dueAt !== null && each.dueAt <= draft.now)
    .sort((left, right) => (left.dueAt as number) - (right.dueAt as number));
  for (const enrollment of due) advance(draft, enrollment, enrollment.dueAt as number);
}

/** Holds that end, messages that nobody claimed (handed over again), claims whose outcome never came. */
function takeMessages(draft: Draft): void {
  for (const message of draft.person.messages.filter((each) => each.notBefore <= draft.now)) {
    if (message.status === 'sending') endUnknown(draft, message);
    else if (gateMessage(draft, message).verdict === 'skip') advanceBehind(draft, message);
  }
}

/** The sweep found the person due. A stale timer finds nothing due and changes nothing. */
export function takeTimer(draft: Draft): void {
  const { person, now } = draft;
  const isDue =
    person.enrollments.some((each) => each.dueAt !== null && each.dueAt <= now) ||
    person.messages.some((each) => each.notBefore <= now) ||
    (person.pendingAddress !== null && person.pendingAddress.expiresAt <= now) ||
    (person.forgetAt !== null && person.forgetAt <= now) ||
    person.permission.requests.some((each) => each.expiresAt <= now);
  if (!isDue) return;
  takeExits(draft, null);
  expirePendingAddress(draft);
  expireRequests(draft);
  if (forgetUnconfirmed(draft)) return;
  takeMessages(draft);
  takeWaits(draft);
}
