import { formFields } from '../runtime/form-body.ts';
import type { HttpAnswer } from '../runtime/http-message.ts';
import type { Route } from '../runtime/http-routes.ts';
import { postForm } from './form.ts';
import { type Html, html } from './html.ts';
import { page } from './page.ts';
import { type Withdrawal, withdraw } from './stop.ts';
import { tokenPage, type Visit } from './token-page.ts';
import { undoForm } from './undo.ts';
import type { WebPorts } from './web-ports.ts';

type UnsubscribeVisit = Visit<'unsubscribe'>;

/** `/unsubscribe/{token}`: one-click by mailbox providers (RFC 8058) and a page with a button for people (P-04 to P-10). */
export function unsubscribePage(ports: WebPorts): Route {
  return tokenPage(ports, 'unsubscribe', {
    show: async (visit) => formPage(visit, 200),
    submit: async (visit) => submit(ports, visit),
  });
}

async function submit(ports: WebPorts, visit: UnsubscribeVisit): Promise<HttpAnswer> {
  const fields = await formFields(visit.request);
  const method = methodOf(fields);
  if (!method) return formPage(visit, 400);
  // A one-click request says nothing of its own: its scope is the token's, whatever else the body holds (P-07).
  const topic = method === 'unsubscribe-page' && fields.get('scope') === 'all' ? null : visit.token.topic;
  // Nobody is stored: there is nothing to withdraw, and a link must not make a person (P-58).
  const withdrawn = visit.person && (await withdraw(ports, visit.person, [withdrawalOf(visit, topic, method)]));
  // A machine reads no page: its answer is the same in every state (P-09).
  const undo = method === 'one-click' ? null : await undoForm(ports, visit, withdrawn);
  return donePage(visit, topic, undo);
}

function methodOf(fields: URLSearchParams): Withdrawal['method'] | null {
  // Some senders of it end the body with a line break.
  if (fields.get('List-Unsubscribe')?.trim() === 'One-Click') return 'one-click';
  return fields.get('confirm') === '1' ? 'unsubscribe-page' : null;
}

function withdrawalOf(visit: UnsubscribeVisit, topic: string | null, method: Withdrawal['method']): Withdrawal {
  return { topic, method, cause: [visit.token.messageId ?? ''], at: visit.now };
}

function topicName({ content, frame }: UnsubscribeVisit, id: string): string {
  const topic = content.topics.find((each) => each.id === id);
  // A topic that is no longer offered has no words left; its id is what remains.
  return topic ? frame.inWords(topic.name) : id;
}

/** One form with one button (P-08); stop-everything is a box in it, so that it takes no step more (P-43). */
function formPage(visit: UnsubscribeVisit, status: 200 | 400): HttpAnswer {
  const { frame, token } = visit;
  const topic = token.topic === null ? null : topicName(visit, token.topic);
  const content = html`${status === 400 && html`<p class="wrong" role="alert">${frame.say('pageWrongTitle')}</p>`}
<p>${topic === null ? frame.say('unsubscribeAllIntro') : frame.say('unsubscribeIntro', { topic })}</p>
${postForm(
  frame,
  html`<input type="hidden" name="confirm" value="1">${topic !== null && stopAllBox(visit)}
<button type="submit">${frame.say('unsubscribeButton')}</button>`,
)}`;
  return page(frame, status, frame.say('unsubscribeTitle'), content);
}

function stopAllBox({ frame }: UnsubscribeVisit): Html {
  return html`<div class="field choice">
<input type="checkbox" id="scope" name="scope" value="all" aria-describedby="scope-more">
<label for="scope">${frame.say('preferencesStopAll')}</label>
<div id="scope-more"><p>${frame.say('unsubscribeAllDoneText')}</p></div>
</div>`;
}

/** The same whether there was something to withdraw or not (P-09), but for the way back on our own page. No mail follows (P-16). */
function donePage(visit: UnsubscribeVisit, scope: string | null, undo: Html | null): HttpAnswer {
  const { frame } = visit;
  const text =
    scope === null
      ? frame.say('unsubscribeAllDoneText')
      : frame.say('unsubscribeDoneText', { topic: topicName(visit, scope) });
  return page(frame, 200, frame.say('unsubscribeDoneTitle'), html`<p role="status">${text}</p>${undo}`);
}
