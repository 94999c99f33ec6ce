import type { Mail } from '../aws/inbox-mail.ts';
import { frame, readableTime } from './frame.ts';
import { type Html, html } from './html.ts';

const FEEDBACK = [
  ['delivery', 'delivered'],
  ['open', 'opened'],
  ['click', 'clicked'],
  ['bounce', 'bounced'],
  ['complaint', 'reported as spam'],
] as const;

/** One mail: as it looks, as text, what it carries, and buttons for what may become of it. */
export function mailPage(mail: Mail, now: number): string {
  const buttons = FEEDBACK.map(([type, words]) => html`<button name="type" value="${type}">${words}</button>`);
  const body = html`<main><section><h1>${mail.subject || '(no subject)'}</h1>
<dl><dt>from</dt><dd>${mail.from}</dd><dt>to</dt><dd>${mail.to.join(', ')}</dd><dt>at</dt><dd>${readableTime(Date.parse(mail.at))}</dd></dl></section>
<section><h2>What became of it?</h2><form method="post" action="/inbox/${mail.id}/feedback">${buttons}</form>
<p class="soft">heed hears of it as SES would tell it.</p></section>
<section><h2>As it looks</h2><iframe title="the mail" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${framed(mail.html)}"></iframe></section>
<section><details><summary>Text</summary><pre>${mail.text}</pre></details></section>
<section><details><summary>Headers and tags</summary>${pairs(mail)}</details></section></main>`;
  return frame(`${mail.subject}: heed`, readableTime(now), body);
}

/** Links of a mail open beside it: the frame itself may go nowhere. */
function framed(mail: string): string {
  return `<base target="_blank">${mail}`;
}

function pairs(mail: Mail): Html {
  const all = [
    ...Object.entries(mail.headers),
    ['Reply-To', mail.replyTo.join(', ')],
    ['configuration set', mail.configurationSet ?? 'none'],
    ...Object.entries(mail.tags).map(([name, value]) => [`tag ${name}`, value]),
  ];
  return html`<dl>${all.map(([name, value]) => html`<dt>${name ?? ''}</dt><dd><code>${value ?? ''}</code></dd>`)}</dl>`;
}
