import { LONGEST_TOKEN, signToken } from '../../shared/consent/tokens.ts';
import { applyInputs } from '../../shared/person/apply.ts';
import type { Person } from '../../shared/person/person.ts';
import type { HttpAnswer } from '../runtime/http-message.ts';
import type { Route } from '../runtime/http-routes.ts';
import { buttonForm } from './form.ts';
import { type Html, html } from './html.ts';
import { page } from './page.ts';
import { addressIn } from './page-frame.ts';
import type { Withdrawn } from './stop.ts';
import { tokenPage, type Visit } from './token-page.ts';
import type { WebPorts } from './web-ports.ts';

/** `/undo/{token}`: takes back what one POST withdrew, for a quarter of an hour; its link stands in that POST's answer only. */
export function undoPage(ports: WebPorts): Route {
  return tokenPage(ports, 'undo', {
    show: async ({ frame }) =>
      page(
        frame,
        200,
        frame.say('undoTitle'),
        html`<p>${frame.say('undoIntro')}</p>${buttonForm(frame, 'confirm', '1', frame.say('undoButton'))}`,
      ),
    submit: (visit) => submit(ports, visit),
  });
}

/** The button under "you are unsubscribed"; null where nothing was ended that could come back. */
export async function undoForm(
  ports: WebPorts,
  { frame, content, now }: Pick<Visit<'unsubscribe'>, 'frame' | 'content' | 'now'>,
  withdrawn: Withdrawn | null,
): Promise<Html | null> {
  if (!withdrawn || withdrawn.ended.length === 0) return null;
  const { person, ended: topics, all } = withdrawn;
  const expiresAt = now + content.settings.permission.undoWithin;
  const token = { purpose: 'undo', profileId: person.profileId, withdrawnAt: now, topics, all, expiresAt } as const;
  const signed = await signToken(ports.keys, token, now, content.settings.permission.revokedKeys);
  // Longer than any link may be: so many topics at once are no slip of the finger.
  if (signed.length > LONGEST_TOKEN) return null;
  const action = `/undo/${signed}${addressIn(frame, frame.locale)}`;
  return html`<form class="undo" method="post" action="${action}"><span>${frame.say('undoText')}</span>
<button type="submit" class="quiet">${frame.say('undoButton')}</button></form>`;
}

/** P-52: the address must still be stopped by that very POST; a later stop or a complaint of any holder stays. */
async function isUndoable(ports: WebPorts, { token }: Visit<'undo'>, person: Person): Promise<boolean> {
  if (!token.all || !person.address) return true;
  const state = await ports.addressBook.read(person.address.hmac);
  return state.suppression === null && (state.stoppedAt ?? token.withdrawnAt) === token.withdrawnAt;
}

/** Commits first, then lifts the stop of the address: should that fail, less is sent, and the same request may come again. */
async function submit(ports: WebPorts, visit: Visit<'undo'>): Promise<HttpAnswer> {
  const { token, person, frame, now } = visit;
  if (!person || !(await isUndoable(ports, visit, person))) return gone(visit);
  const { withdrawnAt, topics, all } = token;
  const applied = await applyInputs(ports, token.profileId, [{ kind: 'undo', withdrawnAt, at: now, topics, all }]);
  if (applied.refused[0]) return gone(visit);
  const { address, permission } = applied.person;
  if (all && address && permission.resumedAt !== null)
    await ports.addressBook.resume(address.hmac, permission.resumedAt);
  return page(frame, 200, frame.say('undoDoneTitle'), html`<p role="status">${frame.say('undoDoneText')}</p>`);
}

function gone({ frame }: Visit<'undo'>): HttpAnswer {
  return page(frame, 410, frame.say('undoGoneTitle'), html`<p role="alert">${frame.say('undoGoneText')}</p>`);
}
