import { derivedId } from '../kernel/ids.ts';
import { DAY, type Instant } from '../kernel/instants.ts';
import { groupWithoutMails } from '../messages/gates/holdout.ts';
import type { Message } from '../messages/message.ts';
import type { Campaign } from '../workspace/workspace.ts';
import type { Draft } from './draft.ts';
import type { RunSide } from './effects.ts';

/** How long a message that ended stays on the person's row. */
export const REMEMBERED_FOR = 30 * DAY;

type Told = Pick<Message, 'campaign' | 'enrollmentId'> &
  Partial<Pick<Message, 'messageId' | 'stepId'>> & {
    readonly startedAt?: Instant;
  };

/**
 * The side of a run of which nothing was told before: reports count entries with the first log row of a run, because a row of
 * their own would cost every journey four write units. Undefined for a run that was told of, and for heed's own mails.
 */
export function entersWith(draft: Draft, told: Told): RunSide | undefined {
  const { person, workspace } = draft;
  const campaign = told.campaign === null ? undefined : workspace.campaigns.get(told.campaign);
  if (!campaign || told.enrollmentId === null || !isFirst(draft, campaign, told)) return undefined;
  return groupWithoutMails({ campaign, controlGroup: workspace.settings.controlGroup }, person.profileId)
    ? 'held-out'
    : 'mailed';
}

function isFirst({ person, workspace, now }: Draft, campaign: Campaign, told: Told): boolean {
  const known = new Set(
    [...person.recent, ...person.messages]
      .filter((each) => each.campaign === campaign.id && each.messageId !== told.messageId)
      .map((each) => each.messageId),
  );
  const run = person.enrollments.find((each) => each.enrollmentId === told.enrollmentId);
  const { steps } = (run && workspace.pinned.get(run.pin)) ?? campaign;
  const sends = steps.filter((step) => step.type === 'send' || step.type === 'notify');
  const others = sends.filter((step) => step.id !== told.stepId);
  const ofThisRun = (stepId: string) => derivedId(person.profileId, told.enrollmentId ?? '', stepId);
  if (known.size > 0 && others.some((step) => known.has(ofThisRun(step.id)))) return false;
  // What an old run sent may be forgotten: then its first mail is the one that the campaign names first.
  const startedAt = run?.startedAt ?? told.startedAt ?? now;
  return now - startedAt < REMEMBERED_FOR || sends[0]?.id === told.stepId;
}
