import { derivedId } from '../kernel/ids.ts';
import { DAY } from '../kernel/instants.ts';
import { type Message, untried } from '../messages/message.ts';
import type { Draft } from './draft.ts';
import { putMessage } from './message-life.ts';
import { CONFIRMATION_TEMPLATE } from './opt-in.ts';

const REMINDER_TEMPLATE = '_system/reminder';

/** P-37: not before a day after the mail it reminds of. */
const AFTER = DAY;

/**
 * The confirmation mail went out: where the workspace wants it, one reminder waits until a day later (P-37). The gates are asked
 * then; a request that was confirmed, cancelled or overtaken takes its reminder along, and none comes after its end.
 */
export function remindLater(draft: Draft, sent: Message): void {
  const { person, now, workspace } = draft;
  if (!workspace.settings.permission.confirmReminder || sent.template !== CONFIRMATION_TEMPLATE) return;
  const request = person.permission.requests.find((each) => each.requestId === sent.requestId);
  const notBefore = now + AFTER;
  if (!request || notBefore >= request.expiresAt) return;
  putMessage(draft, {
    ...sent,
    ...untried,
    messageId: derivedId(person.profileId, 'reminder', request.requestId),
    template: REMINDER_TEMPLATE,
    reachedAt: now,
    notBefore,
  });
}
