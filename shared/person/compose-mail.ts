import { consentState, hasStoppedEverything } from '../consent/consent-state.ts';
import type { Links } from '../consent/links.ts';
import { withCanary } from '../content/canary.ts';
import { marketingHeaders } from '../content/headers.ts';
import { linkParameters, withLinkParameters } from '../content/link-tags.ts';
import { inLocale, type MessageInput, type RenderedMessage, renderMessage } from '../content/render.ts';
import { CANARY_PATH } from '../events/feedback.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Mail } from '../messages/mailer.ts';
import type { Message } from '../messages/message.ts';
import { isStaffMail } from '../messages/staff-mail.ts';
import type { ReleaseContent } from '../workspace/definitions.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ADDRESS_TEMPLATE } from './address-change.ts';
import { staffMail } from './compose-staff-mail.ts';
import { EXPORT_TEMPLATE } from './export-request.ts';
import { factsOf, type Occasion } from './facts.ts';
import type { Person } from './person.ts';
import { placeOf } from './place.ts';
import { messageLocale } from './question.ts';
import { recipientOf } from './recipient.ts';

export interface ComposeInput {
  readonly person: Person;
  readonly message: Message;
  readonly workspace: Workspace;
  readonly content: ReleaseContent;
  readonly links: Links;
  readonly now: Instant;
  /** What the mail is about, where no run says it: of a preview. */
  readonly occasion?: Occasion | undefined;
}

/** Everything of a mail but whom it goes to. `input`: what it was rendered from. */
interface MailContent extends RenderedMessage {
  readonly headers: Mail['headers'];
  readonly input: MessageInput;
}

/** The mail cannot be made: the template is gone, incomplete, or fails on this person's facts. Lasting, and no fault of SES. */
export class UncomposableError extends Error {
  override name = 'UncomposableError';
}

async function linksFor({ person, message, links }: ComposeInput): Promise<MessageInput['links']> {
  const { profileId } = person;
  const request = person.permission.requests.find((each) => each.requestId === message.requestId);
  if (request) {
    const { requestId, expiresAt } = request;
    return {
      confirm:
        message.template === ADDRESS_TEMPLATE
          ? await links.address(profileId, requestId, expiresAt)
          : await links.confirm(profileId, requestId, expiresAt),
      notMe: await links.notMe(profileId, requestId),
    };
  }
  if (message.template === EXPORT_TEMPLATE) return { export: await links.export(profileId) };
  const preferences = await links.preferences(profileId);
  if (message.class === 'transactional') return { preferences };
  return { preferences, unsubscribe: await links.unsubscribe(profileId, message.topic, message.messageId) };
}

function requestFor(input: ComposeInput, locale: string): MessageInput['request'] {
  const request = input.person.permission.requests.find((each) => each.requestId === input.message.requestId);
  if (!request) return undefined;
  const names = request.topics.map((id) => inLocale(input.workspace.topics.get(id)?.name ?? {}, locale, id));
  return { topics: names, text: request.text, requestedAt: request.requestedAt };
}

function becauseOf({ person, message, now }: ComposeInput): MessageInput['because'] {
  const state = consentState(person.permission, message.topic, person.address?.hmac ?? null, now);
  return state.state === 'granted' ? { grantedAt: state.grantedAt } : undefined;
}

function renderInput(input: ComposeInput, locale: string, links: MessageInput['links']): MessageInput {
  const { person, message, workspace, content, now } = input;
  const template =
    content.templates.find((each) => each.id === message.template) ?? workspace.keptTemplates.get(message.template);
  if (!template) throw new UncomposableError(`template ${message.template} is not in the active release`);
  const enrollment = person.enrollments.find((each) => each.enrollmentId === message.enrollmentId) ?? null;
  const own = enrollment ? { ...enrollment.event, properties: enrollment.properties } : null;
  const occasion = own ?? input.occasion ?? null;
  const place = placeOf(person);
  return {
    template,
    locale,
    brand: content.settings.brand,
    topic: message.topic === null ? undefined : workspace.topics.get(message.topic),
    facts: factsOf(person, workspace, now, occasion, enrollment),
    links,
    because: becauseOf(input),
    request: requestFor(input, locale),
    timeZone: place.known === 'zone' ? place.zones[0] : content.settings.timeZone,
    texts: content.texts,
  };
}

function headersFor(
  { message, content, workspace }: ComposeInput,
  locale: string,
  links: MessageInput['links'],
): Mail['headers'] {
  if (message.class === 'transactional' || message.topic === null || !links.unsubscribe) return [];
  const topicName = inLocale(workspace.topics.get(message.topic)?.name ?? {}, locale, message.topic);
  return marketingHeaders({
    brand: content.settings.brand,
    topicId: message.topic,
    topicName,
    unsubscribeUrl: links.unsubscribe,
  });
}

/** Renders a message in one of its template's locales, with its headers by class. Rejects as `composeMail` does. */
export async function contentOf(input: ComposeInput, locale: string): Promise<MailContent> {
  const links = await linksFor(input);
  const rendered = rendering(() => renderInput(input, locale, links));
  return {
    ...rendering(() => withTags(input, locale, links, renderMessage(rendered))),
    headers: rendering(() => headersFor(input, locale, links)),
    input: rendered,
  };
}

/** Web analysis learns of marketing which mail somebody came from, where the settings ask for it, and never who. */
function withTags(
  { message, content }: ComposeInput,
  locale: string,
  links: MessageInput['links'],
  rendered: RenderedMessage,
): RenderedMessage {
  const tags = content.settings.links?.utm;
  if (tags === undefined || message.class !== 'marketing') return rendered;
  const { campaign, template, topic } = message;
  const own = links.preferences === undefined ? null : new URL(links.preferences).origin;
  return withLinkParameters(rendered, linkParameters(tags, { campaign, template, topic, locale }), own);
}

/**
 * Makes the mail of a message: links signed, content rendered in one locale (P-99), headers by class (P-01, P-15), tracking
 * only with a consent of its own (P-22). Rejects with UncomposableError when the content is at fault, with RetryableError when
 * a signing key cannot be had.
 */
export async function composeMail(input: ComposeInput): Promise<Mail> {
  const { person, message, workspace, content } = input;
  if (isStaffMail(message)) return rendering(() => staffMail(input));
  const { brand } = content.settings;
  const locale = messageLocale(person, workspace, message);
  const recipient = recipientOf(person, message);
  if (locale === null || !recipient)
    throw new UncomposableError(`message ${message.messageId} has no locale or no address`);
  const rendered = await contentOf(input, locale);
  const tracking = mayBeTracked(input);
  return {
    messageId: message.messageId,
    profileId: person.profileId,
    addressHmac: recipient.hmac,
    class: message.class,
    topic: message.topic,
    template: message.template,
    from: message.class === 'marketing' ? brand.from : brand.transactionalFrom,
    to: recipient.email,
    replyTo: message.replyTo ?? brand.replyTo ?? null,
    subject: rendered.subject,
    html: tracking ? forScanners(input, rendered.html, rendered.input.links) : rendered.html,
    text: rendered.text,
    headers: rendered.headers,
    tracking,
  };
}

/** P-24: marketing whose clicks are told of carries a link that tells programs from people, on the domain of its other links. */
function forScanners({ message, workspace }: ComposeInput, html: string, links: MessageInput['links']): string {
  const isWanted = workspace.settings.permission.botCanaryWithin > 0 && message.class === 'marketing';
  return isWanted && links.preferences ? withCanary(html, new URL(CANARY_PATH, links.preferences).href) : html;
}

/** P-22, and never a confirmation or another mail of heed's own (P-27), nor anybody who stopped everything. */
function mayBeTracked({ person, message, now }: ComposeInput): boolean {
  if (message.campaign === null || hasStoppedEverything(person.permission)) return false;
  return consentState(person.permission, null, person.address?.hmac ?? null, now, 'tracking.email').state === 'granted';
}

/** Whatever content throws is its own fault; the message says which, never with what values (P-57). */
function rendering<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof UncomposableError
      ? error
      : new UncomposableError('the content cannot be rendered', { cause: error });
  }
}
