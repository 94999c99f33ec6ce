import { resolveLocale } from '../../shared/profiles/locale.ts';
import type { Brand, Localized, ReleaseContent } from '../../shared/workspace/definitions.ts';
import { fillText, type TextKey, textsIn } from '../../shared/workspace/texts/built-in.ts';
import type { HttpRequest } from '../runtime/http-message.ts';

/** What every page is made in: the brand and one language (P-69). */
export interface PageFrame {
  readonly brand: Brand;
  readonly locale: string;
  readonly locales: readonly string[];
  /** The request's query without `locale`, kept when the language is switched. */
  readonly query: URLSearchParams;
  /** A word of the page, `{brand}` filled in. */
  readonly say: (key: TextKey, values?: Readonly<Record<string, string>>) => string;
  /** A workspace's own words in the page's language, else in the default one. */
  readonly inWords: (text: Localized) => string;
}

/** Locales of an Accept-Language header by their weight, best first; `q=0` is a refusal. */
export function acceptedLocales(header: string): readonly string[] {
  return header
    .split(',')
    .map((part, index) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const weight = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find((each) => each !== undefined);
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight), index };
    })
    .filter(({ tag, weight }) => tag !== '' && tag !== '*' && weight > 0)
    .sort((left, right) => right.weight - left.weight || left.index - right.index)
    .map(({ tag }) => tag);
}

/** P-69: the visible switch, then the profile's locale, then Accept-Language, then the default. */
function pageLocale(request: HttpRequest, locales: readonly string[], profileLocale: string | null): string {
  const wanted = [
    request.query.get('locale'),
    profileLocale,
    ...acceptedLocales(request.headers['accept-language'] ?? ''),
  ];
  for (const each of wanted) {
    const found = each ? resolveLocale(each, locales, '') : null;
    if (found) return found;
  }
  return locales[0] ?? 'en';
}

/** The frame for one request; `profileLocale` is the person's trait where the link names somebody. */
export function pageFrame(content: ReleaseContent, request: HttpRequest, profileLocale: string | null): PageFrame {
  const { brand, locales } = content.settings;
  const locale = pageLocale(request, locales, profileLocale);
  const texts = textsIn(content.texts, locale);
  const query = new URLSearchParams(request.query);
  query.delete('locale');
  return {
    brand,
    locale,
    locales,
    query,
    say: (key, values = {}) => fillText(texts[key], { brand: brand.name, ...values }),
    inWords: (text) => text[locale] ?? text[locales[0] ?? 'en'] ?? Object.values(text)[0] ?? '',
  };
}

/** The page's own address in a language, without its path: so no token is written into the page. */
export function addressIn(frame: PageFrame, locale: string): string {
  return `?${new URLSearchParams([...frame.query, ['locale', locale]]).toString()}`;
}

/** Names put into a sentence: `Offers and News`. */
export function listed(frame: PageFrame, names: readonly string[]): string {
  return new Intl.ListFormat(frame.locale, { type: 'conjunction' }).format(names);
}
