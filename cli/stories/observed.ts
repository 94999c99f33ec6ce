import { consentState } from '../../shared/consent/consent-state.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import type { Json } from '../../shared/kernel/json.ts';
import type { LogEntry } from '../../shared/person/effects.ts';
import type { Person } from '../../shared/person/person.ts';
import type { Expected } from '../../shared/workspace/schemas/story.ts';
import type { Workspace } from '../../shared/workspace/workspace.ts';
import type { Diary, MailTaken } from './diary.ts';

/** One thing that is so, by the names under which a story expects it; `at` and `until` are instants. */
export type Observed = Readonly<Record<string, Json>>;

export type ListName = 'mails' | 'staffMails' | 'refusals' | 'holds' | 'enrollments' | 'ended' | 'goals';

interface ListKind {
  /** The fact that a single word stands for. */
  readonly word: string;
  readonly one: string;
  /** Of what happened, only what no check named yet; else of what is so now. */
  readonly happened: boolean;
}

/** Every list that a story may expect. */
export const LISTS: Readonly<Record<ListName, ListKind>> = {
  mails: { word: 'template', one: 'mail', happened: true },
  staffMails: { word: 'subject', one: 'mail to a colleague', happened: true },
  refusals: { word: 'reason', one: 'refusal', happened: true },
  holds: { word: 'reason', one: 'hold', happened: false },
  enrollments: { word: 'campaign', one: 'enrollment', happened: false },
  ended: { word: 'campaign', one: 'end of an enrollment', happened: true },
  goals: { word: 'campaign', one: 'goal', happened: true },
};

export interface Sight {
  readonly diary: Diary;
  readonly workspace: Workspace;
  readonly profileId: string;
  readonly person: Person;
  readonly now: Instant;
}

/** All of a list: for what happened, since the story began. */
export function observed(list: ListName, sight: Sight): readonly Observed[] {
  const { diary, profileId, person } = sight;
  const entries = diary.entries(profileId).filter((entry) => !entry.aside);
  const told = (fits: (entry: LogEntry) => boolean, ...facts: readonly string[]) =>
    entries.filter(fits).map((entry) => only(entryFacts(entry, diary), ...facts));
  switch (list) {
    case 'mails':
      return mailFacts(diary, profileId, false, 'template', 'campaign', 'subject', 'locale', 'at');
    case 'staffMails':
      return mailFacts(diary, profileId, true, 'subject', 'campaign', 'to', 'at');
    case 'refusals':
      return told(isRefusal, 'reason', 'campaign', 'template', 'at');
    case 'ended':
      return told(({ verdict }) => verdict === 'ended', 'campaign', 'reason', 'at');
    case 'goals':
      return told(({ verdict }) => verdict === 'goal', 'campaign', 'value', 'at');
    case 'holds':
      return person.messages
        .filter((each) => each.status === 'held')
        .map(({ because, campaign, template, notBefore }) => ({
          reason: because?.reason ?? null,
          campaign,
          template,
          until: notBefore,
        }));
    case 'enrollments':
      return enrollments(sight);
  }
}

export function isRefusal({ verdict }: LogEntry): boolean {
  return verdict === 'skipped' || verdict === 'failed' || verdict === 'not-entered';
}

function entryFacts(entry: LogEntry, diary: Diary): Observed {
  const { because, campaign, at } = entry;
  return {
    campaign,
    at,
    reason: because?.reason ?? null,
    value: because?.['value'] ?? null,
    template: diary.templateOf(entry),
  };
}

function mailFacts(diary: Diary, profileId: string, isStaff: boolean, ...facts: readonly string[]): Observed[] {
  const mails = diary.mails(profileId).filter((mail) => mail.isStaff === isStaff);
  return mails.map((mail) => only(mail satisfies MailTaken as unknown as Observed, ...facts));
}

function only(all: Observed, ...facts: readonly string[]): Observed {
  return Object.fromEntries(facts.map((fact) => [fact, all[fact] ?? null]));
}

/** Where each run stands. A send step is known by its template too: most have no name of their own. */
function enrollments({ person, workspace }: Sight): Observed[] {
  return person.enrollments.map(({ campaign, pin, position, key, dueAt }) => {
    const step = workspace.pinned.get(pin)?.steps[position];
    return { campaign, step: step?.id ?? null, key, until: dueAt };
  });
}

/** What is so of the person beside the lists, by the names under which a story expects it: `consents.offers`. */
export function stateOf(
  kind: 'consents' | 'traits' | 'counts',
  name: string,
  { person, now }: Omit<Sight, 'diary' | 'workspace'>,
): Json {
  switch (kind) {
    case 'consents': {
      const address = person.address?.hmac ?? null;
      return name === 'tracking.email'
        ? consentState(person.permission, null, address, now, 'tracking.email').state
        : consentState(person.permission, name, address, now).state;
    }
    case 'traits':
      return person.traits[name]?.value ?? null;
    case 'counts':
      return person.counters[name]?.count ?? 0;
  }
}

export const STATES = ['consents', 'traits', 'counts'] as const satisfies readonly (keyof Expected)[];
