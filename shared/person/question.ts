import type { AddressState } from '../consent/address-state.ts';
import { isConfirmable } from '../consent/consent-state.ts';
import { jurisdictionOf } from '../consent/jurisdiction.ts';
import { chosenOf } from '../consent/preferences.ts';
import { quarantinedUntil, unverifiedSince } from '../consent/reach.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Question } from '../messages/gate.ts';
import type { Message } from '../messages/message.ts';
import { isStaffMail } from '../messages/staff-mail.ts';
import { matches } from '../pattern/pattern.ts';
import { resolveLocale } from '../profiles/locale.ts';
import type { NotifyStep } from '../workspace/campaign-definition.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { factsOf } from './facts.ts';
import type { Person } from './person.ts';
import { placeOf } from './place.ts';
import { recipientOf } from './recipient.ts';
import { reservedSends } from './reserved.ts';

/** The part of a message that gates look at; a message that is only imagined (`explain`) has no more than this. */
export type Asked = Pick<
  Message,
  'campaign' | 'enrollmentId' | 'requestId' | 'template' | 'class' | 'topic' | 'expiresAt'
> &
  Partial<Pick<Message, 'messageId' | 'stepId' | 'priority'>>;

/** The locale that a message to this person is in: its request's for a confirmation, the person's own, then the default (P-99). */
export function messageLocale(
  person: Person,
  workspace: Workspace,
  message: Pick<Message, 'template' | 'requestId'>,
): string | null {
  const request = person.permission.requests.find((each) => each.requestId === message.requestId);
  const wanted = request?.locale ?? wantedLocale(person);
  const available = workspace.templateLocales.get(message.template) ?? [];
  return resolveLocale(wanted, available, workspace.settings.locales[0] ?? 'en');
}

/** The language that the person chose, else the profile's. */
export function wantedLocale({ preferences, traits }: Person): string | undefined {
  const wanted = preferences.language?.value ?? traits['locale']?.value;
  return typeof wanted === 'string' ? wanted : undefined;
}

function isInAudience(person: Person, workspace: Workspace, message: Asked, now: Instant): boolean {
  const campaign = message.campaign === null ? undefined : workspace.campaigns.get(message.campaign);
  if (!campaign?.audiencePattern) return true;
  const enrollment = person.enrollments.find((each) => each.enrollmentId === message.enrollmentId) ?? null;
  const occasion = enrollment ? { ...enrollment.event, properties: enrollment.properties } : null;
  return matches(campaign.audiencePattern, factsOf(person, workspace, now, occasion, enrollment));
}

function causeStands(person: Person, message: Asked): boolean {
  if (message.requestId === null) return true;
  const request = person.permission.requests.find((each) => each.requestId === message.requestId);
  if (!request || request.address !== recipientOf(person, message)?.hmac) return false;
  if (person.pendingAddress?.requestId === request.requestId) return true;
  return request.topics.some((topic) => isConfirmable(person.permission, request.requestedAt, topic));
}

/** The `notify` step of the definition that a mail to a colleague was started with; undefined where its run is over. */
export function notifyStepOf(
  person: Person,
  workspace: Workspace,
  { enrollmentId, stepId }: Pick<Asked, 'enrollmentId' | 'stepId'>,
): NotifyStep | undefined {
  const enrollment = person.enrollments.find((each) => each.enrollmentId === enrollmentId);
  const steps = (enrollment && workspace.pinned.get(enrollment.pin)?.steps) ?? [];
  return steps.find((step): step is NotifyStep => step.type === 'notify' && step.id === stepId);
}

/** Puts together what the gates ask about one message. `addressState` where the address row was read, else null. */
export function questionOf(
  person: Person,
  workspace: Workspace,
  message: Asked,
  now: Instant,
  addressState: AddressState | null = null,
): Question {
  return {
    asOf: now,
    profileId: person.profileId,
    class: message.class,
    topic: message.topic,
    template: message.template,
    adultsOnly: message.topic !== null && workspace.topics.get(message.topic)?.adultsOnly === true,
    birthday: person.traits['birthday']?.value,
    expiresAt: message.expiresAt,
    campaign: message.campaign === null ? undefined : (workspace.campaigns.get(message.campaign) ?? null),
    inAudience: isInAudience(person, workspace, message, now),
    causeStands: causeStands(person, message),
    address: recipientOf(person, message),
    ...(isStaffMail(message) ? { colleague: notifyStepOf(person, workspace, message)?.to } : {}),
    // What feedback said was said of the present address; that of a new one is read from its own row before the call.
    suppression: recipientOf(person, message) === person.address ? person.suppression : null,
    addressState,
    quarantinedUntil: quarantinedUntil(person.softBounces, workspace.settings.permission),
    unverifiedSince: unverifiedSince(person.reach, person.permission.resumedAt),
    permission: person.permission,
    chosen: chosenOf(person.preferences),
    reserved: reservedSends(person, message, now),
    care: person.care,
    place: placeOf(person),
    jurisdiction: jurisdictionOf(person.traits['country']?.value),
    settings: workspace.settings,
    templateClass: workspace.templateClasses.get(message.template) ?? null,
    locale: messageLocale(person, workspace, message),
  };
}
