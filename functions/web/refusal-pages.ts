import type { HttpAnswer } from '../runtime/http-message.ts';
import { html } from './html.ts';
import { page } from './page.ts';
import type { PageFrame } from './page-frame.ts';

/** 404: no such page, or a link that is forged, altered or of another purpose; nothing tells them apart (P-09). */
export function notFoundPage(frame: PageFrame): HttpAnswer {
  return page(frame, 404, frame.say('pageNotFoundTitle'), html`<p>${frame.say('pageNotFoundText')}</p>`);
}

/** 410: the link has expired. */
export function gonePage(frame: PageFrame): HttpAnswer {
  return page(frame, 410, frame.say('pageGoneTitle'), html`<p>${frame.say('pageGoneText')}</p>`);
}

/** 405: the address exists, the method does not. */
export function methodPage(frame: PageFrame): HttpAnswer {
  return page(frame, 405, frame.say('pageWrongTitle'), html`<p>${frame.say('pageNotFoundText')}</p>`);
}

/** 400: what was sent cannot be read as our form. */
export function unreadablePage(frame: PageFrame): HttpAnswer {
  return page(frame, 400, frame.say('pageWrongTitle'), html`<p role="alert">${frame.say('pageBusyText')}</p>`);
}

/** 503: nothing was changed, the same request may be sent again. */
export function busyPage(frame: PageFrame): HttpAnswer {
  const answer = page(frame, 503, frame.say('pageBusyTitle'), html`<p role="alert">${frame.say('pageBusyText')}</p>`);
  return { ...answer, headers: { ...answer.headers, 'retry-after': '5' } };
}
