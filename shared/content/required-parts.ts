import type { Brand, CompiledTemplatePart } from '../workspace/definitions.ts';
import { builtInTexts } from '../workspace/texts/built-in.ts';
import { plainTextOf } from './plain-text.ts';
import { type RenderedMessage, renderMessage } from './render.ts';
import { escapeHtml } from './safe-text.ts';

// Stand-ins that nothing else in a mail can be mistaken for.
const BRAND: Brand = {
  name: 'Brandname',
  legalName: 'Legalname7Q',
  postalAddress: 'Postaladdress7Q',
  from: 'from@example.org',
  transactionalFrom: 'other@example.org',
  color: '#1f5f4a',
};
const UNSUBSCRIBE = 'https://links.example.org/unsubscribe/7Q';
const PREFERENCES = 'https://links.example.org/preferences/7Q';
const TEXTS = {
  en: { ...builtInTexts.en, footerBecause: 'Because7Q {topic} {date}', footerBecauseUndated: 'Because7Q {topic}' },
};
const TOPIC = { id: 'offers', name: { en: 'Offers' }, description: {}, optIn: 'double' as const };

const REQUIRED = [
  { shown: 'Legalname7Q', what: 'the legal name of the sender', write: '{{ brand.legalName }}' },
  { shown: 'Postaladdress7Q', what: 'the postal address of the sender', write: '{{ brand.postalAddress }}' },
  { shown: 'Because7Q', what: 'the reason why one gets the mail', write: '{{ because }}' },
] as const;

const LINKS = [
  { url: UNSUBSCRIBE, what: 'the unsubscribe link', write: '<a href="{{ links.unsubscribe }}">' },
  { url: PREFERENCES, what: 'the link to the preferences', write: '<a href="{{ links.preferences }}">' },
] as const;

function trial(part: CompiledTemplatePart): RenderedMessage {
  return renderMessage({
    template: { id: 'footer-check', class: 'marketing', parts: { en: part } },
    locale: 'en',
    brand: BRAND,
    topic: TOPIC,
    facts: {},
    links: { unsubscribe: UNSUBSCRIBE, preferences: PREFERENCES },
    because: { grantedAt: 0 },
    timeZone: 'UTC',
    texts: TEXTS,
  });
}

/** Why a mail cannot even be rendered for somebody of whom nothing is known, or null: loops without end, bad arguments. */
export function renderingProblem(part: CompiledTemplatePart): string | null {
  try {
    trial(part);
    return null;
  } catch (error) {
    return `cannot be rendered: ${(error as Error).message.replace(/, line:\d+, col:\d+$/, '')}`;
  }
}

/**
 * What a marketing mail must show and does not, in HTML or in text (P-14, P-02). The mail is rendered and looked at, so a
 * footer behind a condition, in a comment or hidden by a style counts as missing.
 */
export function missingFromFooter(part: CompiledTemplatePart): string[] {
  const { html, text } = trial(part);
  const visible = plainTextOf(html);
  const words = REQUIRED.filter(({ shown }) => !visible.includes(shown) || !text.includes(shown));
  const links = LINKS.filter(({ url }) => !hasLink(html, url) || !visible.includes(url) || !text.includes(url));
  return [...words, ...links].map(
    ({ what, write }) => `${what} is not in the mail, in HTML and in text (P-14): write ${write}`,
  );
}

const CONFIRMATION = [
  { shown: 'Legalname7Q', what: 'the legal name of the sender', write: '{{ brand.legalName }} in the layout' },
  {
    shown: 'Postaladdress7Q',
    what: 'the postal address of the sender',
    write: '{{ brand.postalAddress }} in the layout',
  },
  { shown: 'Topic7Q', what: 'what was asked for', write: '{% for topic in request.topics %}{{ topic }}{% endfor %}' },
  { shown: 'Consent7Q', what: 'the exact text that was agreed to', write: '{{ request.text }}' },
  { shown: '2026', what: 'when it was asked', write: "{{ request.requestedAt | date: 'moment' }}" },
  {
    shown: 'https://links.example.org/confirm/7Q',
    what: 'the link to confirm',
    write: '<mj-button href="{{ links.confirm }}">',
  },
  {
    shown: 'https://links.example.org/not-me/7Q',
    what: 'the link for "it was not me"',
    write: '<a href="{{ links.notMe }}">',
  },
] as const;

/** What a confirmation mail must say and does not, in HTML or in text (P-27). */
export function missingFromConfirmation(part: CompiledTemplatePart): string[] {
  const { html, text } = renderMessage({
    template: { id: '_system/confirmation', class: 'transactional', parts: { en: part } },
    locale: 'en',
    brand: BRAND,
    facts: {},
    links: { confirm: 'https://links.example.org/confirm/7Q', notMe: 'https://links.example.org/not-me/7Q' },
    request: { topics: ['Topic7Q'], text: 'Consent7Q', requestedAt: Date.UTC(2026, 5, 1) },
    timeZone: 'UTC',
    texts: { en: builtInTexts.en },
  });
  const visible = plainTextOf(html);
  return CONFIRMATION.filter(({ shown }) => !visible.includes(shown) || !text.includes(shown)).map(
    ({ what, write }) => `${what} is not in the confirmation mail, in HTML and in text (P-27): write ${write}`,
  );
}

const EXPORT_LINK = 'https://links.example.org/export/7Q';

/** What the mail with the link to an export must have and does not, in HTML or in text (P-60). */
export function missingFromExportLink(part: CompiledTemplatePart): string[] {
  const { html, text } = renderMessage({
    template: { id: '_system/export-link', class: 'transactional', parts: { en: part } },
    locale: 'en',
    brand: BRAND,
    facts: {},
    links: { export: EXPORT_LINK },
    timeZone: 'UTC',
    texts: { en: builtInTexts.en },
  });
  const isThere = plainTextOf(html).includes(EXPORT_LINK) && text.includes(EXPORT_LINK);
  return isThere ? [] : ['has no link to the export, in HTML and in text (P-60): write {{ links.export }}'];
}

/** An anchor to `url` that SES does not rewrite. */
function hasLink(html: string, url: string): boolean {
  const anchors = html.match(/<a\s[^>]*>/g) ?? [];
  return anchors.some(
    (anchor) => anchor.includes(`href="${escapeHtml(url)}"`) && /\sses:no-track(\s|=|>|\/)/.test(anchor),
  );
}
