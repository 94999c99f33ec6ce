import type { Enrollment } from '../campaigns/enrollment.ts';
import { compareRank } from '../messages/rank.ts';
import { expirePendingAddress } from './address-change.ts';
import { tellDate } from './coming-dates.ts';
import { expireConsents } from './consent-expiry.ts';
import type { Draft } from './draft.ts';
import { gateMessage } from './message-life.ts';
import { takeExits } from './on-event.ts';
import { endUnknown } from './on-message.ts';
import { expireRequests } from './opt-in.ts';
import { endSilence } from './silences.ts';
import { dueAtOf } from './timers.ts';
import { forgetUnconfirmed } from './unconfirmed.ts';
import { advanceBehind, wake } from './walk.ts';

/** Waits that are over, silences that lasted, dates that came near: earliest first, each counting from the moment that was due. */
function takeMoments(draft: Draft): void {
  const { enrollments, silences, comingDates } = draft.person;
  const moments = [
    ...enrollments.map((run) => ({ at: run.dueAt, take: () => wakeIfStanding(draft, run) })),
    ...silences.map((silence) => ({ at: silence.dueAt, take: () => endSilence(draft, silence) })),
    ...comingDates.map((coming) => ({ at: coming.dueAt, take: () => tellDate(draft, coming) })),
  ];
  const due = moments.flatMap(({ at, take }) => (at !== null && at <= draft.now ? [{ at, take }] : []));
  for (const { take } of due.sort((left, right) => left.at - right.at)) take();
}

/** What came before it at the same moment may have ended or moved the run. */
function wakeIfStanding(draft: Draft, run: Enrollment): void {
  const standing = draft.person.enrollments.find((each) => each.enrollmentId === run.enrollmentId);
  if (standing?.dueAt === run.dueAt) wake(draft, standing);
}

/** Holds that end, messages that nobody claimed (handed over again), claims whose outcome never came. */
function takeMessages(draft: Draft): void {
  const due = draft.person.messages.filter((each) => each.notBefore <= draft.now);
  // P-103: of several that waited for one slot the first in rank gets it.
  for (const message of due.sort(compareRank)) {
    if (message.status === 'sending') endUnknown(draft, message);
    else if (gateMessage(draft, message).verdict === 'skip') advanceBehind(draft, message);
  }
}

/** The sweep found the person due. A stale timer finds nothing due and changes nothing. */
export function takeTimer(draft: Draft): void {
  if ((dueAtOf(draft.person) ?? Number.POSITIVE_INFINITY) > draft.now) return;
  if (draft.person.timersRestUntil !== null) draft.person = { ...draft.person, timersRestUntil: null };
  takeExits(draft, null);
  expirePendingAddress(draft);
  expireRequests(draft);
  expireConsents(draft);
  if (forgetUnconfirmed(draft)) return;
  takeMessages(draft);
  takeMoments(draft);
}
