import { applyInputs } from '../../shared/person/apply.ts';
import type { Person } from '../../shared/person/person.ts';
import type { HttpAnswer } from '../runtime/http-message.ts';
import type { Route } from '../runtime/http-routes.ts';
import { buttonForm } from './form.ts';
import { html } from './html.ts';
import { page } from './page.ts';
import { tokenPage, type Visit } from './token-page.ts';
import type { WebPorts } from './web-ports.ts';

/** `/not-me/{token}`: somebody else gave the address; the request is cancelled (P-36). */
export function notMePage(ports: WebPorts): Route {
  return tokenPage(ports, 'not-me', {
    show: async ({ frame }) =>
      page(
        frame,
        200,
        frame.say('notMeTitle'),
        html`<p>${frame.say('notMeIntro')}</p>${buttonForm(frame, 'confirm', '1', frame.say('notMeButton'))}`,
      ),
    submit: (visit) => submit(ports, visit),
  });
}

/** HMAC of the address that the link went to; it may have been confirmed since. */
function addressOfRequest({ permission, address }: Person, requestId: string): string | null {
  const request = permission.requests.find((each) => each.requestId === requestId);
  const granted = permission.consents.find((each) => each.grant?.requestId === requestId);
  return request?.address ?? granted?.grant?.address ?? address?.hmac ?? null;
}

/** 200 also where the request is gone already: for who asks, it is what they asked for. */
async function submit(ports: WebPorts, { token, person, frame, content, now }: Visit<'not-me'>): Promise<HttpAnswer> {
  const address = person && addressOfRequest(person, token.requestId);
  // First, so that a crash in between leaves less mail, never more.
  if (address) await ports.addressBook.block(address, now + content.settings.permission.notMeBlocksFor);
  if (person) await applyInputs(ports, token.profileId, [{ kind: 'not-me', requestId: token.requestId, at: now }]);
  return page(frame, 200, frame.say('notMeDoneTitle'), html`<p role="status">${frame.say('notMeDoneText')}</p>`);
}
