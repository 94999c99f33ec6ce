import type { HttpAnswer } from '../runtime/http-message.ts';
import { Html, html } from './html.ts';
import { addressIn, type PageFrame } from './page-frame.ts';
import { styleFor } from './style.ts';

/** P-19, on every answer of these pages: nothing is stored, indexed, framed or told to others. */
export const pageHeaders = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
} as const;

/** A logo only where it comes along: one from another origin would tell that origin who reads the page (P-19). */
function embeddedLogo(frame: PageFrame): string | null {
  return frame.brand.logo?.startsWith('data:image/') ? frame.brand.logo : null;
}

function policy(frame: PageFrame, styleHash: string): string {
  const images = embeddedLogo(frame) === null ? '' : 'img-src data:; ';
  return `default-src 'none'; ${images}style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
}

function languageName(locale: string): string {
  return new Intl.DisplayNames(locale, { type: 'language' }).of(locale) ?? locale;
}

function languageSwitch(frame: PageFrame): Html | null {
  if (frame.locales.length < 2) return null;
  const entry = (locale: string) =>
    locale === frame.locale
      ? html`<li><span aria-current="true" lang="${locale}">${languageName(locale)}</span></li>`
      : html`<li><a href="${addressIn(frame, locale)}" hreflang="${locale}" lang="${locale}">${languageName(locale)}</a></li>`;
  return html`<nav aria-label="${frame.say('pageLanguage')}"><ul>${frame.locales.map(entry)}</ul></nav>`;
}

function brandMark(frame: PageFrame): Html {
  const logo = embeddedLogo(frame);
  if (logo === null) return html`<div class="brand">${frame.brand.name}</div>`;
  return html`<div class="brand pictured"><img src="${logo}" alt="${frame.brand.name}"></div>`;
}

function footer(frame: PageFrame): Html {
  const { legalName, postalAddress, privacyPolicy } = frame.brand;
  const privacy = privacyPolicy && /^https?:/.test(privacyPolicy) ? privacyPolicy : null;
  return html`<footer><p>${legalName}</p>${postalAddress ? html`<p>${postalAddress}</p>` : null}${
    privacy && html`<p><a href="${privacy}" rel="noreferrer">${frame.say('footerPrivacy')}</a></p>`
  }</footer>`;
}

/** A page: status, title and what stands in its `main` under the title. */
export function page(frame: PageFrame, status: number, title: string, content: Html): HttpAnswer {
  const style = styleFor(frame.brand.color);
  const document = html`<!doctype html>
<html lang="${frame.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} – ${frame.brand.name}</title>
<style>${new Html(style.css)}</style>
</head>
<body>
<div class="page">
<header>${brandMark(frame)}${languageSwitch(frame)}</header>
<main>
<h1>${title}</h1>
${content}
</main>
${footer(frame)}
</div>
</body>
</html>
`;
  return {
    status,
    headers: {
      ...pageHeaders,
      'content-type': 'text/html; charset=utf-8',
      'content-language': frame.locale,
      'content-security-policy': policy(frame, style.hash),
      vary: 'Accept-Language',
    },
    body: document.text,
  };
}
