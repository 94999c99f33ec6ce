import { openAddressRequest } from '../../shared/person/address-change.ts';
import { applyInputs } from '../../shared/person/apply.ts';
import type { HttpAnswer } from '../runtime/http-message.ts';
import type { Route } from '../runtime/http-routes.ts';
import { buttonForm } from './form.ts';
import { html } from './html.ts';
import { masked } from './masked.ts';
import { page } from './page.ts';
import { listed } from './page-frame.ts';
import { tokenPage, type Visit } from './token-page.ts';
import type { WebPorts } from './web-ports.ts';

type AddressVisit = Visit<'address'>;
type Open = NonNullable<ReturnType<typeof openAddressRequest>>;

/** `/address/{token}`: the link that only the new address got makes it the person's (P-32), with the topics asked for anew (P-51). */
export function addressPage(ports: WebPorts): Route {
  return tokenPage(ports, 'address', {
    show: async (visit) => {
      const open = await openFor(ports, visit);
      return open ? askPage(visit, open) : gone(visit);
    },
    submit: (visit) => submit(ports, visit),
  });
}

/** P-38: a stop-everything or complaint of any holder of the new address after the request overtakes it. */
async function openFor(ports: WebPorts, { person, token, now }: AddressVisit): Promise<Open | null> {
  const open = person && openAddressRequest(person, token.requestId, now);
  if (!open) return null;
  const state = await ports.addressBook.read(open.request.address);
  const over = [state.stoppedAt, state.suppression?.since ?? null].some(
    (at) => at !== null && at >= open.request.requestedAt,
  );
  return over ? null : open;
}

function askPage(visit: AddressVisit, { email, topics }: Open): HttpAnswer {
  const { frame, content } = visit;
  const names = content.topics.filter((each) => topics.includes(each.id)).map((each) => frame.inWords(each.name));
  const there =
    names.length === 0 ? frame.say('addressNoTopics') : frame.say('addressTopics', { topics: listed(frame, names) });
  const intro = frame.say('addressIntro', { address: masked(email) });
  const body = html`<p>${intro}</p><p>${there}</p>${buttonForm(frame, 'confirm', '1', frame.say('addressButton'))}`;
  return page(frame, 200, frame.say('addressTitle'), body);
}

/** A second POST finds the address changed already, and says so. */
async function submit(ports: WebPorts, visit: AddressVisit): Promise<HttpAnswer> {
  const { token, person, request, now, frame } = visit;
  const open = await openFor(ports, visit);
  if (!open) {
    const used = person?.permission.consents.some((each) => each.grant?.requestId === token.requestId);
    return used && person?.address ? done(visit, person.address.email) : gone(visit);
  }
  const { requestId } = token;
  const { ip, userAgent } = request;
  const input = { kind: 'address-confirmed', requestId, at: now, ip, userAgent } as const;
  const applied = await applyInputs(ports, token.profileId, [input]);
  if (applied.refused[0]) return gone(visit);
  // As at every confirmation: the person at this mailbox asked for something, after whatever was stopped there before.
  if (open.topics.length > 0) await ports.addressBook.resume(open.request.address, now);
  return done({ ...visit, frame }, open.email);
}

function done({ frame }: AddressVisit, email: string): HttpAnswer {
  const text = frame.say('addressDoneText', { address: masked(email) });
  return page(frame, 200, frame.say('addressDoneTitle'), html`<p role="status">${text}</p>`);
}

function gone({ frame }: AddressVisit): HttpAnswer {
  return page(frame, 410, frame.say('confirmGoneTitle'), html`<p>${frame.say('confirmGoneText')}</p>`);
}
