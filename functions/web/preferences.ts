import { isStopped } from '../../shared/consent/address-state.ts';
import { consentState, hasStoppedEverything } from '../../shared/consent/consent-state.ts';
import type { Person } from '../../shared/person/person.ts';
import type { Topic } from '../../shared/workspace/definitions.ts';
import { formFields } from '../runtime/form-body.ts';
import type { HttpAnswer } from '../runtime/http-message.ts';
import type { Route } from '../runtime/http-routes.ts';
import { buttonForm, postForm, topicBoxes } from './form.ts';
import { type Html, html } from './html.ts';
import { page } from './page.ts';
import { subscribeRequestOf } from './sign-up.ts';
import { type Withdrawal, withdraw } from './stop.ts';
import { tokenPage, type Visit } from './token-page.ts';
import type { WebPorts } from './web-ports.ts';

type PreferencesVisit = Visit<'preferences'>;

/** `/preferences/{token}`: each topic on or off, and stop everything (P-63). Shows no address and no facts (P-32). */
export function preferencesPage(ports: WebPorts): Route {
  return tokenPage(ports, 'preferences', {
    show: (visit) => formPage(ports, visit, 200, null),
    submit: (visit) => submit(ports, visit),
  });
}

async function submit(ports: WebPorts, visit: PreferencesVisit): Promise<HttpAnswer> {
  const fields = await formFields(visit.request);
  const { frame } = visit;
  if (fields.get('all') === 'stop') {
    const person = visit.person && (await withdraw(ports, visit.person, [withdrawalOf(visit, null)]));
    return formPage(ports, { ...visit, person }, 200, html`<p>${frame.say('unsubscribeAllDoneText')}</p>`);
  }
  // Without a word of ours an empty form would read as "nothing is ticked": it changes nothing instead.
  if (!fields.has('save') && !fields.has('topics')) {
    return formPage(ports, visit, 400, html`<p>${frame.say('pageWrongTitle')}</p>`);
  }
  const { person, asked } = await save(ports, visit, new Set(fields.getAll('topics')));
  const text = html`<p>${frame.say('preferencesSaved')}</p>${asked && html`<p>${frame.say('subscribeDoneText')}</p>`}`;
  return formPage(ports, { ...visit, person }, 200, text);
}

/** Unticked topics are withdrawn before the answer; newly ticked ones go the way of every sign-up, by a confirmation (P-26). */
async function save(ports: WebPorts, visit: PreferencesVisit, chosen: ReadonlySet<string>) {
  const { content, person } = visit;
  if (!person) return { person, asked: false };
  const on = await topicsOn(ports, visit);
  const unticked = content.topics.filter((topic) => !chosen.has(topic.id) && isGranted(visit, person, topic));
  const after =
    unticked.length === 0
      ? person
      : await withdraw(
          ports,
          person,
          unticked.map((topic) => withdrawalOf(visit, topic.id)),
        );
  const asked = content.topics.filter((topic) => chosen.has(topic.id) && !on.has(topic.id));
  if (asked.length === 0 || !person.address) return { person: after, asked: false };
  await ports.enqueue(requestOf(ports, visit, person.address.email, asked));
  return { person: after, asked: true };
}

function requestOf(ports: WebPorts, visit: PreferencesVisit, email: string, topics: readonly Topic[]) {
  const { frame, now, request, token } = visit;
  const signUp = {
    requestId: ports.randomId(),
    form: { id: 'preferences', version: String(visit.release) },
    email,
    topics,
    locale: frame.locale,
    for: token.profileId,
    at: now,
  } as const;
  return subscribeRequestOf(signUp, frame, request);
}

function withdrawalOf({ now }: PreferencesVisit, topic: string | null): Withdrawal {
  return { topic, method: 'preference-page', cause: [String(now)], at: now };
}

function isGranted({ now }: PreferencesVisit, person: Person, topic: Topic): boolean {
  return consentState(person.permission, topic.id, person.address?.hmac ?? null, now).state === 'granted';
}

/** Topics whose mails really go out: a stop-everything, this profile's or another holder's of the address, ends them all (P-52). */
async function topicsOn(ports: WebPorts, visit: PreferencesVisit): Promise<ReadonlySet<string>> {
  const { person, content } = visit;
  if (!person || hasStoppedEverything(person.permission)) return new Set();
  if (person.address && isStopped(await ports.addressBook.read(person.address.hmac))) return new Set();
  return new Set(content.topics.filter((topic) => isGranted(visit, person, topic)).map((topic) => topic.id));
}

async function formPage(
  ports: WebPorts,
  visit: PreferencesVisit,
  status: 200 | 400,
  result: Html | null,
): Promise<HttpAnswer> {
  const { frame, content } = visit;
  const on = await topicsOn(ports, visit);
  const role = status === 400 ? 'alert' : 'status';
  const body = html`${result && html`<div class="note" role="${role}">${result}</div>`}
<p>${frame.say('preferencesIntro')}</p>
<section class="apart"><h2>${frame.say('preferencesStopAll')}</h2><p>${frame.say('preferencesStopAllText')}</p>
${buttonForm(frame, 'all', 'stop', frame.say('preferencesStopAll'), true)}</section>
<section class="apart">${postForm(
    frame,
    html`<input type="hidden" name="save" value="1">
<fieldset><legend>${frame.say('preferencesTopics')}</legend>${topicBoxes(frame, content.topics, on)}</fieldset>
<button type="submit">${frame.say('pageSave')}</button>`,
  )}</section>`;
  return page(frame, status, frame.say('preferencesTitle'), body);
}
