import type { ConsentState } from '../../shared/consent/consent-state.ts';
import { lastPauseDay } from '../../shared/consent/preference-choices.ts';
import { UNTIL_RESUMED } from '../../shared/consent/preferences.ts';
import type { Topic } from '../../shared/workspace/definitions.ts';
import { buttonForm, postForm, topicBoxes } from './form.ts';
import { type Child, type Html, html } from './html.ts';
import { masked } from './masked.ts';
import type { PageFrame } from './page-frame.ts';
import { personalDataSection } from './personal-data.ts';
import { factsSection } from './preferences-facts.ts';
import { scheduleFields, type Wrong, wrongText } from './preferences-fields.ts';
import type { PreferencesView, PreferencesVisit } from './preferences-view.ts';

/** A day, given as `YYYY-MM-DD` or as an instant in a zone, as people of the page's language write it. */
export function dayInWords(frame: PageFrame, day: string | number, zone = 'UTC'): string {
  const at = typeof day === 'string' ? Date.parse(`${day}T00:00:00Z`) : day;
  return new Intl.DateTimeFormat(frame.locale, { dateStyle: 'long', timeZone: zone }).format(at);
}

/** The day after, `YYYY-MM-DD`: a pause that ends today is none. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** What the page showed, so that a stale one is recognised (P-64). */
function seen(view: PreferencesView): Html {
  return html`<input type="hidden" name="seen" value="${view.version}">`;
}

/** First on the page, one button (P-63, P-43); who stopped everything reads how to come back instead. */
function stopSection(frame: PageFrame, view: PreferencesView): Html {
  if (view.isStopped) {
    return html`<div class="note"><p><strong>${frame.say('preferencesStopped')}</strong></p><p>${frame.say('preferencesComeBack')}</p></div>`;
  }
  return html`<section class="stop" aria-labelledby="stop"><div><h2 id="stop">${frame.say('preferencesStopAll')}</h2>
<p id="stop-more">${frame.say('preferencesStopAllText')}</p></div>
${buttonForm(frame, 'all', 'stop', frame.say('preferencesStopAll'), true)}</section>`;
}

function since(frame: PageFrame, view: PreferencesView, state: ConsentState | undefined): string | null {
  if (state?.state === 'pending') {
    return frame.say('preferencesWaiting', { date: dayInWords(frame, state.requestedAt, view.zone) });
  }
  if (state?.state !== 'granted' || view.isStopped) return null;
  const date = dayInWords(frame, state.grantedAt, view.zone);
  if (state.basis === 'express-doi') return frame.say('preferencesSinceConfirmed', { date });
  return frame.say(state.basis === 'express' ? 'preferencesSince' : 'preferencesSinceCustomer', { date });
}

/** "You get this because": what, since when, how. */
function topicFields(visit: PreferencesVisit, view: PreferencesView): Html {
  const { frame, content } = visit;
  const because = (topic: Topic): Child => {
    const words = since(frame, view, view.states.get(topic.id));
    return words === null ? null : html`<p class="since">${words}</p>`;
  };
  return html`<fieldset><legend class="big">${frame.say('preferencesTopics')}</legend>
<p class="hint">${frame.say('preferencesChannel')}</p><input type="hidden" name="had" value="${[...view.on].join(' ')}">
${topicBoxes(frame, content.topics, view.on, because)}</fieldset>`;
}

function campaignFields(frame: PageFrame, { campaigns }: PreferencesView): Html | null {
  if (campaigns.length === 0) return null;
  const muted = campaigns.filter((each) => each.isMuted).map((each) => each.id);
  const box = (campaign: PreferencesView['campaigns'][number], index: number) =>
    html`<div class="choice small"><input type="checkbox" id="muted-${index}" name="muted" value="${campaign.id}"${campaign.isMuted && html` checked`}>
<label for="muted-${index}">${campaign.name}</label></div>`;
  return html`<fieldset><legend class="big">${frame.say('preferencesMuted')}</legend><p class="hint">${frame.say('preferencesMutedText')}</p>
<input type="hidden" name="with" value="muted"><input type="hidden" name="hadMuted" value="${muted.join(' ')}">${campaigns.map(box)}</fieldset>`;
}

/** P-22: a purpose of its own, with its own words (P-41). */
function trackingField(frame: PageFrame, { tracking }: PreferencesView): Html {
  return html`<fieldset><legend class="big">${frame.say('preferencesTrackingTitle')}</legend>
<input type="hidden" name="with" value="tracking">${tracking && html`<input type="hidden" name="hadTracking" value="1">`}
<div class="choice small plain"><input type="checkbox" id="tracking" name="tracking" value="on"${tracking && html` checked`}>
<label for="tracking">${frame.say('preferencesTracking')}</label></div></fieldset>`;
}

function pauseSection(visit: PreferencesVisit, view: PreferencesView, wrong: Wrong): Html {
  const { frame, content, now } = visit;
  const title = html`<h2>${frame.say('preferencesPauseTitle')}</h2>`;
  if (view.isPaused) {
    const { pausedUntil } = view.chosen;
    const words =
      pausedUntil === null || pausedUntil === UNTIL_RESUMED
        ? frame.say('preferencesPausedOpen')
        : frame.say('preferencesPausedUntil', { date: dayInWords(frame, pausedUntil) });
    const resume = html`${seen(view)}<input type="hidden" name="resume" value="1"><button type="submit">${frame.say('preferencesResumeButton')}</button>`;
    return html`<section class="apart" id="pause">${title}<p>${words}</p>${postForm(frame, resume)}</section>`;
  }
  const last = lastPauseDay(content.settings, now);
  const fields = html`<input type="hidden" name="pause" value="1">${wrongText(wrong, 'pause')}
<div class="field"><label for="until">${frame.say('preferencesPauseFirstDay')}</label>
<input type="date" id="until" name="until" min="${nextDay(view.today)}" max="${last}"${wrong.has('pause') && html` aria-invalid="true" aria-describedby="pause-wrong"`}></div>
<div class="choice small plain"><input type="checkbox" id="open" name="open" value="1"><label for="open">${frame.say('preferencesPauseOpen')}</label></div>
<button type="submit" class="quiet">${frame.say('preferencesPauseButton')}</button>`;
  return html`<section class="apart" id="pause">${title}<p>${frame.say('preferencesPauseText')}</p>${postForm(frame, fields)}</section>`;
}

function addressSection(frame: PageFrame, wrong: Wrong): Html {
  const isWrong = wrong.has('email');
  const fields = html`<div class="field"><label for="email">${frame.say('preferencesAddressNew')}</label>
<input type="email" id="email" name="email" autocomplete="email" required${isWrong && html` aria-invalid="true" aria-describedby="email-wrong"`}>
${wrongText(wrong, 'email')}</div><input type="hidden" name="address" value="1">
<button type="submit" class="quiet">${frame.say('preferencesAddressButton')}</button>`;
  return html`<details${isWrong && html` open`}><summary>${frame.say('preferencesAddress')}</summary>
<p>${frame.say('preferencesAddressText')}</p>${postForm(frame, fields)}</details>`;
}

/** The whole page under its title, in the order of what people come for. */
export function preferencesForm(visit: PreferencesVisit, view: PreferencesView, wrong: Wrong): Html {
  const { frame, person } = visit;
  const whose = person?.address ? frame.say('preferencesFor', { address: masked(person.address.email) }) : null;
  const main = html`${seen(view)}<input type="hidden" name="save" value="1">
${topicFields(visit, view)}${campaignFields(frame, view)}${scheduleFields(frame, view, wrong)}${trackingField(frame, view)}
<button type="submit">${frame.say('pageSave')}</button>`;
  return html`<p>${frame.say('preferencesIntro')}${whose && html` ${whose}`}</p>
${stopSection(frame, view)}
<section class="apart">${postForm(frame, main)}</section>
${pauseSection(visit, view, wrong)}
<div class="apart">${factsSection(visit, wrong)}${addressSection(frame, wrong)}</div>
${personalDataSection(frame)}`;
}
