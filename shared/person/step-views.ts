import { startOf } from '../campaigns/calendar.ts';
import type { Enrollment } from '../campaigns/enrollment.ts';
import type { Instruction, StepView } from '../campaigns/steps/step.ts';
import { derivedId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instants.ts';
import { type Message, untried } from '../messages/message.ts';
import { NOTIFY_TEMPLATE } from '../messages/staff-mail.ts';
import { resolveLocale } from '../profiles/locale.ts';
import type { Step } from '../workspace/campaign-definition.ts';
import type { Campaign } from '../workspace/workspace.ts';
import type { Draft } from './draft.ts';
import { factsOf } from './facts.ts';
import { zoneFor } from './place.ts';
import { wantedLocale } from './question.ts';

/** P-100: `sendWithin` from now, and never at or after the end of the campaign. */
function expiryOf({ workspace, now }: Draft, campaign: Campaign): Instant {
  // The end that holds is that of the active definition, like its status.
  const { ends } = workspace.campaigns.get(campaign.id) ?? campaign;
  const within = now + campaign.sendWithin;
  return ends === undefined ? within : Math.min(within, startOf(ends, workspace.settings.timeZone));
}

/** The message that a `send` or `notify` step makes of a run: nothing is decided about it yet. */
export function messageOf(
  draft: Draft,
  enrollment: Enrollment,
  campaign: Campaign,
  step: Step,
  instruction: Extract<Instruction, { do: 'send' | 'notify' }>,
): Message {
  const { now, person } = draft;
  const isMail = instruction.do === 'send';
  return {
    messageId: derivedId(person.profileId, enrollment.enrollmentId, step.id),
    campaign: campaign.id,
    enrollmentId: enrollment.enrollmentId,
    stepId: step.id,
    requestId: null,
    template: isMail ? instruction.template : NOTIFY_TEMPLATE,
    replyTo: isMail ? instruction.replyTo : null,
    class: isMail ? campaign.class : 'transactional',
    topic: isMail ? (campaign.topic ?? null) : null,
    priority: campaign.priority,
    reachedAt: now,
    expiresAt: expiryOf(draft, campaign),
    notBefore: now,
    ...untried,
  };
}

/** What a step may look at. */
export function viewOf(draft: Draft, enrollment: Enrollment, campaign: Campaign): StepView {
  const { person, workspace, now } = draft;
  const occasion = { ...enrollment.event, properties: enrollment.properties };
  return {
    campaign,
    position: enrollment.position,
    profileId: person.profileId,
    facts: factsOf(person, workspace, now, occasion, enrollment),
    zone: zoneFor(person, workspace.settings),
    locale:
      resolveLocale(wantedLocale(person), workspace.settings.locales, workspace.settings.locales[0] ?? 'en') ?? 'en',
  };
}
