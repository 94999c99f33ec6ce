import type { Mail } from '../../local/aws/inbox-mail.ts';
import type { CompanyEvent, RunningHeed } from './local-run.ts';

/** GET /api/profiles/{id}, as much as the stories read (design 7). */
export interface ProfileTold {
  readonly profileId: string;
  readonly traits: Readonly<Record<string, unknown>>;
  readonly consents: readonly {
    readonly topic: string | null;
    readonly state: string;
    readonly basis: string | null;
  }[];
  readonly suppression: { readonly reason: string; readonly since: string } | null;
  readonly enrollments: readonly {
    readonly campaign: string;
    readonly enrollmentId: string;
    readonly step: string;
    readonly status: string;
    readonly dueAt: string | null;
  }[];
  readonly messages: readonly {
    readonly messageId: string;
    readonly campaign: string | null;
    readonly status: string;
    readonly reason: string | null;
    readonly notBefore: string | null;
  }[];
  readonly links: { readonly preferences: string; readonly unsubscribe: Readonly<Record<string, string>> };
}

/** One line of GET /api/profiles/{id}/timeline. */
export interface TimelineEntry {
  readonly at: string;
  readonly kind: string;
  readonly topic?: string | null;
  readonly verdict?: string;
  readonly because?: { readonly reason: string; readonly [fact: string]: unknown } | null;
}

export interface Explained {
  readonly verdict: string;
  readonly because: { readonly reason: string; readonly [fact: string]: unknown } | null;
  readonly until?: string;
  readonly trace: readonly {
    readonly gate: string;
    readonly verdict: string;
    readonly facts: Readonly<Record<string, unknown>>;
  }[];
}

/** The address of a story's person when nothing else is said. */
export function addressOf(profileId: string): string {
  return `mail.${profileId.replaceAll(':', '-')}@example.org`;
}

/** A permission that the company holds and can prove, with the traits of a person in Berlin. */
export function consentRecorded(
  profileId: string,
  traits: Readonly<Record<string, unknown>> = {},
  topic = 'offers',
): CompanyEvent {
  const home = { locale: 'en', timeZone: 'Europe/Berlin', country: 'DE' };
  return {
    type: 'consent.recorded',
    profileId,
    eventId: `consent-${topic}-${profileId}`,
    traits: { email: addressOf(profileId), ...home, ...traits },
    properties: {
      topics: [topic],
      basis: 'express-doi',
      grantedAt: '2026-03-03T10:00:00Z',
      method: 'web-form',
      text: 'Yes, I want offers by mail.',
      source: 'crm',
    },
  };
}

export function cartAbandoned(
  profileId: string,
  cartId = 'k-1',
  eventId = `cart-${profileId}-${cartId}`,
): CompanyEvent {
  return { type: 'cart.abandoned', profileId, eventId, properties: { cartId, total: 49.9 } };
}

export function orderPlaced(profileId: string, cartId = 'k-1'): CompanyEvent {
  return {
    type: 'order.placed',
    profileId,
    eventId: `order-${profileId}-${cartId}`,
    properties: { cartId, total: 49.9 },
  };
}

/** Puts events and waits until all that they cause has happened. */
export async function happen(heed: RunningHeed, ...events: readonly CompanyEvent[]): Promise<void> {
  await heed.putEvents(...events);
  await heed.quiet();
}

/** The same for what is put off and tried again: the clock jumps over the seconds in which `happen` would wait for it. */
export async function happenInTime(heed: RunningHeed, ...events: readonly CompanyEvent[]): Promise<void> {
  await heed.putEvents(...events);
  await heed.advance('PT1M');
}

/** Mails of one profile, newest first. */
export async function mailsOf(heed: RunningHeed, profileId: string): Promise<Mail[]> {
  return (await heed.inbox()).filter((mail) => mail.profileId === profileId);
}

/** The one mail of a profile; throws when there is none, or more. */
export async function theMailOf(heed: RunningHeed, profileId: string): Promise<Mail> {
  const [mail, ...others] = await mailsOf(heed, profileId);
  if (!mail || others.length > 0) throw new Error(`${profileId} has ${mail ? 1 + others.length : 0} mails, not one`);
  return mail;
}

/** A profile that must be there. */
export async function profileOf(heed: RunningHeed, profileId: string): Promise<ProfileTold> {
  const found = await heed.profile(profileId);
  if (!found) throw new Error(`there is no profile ${profileId}`);
  return found as unknown as ProfileTold;
}

/** The first 100 lines of a timeline, newest first. */
export async function timelineOf(heed: RunningHeed, profileId: string): Promise<TimelineEntry[]> {
  const { body } = await heed.api('GET', `/api/profiles/${profileId}/timeline`);
  return (body as { entries: TimelineEntry[] }).entries;
}

export async function explain(
  heed: RunningHeed,
  profileId: string,
  campaign: string,
): Promise<Explained & { now: Explained }> {
  const { status, body } = await heed.api('GET', `/api/profiles/${profileId}/explain?campaign=${campaign}`);
  if (status !== 200) throw new Error(`explain answered ${status}: ${JSON.stringify(body)}`);
  return body as Explained & { now: Explained };
}

/** Every address that a mail links to: in its headers, its text, its attributes. */
export function urlsIn({ html, text, headers }: Mail): string[] {
  const sources = [html.replaceAll('&amp;', '&'), text, ...Object.values(headers)];
  return [...new Set(sources.flatMap((source) => source.match(/https?:\/\/[^\s"'<>)\]]+/g) ?? []))];
}

/** The mail's only link of a kind, such as `confirm`. */
export function linkIn(mail: Mail, kind: 'confirm' | 'unsubscribe' | 'preferences' | 'not-me'): string {
  const found = urlsIn(mail).find((url) => new URL(url).pathname.startsWith(`/${kind}/`));
  if (!found) throw new Error(`the mail "${mail.subject}" has no ${kind} link`);
  return found;
}

/** Presses the button of a page: the form field that both confirmation and unsubscribe pages post. */
export async function pressButton(url: string): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams({ confirm: '1' }) });
}
