import type { AddressState } from '../consent/address-state.ts';
import { isConfirmable } from '../consent/consent-state.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Question } from '../messages/gate.ts';
import type { Message } from '../messages/message.ts';
import { matches } from '../pattern/pattern.ts';
import { resolveLocale } from '../profiles/locale.ts';
import { zoneOf } from '../profiles/zone.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { factsOf } from './facts.ts';
import type { Person } from './person.ts';

/** The part of a message that gates look at; a message that is only imagined (`explain`) has no more than this. */
export type Asked = Pick<
  Message,
  'campaign' | 'enrollmentId' | 'requestId' | 'template' | 'class' | 'topic' | 'expiresAt'
>;

/** The locale that a message to this person is in: its request's for a confirmation, the person's own, then the default (P-99). */
export function messageLocale(
  person: Person,
  workspace: Workspace,
  message: Pick<Message, 'template' | 'requestId'>,
): string | null {
  const request = person.permission.requests.find((each) => each.requestId === message.requestId);
  const wanted = request?.locale ?? person.traits['locale']?.value;
  const available = workspace.templateLocales.get(message.template) ?? [];
  return resolveLocale(
    typeof wanted === 'string' ? wanted : undefined,
    available,
    workspace.settings.locales[0] ?? 'en',
  );
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
  if (!request || request.address !== person.address?.hmac) return false;
  return request.topics.some((topic) => isConfirmable(person.permission, request.requestedAt, topic));
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
    expiresAt: message.expiresAt,
    campaign: message.campaign === null ? undefined : (workspace.campaigns.get(message.campaign) ?? null),
    inAudience: isInAudience(person, workspace, message, now),
    causeStands: causeStands(person, message),
    address: person.address,
    suppression: person.suppression,
    addressState,
    permission: person.permission,
    place: zoneOf(person.traits['timeZone']?.value, person.traits['country']?.value),
    settings: workspace.settings,
    templateClass: workspace.templateClasses.get(message.template) ?? null,
    locale: messageLocale(person, workspace, message),
  };
}
