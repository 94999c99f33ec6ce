import { de } from './de.ts';
import { en, type TextKey, type Texts } from './en.ts';

export type { TextKey, Texts } from './en.ts';

/** The languages that heed speaks by itself, by locale. */
export const builtInTexts = { en, de } satisfies Readonly<Record<string, Texts>>;

export const TEXT_KEYS: ReadonlySet<string> = new Set(Object.keys(en));

/**
 * Fills the names in braces: `fillText('Hello {brand}', { brand: 'Acme' })`. A name without a value becomes empty.
 * The values are put in as they are: whoever writes HTML escapes the result.
 */
export function fillText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : ''));
}

/** All words in one locale of a release, built-in ones where the release lacks some. */
export function textsIn(texts: Readonly<Record<string, Readonly<Record<string, string>>>>, locale: string): Texts {
  const words = Object.hasOwn(texts, locale) ? texts[locale] : undefined;
  return { ...en, ...(words as Partial<Record<TextKey, string>> | undefined) };
}
