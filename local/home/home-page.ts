import { stateOf } from '../../shared/person/timeline.ts';
import type { Mail } from '../aws/inbox-mail.ts';
import type { RunOrigins } from '../ready.ts';
import type { Coming } from './coming.ts';
import { frame, readableTime, readableWait } from './frame.ts';
import { type Html, html } from './html.ts';
import type { RecentDecision } from './recent-decisions.ts';

export interface HomePage {
  readonly now: number;
  readonly origins: RunOrigins;
  readonly mails: readonly Mail[];
  readonly mailCount: number;
  readonly decisions: readonly RecentDecision[];
  readonly coming: readonly Coming[];
  readonly next: number | null;
}

/** The start page: what came, why, what comes next, and the clock. */
export function homePage(page: HomePage): string {
  const body = html`<main class="wide"><h1>What happened, and what comes next</h1><div class="column">
<section><h2>Inbox <a href="/inbox">all ${page.mailCount}</a></h2>${mailList(page.mails)}</section>
<section><h2>Recent decisions</h2>${decisionList(page.decisions, page.origins.api)}</section>
</div><div class="column">
<section><h2>Clock</h2><p class="time">${readableTime(page.now)}</p>${clockForm(page.now, page.next)}</section>
<section><h2>Due next</h2>${comingList(page.coming, page.now, page.origins.api)}</section>
<section><h2>Addresses</h2>${addresses(page.origins)}</section>
</div></main>`;
  return frame('heed, on this machine', readableTime(page.now), body);
}

/** Mails as a list, each leading to its page. */
export function mailList(mails: readonly Mail[]): Html {
  if (mails.length === 0) return html`<p class="empty">No mail yet. Put an event on the bus, or move the clock.</p>`;
  const items = mails.map(
    (mail) =>
      html`<li><a href="/inbox/${mail.id}">${mail.subject || '(no subject)'}</a><small>to ${mail.to.join(', ')}, ${readableTime(Date.parse(mail.at))}</small></li>`,
  );
  return html`<ul>${items}</ul>`;
}

function decisionList(decisions: readonly RecentDecision[], api: string): Html {
  if (decisions.length === 0) return html`<p class="empty">Nothing was decided yet.</p>`;
  const items = decisions.map(({ profileId, entry }) => {
    const reason = entry.because === null ? '' : wordsOf(entry.because);
    return html`<li><span class="tag ${entry.verdict}">${stateOf(entry)}</span> <strong>${entry.campaign ?? entry.class ?? 'mail'}</strong>
for <a href="${api}/api/profiles/${encodeURIComponent(profileId)}/timeline">${profileId}</a> ${reason}<br><small>${readableTime(entry.at)}</small></li>`;
  });
  return html`<ul>${items}</ul>`;
}

/** `because` as words: the reason, then its data. */
function wordsOf(because: object): string {
  const { reason, ...data } = because as { reason?: unknown };
  const facts = Object.entries(data).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `because ${String(reason)}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
}

const STEPS = [
  ['PT1H', '+1 hour'],
  ['P1D', '+1 day'],
  ['P7D', '+7 days'],
] as const;

function clockForm(now: number, next: number | null): Html {
  const buttons = STEPS.map(([duration, words]) => html`<button name="advance" value="${duration}">${words}</button>`);
  const toNext =
    next === null
      ? html``
      : html`<button class="main" name="to" value="next">to what is next, ${readableWait(next - now)}</button>`;
  return html`<form method="post" action="/clock">${buttons}${toNext}</form><p class="soft">Everything due on the way happens, in order. Between moves time runs as usual.</p>`;
}

/** What each kind of waiting comes to, if nothing else happens before. */
const WILL: Readonly<Record<Coming['what'], string>> = {
  wait: 'goes on after its wait',
  silence: 'begins unless something happens',
  date: 'begins for the date',
  hold: 'is asked again: held',
  mail: 'is looked after',
  broadcast: 'begins by the calendar',
  confirmation: 'confirmation',
  forgetting: 'is forgotten',
};

function comingList(coming: readonly Coming[], now: number, api: string): Html {
  if (coming.length === 0) return html`<p class="empty">No timer runs.</p>`;
  const items = coming.map(
    ({ profileId, campaign, what, about, at }) =>
      html`<li><span class="tag ${what}">${what}</span> <strong>${campaign ?? 'permission'}</strong> for ${whom(profileId, api)}
${WILL[what]}${about === '' ? '' : ` (${about})`}<br><small>${readableTime(at)}, ${readableWait(at - now)}</small></li>`,
  );
  return html`<ul>${items}</ul>`;
}

function whom(profileId: string | null, api: string): Html {
  if (profileId === null) return html`its audience`;
  return html`<a href="${api}/api/profiles/${encodeURIComponent(profileId)}">${profileId}</a>`;
}

function addresses({ home, aws, web, api }: RunOrigins): Html {
  return html`<dl><dt>pages</dt><dd><a href="${web}/subscribe">${web}/subscribe</a></dd>
<dt>API</dt><dd><a href="${api}/api/workspace">${api}/api</a></dd>
<dt>AWS</dt><dd><code>--endpoint-url ${aws}</code></dd>
<dt>here</dt><dd>${home} (<a href="/inbox.json">inbox.json</a>, <a href="/costs">costs</a>, <a href="/denied">denied</a>, <a href="/faults">faults</a>)</dd></dl>`;
}
