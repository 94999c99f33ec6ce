import type { AddressState } from '../../shared/consent/address-state.ts';
import type { OptInRequest } from '../../shared/consent/consent.ts';
import { consentState, isConfirmable } from '../../shared/consent/consent-state.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import { applyInputs } from '../../shared/person/apply.ts';
import type { Person } from '../../shared/person/person.ts';
import type { HttpAnswer } from '../runtime/http-message.ts';
import type { Route } from '../runtime/http-routes.ts';
import { buttonForm } from './form.ts';
import { html } from './html.ts';
import { page } from './page.ts';
import { listed } from './page-frame.ts';
import { tokenPage, type Visit } from './token-page.ts';
import type { WebPorts } from './web-ports.ts';

type ConfirmVisit = Visit<'confirm'>;

/** `/confirm/{token}`: the button of the confirmation mail's page grants what was asked for (P-26, P-28). */
export function confirmPage(ports: WebPorts): Route {
  return tokenPage(ports, 'confirm', {
    show: (visit) => show(ports, visit),
    submit: (visit) => submit(ports, visit),
  });
}

/** A request as its link finds it: waiting, granted by an earlier POST, or overtaken. */
type Standing =
  | { readonly kind: 'open'; readonly topics: readonly string[] }
  | {
      readonly kind: 'granted';
      readonly topics: readonly string[];
      readonly at: Instant;
      readonly address: string | null;
    }
  | { readonly kind: 'over' };

async function standingOf(ports: WebPorts, person: Person | null, requestId: string, now: Instant): Promise<Standing> {
  if (!person) return { kind: 'over' };
  const request = person.permission.requests.find((each) => each.requestId === requestId);
  if (!request) return grantedBy(ports, person, requestId, now);
  const open = isOpen(person, request, await ports.addressBook.read(request.address), now);
  return open ? { kind: 'open', topics: request.topics } : { kind: 'over' };
}

/** P-38: what stopped the person, the topic or the address after the request overtakes it; the address row knows of all its holders. */
function isOpen(person: Person, request: OptInRequest, state: AddressState, now: Instant): boolean {
  if (now >= request.expiresAt || person.address?.hmac !== request.address) return false;
  const complained = state.suppression?.reason === 'complaint' && state.suppression.since >= request.requestedAt;
  const stopped = state.stoppedAt !== null && state.stoppedAt >= request.requestedAt;
  return (
    !complained &&
    !stopped &&
    request.topics.some((topic) => isConfirmable(person.permission, request.requestedAt, topic))
  );
}

/** A used link stays good while its grant stands, on this profile and on the address. */
async function grantedBy(ports: WebPorts, person: Person, requestId: string, now: Instant): Promise<Standing> {
  const standing = person.permission.consents.filter((consent) => {
    const state = consentState(person.permission, consent.topic, person.address?.hmac ?? null, now, consent.purpose);
    return consent.topic !== null && state.state === 'granted' && state.requestId === requestId;
  });
  const grant = standing[0]?.grant;
  if (!grant) return { kind: 'over' };
  const stoppedAt = grant.address === null ? null : (await ports.addressBook.read(grant.address)).stoppedAt;
  if (stoppedAt !== null && stoppedAt >= grant.at) return { kind: 'over' };
  return {
    kind: 'granted',
    topics: standing.map((each) => each.topic as string),
    at: grant.at,
    address: grant.address,
  };
}

function topicNames({ content, frame }: ConfirmVisit, topics: readonly string[]): string {
  const names = topics.map((id) => content.topics.find((each) => each.id === id)).flatMap((topic) => topic ?? []);
  return listed(
    frame,
    names.map((topic) => frame.inWords(topic.name)),
  );
}

async function show(ports: WebPorts, visit: ConfirmVisit): Promise<HttpAnswer> {
  const { frame } = visit;
  const standing = await standingOf(ports, visit.person, visit.token.requestId, visit.now);
  if (standing.kind === 'over') return overPage(visit);
  const intro = frame.say('confirmIntro', { topics: topicNames(visit, standing.topics) });
  const content = html`<p>${intro}</p>${buttonForm(frame, 'confirm', '1', frame.say('confirmButton'))}`;
  return page(frame, 200, frame.say('confirmTitle'), content);
}

/**
 * Commits first, then lifts a stop-everything of the address, both before the answer. A POST whose first answer got lost
 * finds the grant standing and lifts again, as of the grant: so it never lifts a stop that came later.
 */
async function submit(ports: WebPorts, visit: ConfirmVisit): Promise<HttpAnswer> {
  const { token, request, now } = visit;
  const before = await standingOf(ports, visit.person, token.requestId, now);
  if (before.kind === 'over') return overPage(visit);
  const input = {
    kind: 'confirmation',
    requestId: token.requestId,
    at: now,
    ip: request.ip,
    userAgent: request.userAgent,
  } as const;
  const person = before.kind === 'granted' ? visit.person : (await applyInputs(ports, token.profileId, [input])).person;
  const after = before.kind === 'granted' ? before : person && (await grantedBy(ports, person, token.requestId, now));
  if (after?.kind !== 'granted') return overPage(visit);
  if (after.address !== null) await ports.addressBook.resume(after.address, after.at);
  return donePage(visit, after.topics);
}

function donePage(visit: ConfirmVisit, topics: readonly string[]): HttpAnswer {
  const { frame } = visit;
  const text = frame.say('confirmDoneText', { topics: topicNames(visit, topics) });
  return page(frame, 200, frame.say('confirmDoneTitle'), html`<p role="status">${text}</p>`);
}

function overPage({ frame }: ConfirmVisit): HttpAnswer {
  return page(frame, 410, frame.say('confirmGoneTitle'), html`<p>${frame.say('confirmGoneText')}</p>`);
}
