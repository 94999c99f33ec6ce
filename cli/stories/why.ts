import type { Instant } from '../../shared/kernel/instants.ts';
import type { LogEntry } from '../../shared/person/effects.ts';
import { becauseText } from '../explanation-text.ts';
import { isRefusal, type Observed, type Sight } from './observed.ts';

/**
 * Why something of a campaign, or a mail of a template, is not there: what was decided about it last, or what it still waits for; null
 * where neither is named. `moment` writes instants.
 */
export function whyNot(about: Observed, sight: Sight, moment: (at: Instant) => string): string | null {
  const { workspace } = sight;
  const template = typeof about['template'] === 'string' ? about['template'] : null;
  const senders = [...workspace.campaigns.values()].filter((each) =>
    each.steps.some((step) => step.type === 'send' && step.template === template),
  );
  const campaigns = typeof about['campaign'] === 'string' ? [about['campaign']] : senders.map(({ id }) => id);
  if (template === null && campaigns.length === 0) return null;
  return (
    heldMail(template, campaigns, sight, moment) ??
    lastRefusal(template, campaigns, sight, moment) ??
    earlierMail(template, sight, moment) ??
    standing(campaigns, sight, moment) ??
    notActive(campaigns, sight) ??
    (campaigns.length > 0 ? `nothing has started ${campaigns.join(' or ')} for this person` : null)
  );
}

type Why = string | null;
type Moment = (at: Instant) => string;

function heldMail(template: string | null, campaigns: readonly string[], { person }: Sight, moment: Moment): Why {
  const held = person.messages.find((each) =>
    template === null ? campaigns.includes(each.campaign ?? '') : each.template === template,
  );
  if (!held?.because) return null;
  return `it waits until ${moment(held.notBefore)}, because ${becauseText(held.because)}`;
}

function lastRefusal(
  template: string | null,
  campaigns: readonly string[],
  { diary, profileId }: Sight,
  moment: Moment,
): Why {
  const entries = diary.entries(profileId).filter((each) => campaigns.includes(each.campaign ?? '') && !each.aside);
  const isOf = (each: LogEntry) => template === null || diary.templateOf(each) === template;
  const ofMail = entries.findLast((each) => each.messageId !== null && isRefusal(each) && isOf(each));
  const ofRun = entries.findLast((each) => each.verdict === 'not-entered' || each.verdict === 'ended');
  const entry = ofMail ?? ofRun;
  if (!entry?.because) return null;
  const what = { 'not-entered': 'was not entered', ended: 'ended' }[entry.verdict as string] ?? 'sent nothing';
  return `${entry.campaign} ${what} at ${moment(entry.at)}, because ${becauseText(entry.because)}`;
}

function earlierMail(template: string | null, { diary, profileId }: Sight, moment: Moment): Why {
  const mail = diary.mails(profileId).findLast((each) => each.template === template);
  return mail ? `one came at ${moment(mail.at)}, which is named already` : null;
}

/** A run that is somewhere else, a clock of silence, a date that is still to come. */
function standing(campaigns: readonly string[], { person, workspace }: Sight, moment: Moment): Why {
  const isMeant = (each: { readonly campaign: string }) => campaigns.includes(each.campaign);
  const run = person.enrollments.find(isMeant);
  if (run) {
    const step = workspace.pinned.get(run.pin)?.steps[run.position];
    const until = run.dueAt === null ? '' : ` until ${moment(run.dueAt)}`;
    return `${run.campaign} stands at step ${step?.id ?? '?'} (${step?.type ?? '?'})${until}`;
  }
  const silence = person.silences.find(isMeant);
  if (silence) return `${silence.campaign} starts at ${moment(silence.dueAt)} if nothing happens before`;
  const coming = person.comingDates.filter(isMeant).toSorted((a, b) => a.dueAt - b.dueAt)[0];
  return coming ? `${coming.campaign} starts at ${moment(coming.dueAt)}, for the date ${coming.day}` : null;
}

function notActive(campaigns: readonly string[], { workspace }: Sight): Why {
  const campaign = campaigns.map((id) => workspace.campaigns.get(id)).find((each) => each?.status !== 'active');
  return campaign ? `${campaign.id} has \`status: ${campaign.status}\`` : null;
}
