import { loadSurvivor } from '../../shared/person/survivor.ts';
import { formFields } from '../runtime/form-body.ts';
import type { HttpAnswer } from '../runtime/http-message.ts';
import type { Route } from '../runtime/http-routes.ts';
import { type Child, html } from './html.ts';
import { page } from './page.ts';
import { submitPersonalData } from './personal-data.ts';
import { changeAddress, pause, resume, saveFacts } from './preferences-actions.ts';
import { preferencesForm } from './preferences-form.ts';
import { save } from './preferences-saving.ts';
import { type PreferencesVisit, type Result, viewOf } from './preferences-view.ts';
import { withdraw } from './stop.ts';
import { tokenPage } from './token-page.ts';
import { undoForm } from './undo.ts';
import type { WebPorts } from './web-ports.ts';

/** `/preferences/{token}`: everything a person may decide, on one page, without login and without JavaScript (P-63). */
export function preferencesPage(ports: WebPorts): Route {
  return tokenPage(ports, 'preferences', {
    show: (visit) => answerPage(ports, visit, { status: 200 }),
    submit: (visit) => submit(ports, visit),
  });
}

/** Shows the state as it is after the request. */
async function answerPage(ports: WebPorts, visit: PreferencesVisit, result: Result): Promise<HttpAnswer> {
  const { frame } = visit;
  const person = visit.person && (await loadSurvivor(ports.people, visit.token.profileId));
  const now = { ...visit, person };
  const shown = await viewOf(ports, now);
  const view = { ...shown, chosen: { ...shown.chosen, ...result.given } };
  const role = result.status === 200 ? 'status' : 'alert';
  const sentences: Child = (result.say ?? []).map((words) => html`<p>${words}</p>`);
  const note = result.say && html`<div class="note" role="${role}">${sentences}${result.undo ?? null}</div>`;
  const body = html`${note ?? null}${preferencesForm(now, view, new Map(result.wrong ?? []))}`;
  return page(frame, result.status, frame.say('preferencesTitle'), body);
}

const doing: Readonly<
  Record<string, (ports: WebPorts, visit: PreferencesVisit, fields: URLSearchParams) => Promise<Result>>
> = {
  all: stopAll,
  pause,
  resume,
  facts: saveFacts,
  address: changeAddress,
  save,
};

async function submit(ports: WebPorts, visit: PreferencesVisit): Promise<HttpAnswer> {
  const fields = await formFields(visit.request);
  const aboutData = await submitPersonalData(ports, visit, fields);
  if (aboutData) return aboutData;
  // Without a word of ours an empty form would read as "nothing is ticked": it changes nothing instead.
  const name = Object.keys(doing).find((each) => fields.has(each)) ?? (fields.has('topics') ? 'save' : '');
  const take = doing[name];
  if (!take) return answerPage(ports, visit, { status: 400, say: [visit.frame.say('pageWrongTitle')] });
  return answerPage(ports, visit, await take(ports, visit, fields));
}

async function stopAll(ports: WebPorts, visit: PreferencesVisit): Promise<Result> {
  const withdrawn =
    visit.person &&
    (await withdraw(ports, visit.person, [
      { topic: null, method: 'preference-page', cause: [String(visit.now)], at: visit.now },
    ]));
  const undo = await undoForm(ports, visit, withdrawn);
  return { status: 200, say: [visit.frame.say('unsubscribeAllDoneText')], undo };
}
