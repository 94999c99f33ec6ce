import { previewLinks } from '../../shared/consent/preview-links.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import type { Message } from '../../shared/messages/message.ts';
import { isStaffMail } from '../../shared/messages/staff-mail.ts';
import { composeMail, UncomposableError } from '../../shared/person/compose-mail.ts';
import type { LogEntry } from '../../shared/person/effects.ts';
import type { Person } from '../../shared/person/person.ts';
import { messageLocale } from '../../shared/person/question.ts';
import type { ReleaseContent } from '../../shared/workspace/definitions.ts';
import type { Workspace } from '../../shared/workspace/workspace.ts';

/** A mail as it was written. */
export interface MailTaken {
  readonly at: Instant;
  readonly profileId: string;
  readonly messageId: string;
  readonly campaign: string | null;
  readonly template: string;
  readonly subject: string;
  readonly locale: string | null;
  readonly to: string;
  /** HMAC of the address. */
  readonly address: string;
  /** To a colleague. */
  readonly isStaff: boolean;
}

interface Waiting {
  readonly person: Person;
  readonly message: Message;
  readonly at: Instant;
}

/** Everything that a story's people were told, in order. */
export interface Diary {
  readonly told: (profileId: string, entry: LogEntry) => void;
  readonly mailed: (person: Person, message: Message, at: Instant) => void;
  /** Renders the mails that came since; before it, they are not among `mails`. Rejects only where a bug is. */
  compose(): Promise<void>;
  mails(profileId: string): readonly MailTaken[];
  entries(profileId: string): readonly LogEntry[];
  /** The template of the mail that an entry is about; null where it is about none. */
  templateOf(entry: LogEntry): string | null;
}

/** A name that resolves nowhere (RFC 2606). */
const NOWHERE = 'https://links.invalid';

export function newDiary(content: ReleaseContent, workspace: Workspace): Diary {
  const entries = new Map<string, LogEntry[]>();
  const mails = new Map<string, MailTaken[]>();
  const waiting: Waiting[] = [];
  const add = <T>(to: Map<string, T[]>, profileId: string, what: T) => {
    to.set(profileId, [...(to.get(profileId) ?? []), what]);
  };
  return {
    told: (profileId, entry) => add(entries, profileId, entry),
    mailed: (person, message, at) => waiting.push({ person, message, at }),
    async compose() {
      for (const each of waiting.splice(0)) add(mails, each.person.profileId, await composed(each, content, workspace));
    },
    mails: (profileId) => mails.get(profileId) ?? [],
    entries: (profileId) => entries.get(profileId) ?? [],
    templateOf({ campaign, stepId }) {
      const step = workspace.campaigns.get(campaign ?? '')?.steps.find((each) => each.id === stepId);
      return step?.type === 'send' ? step.template : null;
    },
  };
}

/** A mail that cannot be made is told by its subject: in a deployment it would fail. */
async function composed(
  { person, message, at }: Waiting,
  content: ReleaseContent,
  workspace: Workspace,
): Promise<MailTaken> {
  const { messageId, campaign, template } = message;
  const links = previewLinks(NOWHERE);
  const about = { at, profileId: person.profileId, messageId, campaign, template, address: message.address ?? '' };
  const isStaff = isStaffMail(message);
  const locale = isStaff ? (content.settings.locales[0] ?? null) : messageLocale(person, workspace, message);
  try {
    const { subject, to } = await composeMail({ person, message, workspace, content, links, now: at });
    return { ...about, subject, to, locale, isStaff };
  } catch (error) {
    if (!(error instanceof UncomposableError)) throw error;
    return { ...about, subject: `(not sent: ${error.message})`, to: '', locale, isStaff };
  }
}
