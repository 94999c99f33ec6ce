import type { Template } from 'liquidjs';
import type { Instant } from '../kernel/instants.ts';
import { resolveLocale } from '../profiles/locale.ts';
import type { Brand, CompiledTemplatePart, Localized, TemplateDefinition, Topic } from '../workspace/definitions.ts';
import { fillText, textsIn } from '../workspace/texts/built-in.ts';
import { formatDate, formatList } from './formats.ts';
import { withSafeLinks } from './link-checks.ts';
import { htmlLiquid, textLiquid } from './liquid.ts';
import { oneLine } from './safe-text.ts';

export interface MessageInput {
  readonly template: TemplateDefinition;
  /** One of the template's own locales, resolved before (P-99). */
  readonly locale: string;
  readonly brand: Brand;
  readonly topic?: Topic | undefined;
  /** What conditions see too: `profile`, `properties`, `event`, `events`, `consents`, `steps`, `enrollment`, … */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Absolute addresses on the link domain (P-02). */
  readonly links: Readonly<{
    unsubscribe?: string;
    preferences?: string;
    confirm?: string;
    notMe?: string;
    export?: string;
  }>;
  /** Why a marketing mail may come: when the topic was asked for. */
  readonly because?: { readonly grantedAt: Instant } | undefined;
  /** What a confirmation mail is about (P-27): localized topic names, the exact words shown, when. */
  readonly request?:
    | { readonly topics: readonly string[]; readonly text: string; readonly requestedAt: Instant }
    | undefined;
  /** The person's IANA zone, for dates. */
  readonly timeZone: string;
  /** `content.texts` of the release. */
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface RenderedMessage {
  /** One line, no CR or LF (P-86). SES encodes it itself (`Charset: UTF-8` of `Content.Simple`). */
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
}

interface ParsedPart {
  readonly subject: Template[];
  readonly preheader: Template[];
  readonly html: Template[];
  readonly text: Template[];
}

// A part is parsed once: releases are cached, so its object is the same from mail to mail.
const parsedParts = new WeakMap<CompiledTemplatePart, ParsedPart>();

function parsed(part: CompiledTemplatePart): ParsedPart {
  const known = parsedParts.get(part);
  if (known) return known;
  const fresh = {
    subject: textLiquid.parse(part.subject),
    preheader: textLiquid.parse(part.preheader),
    html: htmlLiquid.parse(part.html),
    text: textLiquid.parse(part.text),
  };
  parsedParts.set(part, fresh);
  return fresh;
}

/** The words of a locale-keyed text in `locale`, by P-99's order within what is there. */
export function inLocale(words: Localized, locale: string, fallback = ''): string {
  const found = resolveLocale(locale, Object.keys(words), Object.keys(words)[0] ?? '');
  return found === null ? fallback : (words[found] ?? fallback);
}

/**
 * Renders one mail: pure, synchronous, without clock, files or network. Missing values render empty; values from outside
 * change nothing but their own place, whatever they hold. Throws when the template lacks the locale, or runs beyond the
 * limits of liquid.ts: both are faults of the template, and the message is to be refused as `template-incomplete`.
 */
export function renderMessage(input: MessageInput): RenderedMessage {
  const part = input.template.parts[input.locale];
  if (!part) throw new Error(`the template ${input.template.id} has no text in ${input.locale}`);
  const { subject: subjectOf, preheader: preheaderOf, html, text } = parsed(part);
  const scope = scopeOf(input);
  const options = { globals: { locale: input.locale, timeZone: input.timeZone } };
  const subject = oneLine(textLiquid.renderSync(subjectOf, scope, options)).trim();
  const preheader = oneLine(textLiquid.renderSync(preheaderOf, scope, options)).trim();
  const whole = { ...scope, subject, preheader };
  return {
    subject,
    preheader,
    html: withSafeLinks(htmlLiquid.renderSync(html, whole, options)),
    text: textLiquid.renderSync(text, whole, options),
  };
}

/** The names that a mail's Liquid sees. */
export function scopeOf(input: MessageInput): Record<string, unknown> {
  const { brand, locale, links, topic, request } = input;
  const topicName = topic ? inLocale(topic.name, locale, topic.id) : '';
  return {
    ...input.facts,
    brand,
    locale,
    links,
    topic: topic ? { id: topic.id, name: topicName, description: inLocale(topic.description, locale) } : {},
    request: request ?? {},
    because: becauseOf(input, topicName),
    texts: wordsOf(input, topicName),
  };
}

function becauseOf({ template, texts, locale, timeZone, because, brand }: MessageInput, topic: string): string {
  const words = textsIn(texts, locale);
  if (template.class === 'transactional')
    return template.id.startsWith('_') ? '' : fillText(words.footerTransactional, { brand: brand.name });
  if (!because) return fillText(words.footerBecauseUndated, { topic });
  return fillText(words.footerBecause, { topic, date: formatDate(because.grantedAt, 'long', locale, timeZone) });
}

function wordsOf({ texts, locale, timeZone, brand, request }: MessageInput, topic: string): Record<string, string> {
  const topics = formatList(request?.topics ?? [], locale);
  const date = request ? formatDate(request.requestedAt, 'moment', locale, timeZone) : '';
  const mailWords = Object.entries(textsIn(texts, locale)).filter(([key]) =>
    /^(footer|confirmation|exportMail)/.test(key),
  );
  return Object.fromEntries(
    mailWords.map(([key, text]) => [key, fillText(text, { brand: brand.name, topic, topics, date })]),
  );
}
