import { parseInstant } from '../kernel/instants.ts';

/** Reading an unmarked English date as "March 3" is American; heed's own English is the wider world's. */
function intlLocale(locale: string): string {
  return locale === 'en' ? 'en-GB' : locale;
}

// Making a formatter costs more than a thousand uses of it; there are only as many as locales, zones and currencies in use.
const formatters = new Map<string, { format(value: number): string }>();

function formatter(key: string, make: () => { format(value: number): string }): { format(value: number): string } {
  const known = formatters.get(key);
  if (known) return known;
  // A sender with more zones and currencies than this at once is a test.
  if (formatters.size > 500) formatters.clear();
  const fresh = make();
  formatters.set(key, fresh);
  return fresh;
}

function dateFormatter(locale: string, options: Intl.DateTimeFormatOptions): { format(value: number): string } {
  return formatter(`${locale}|${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(intlLocale(locale), options));
}

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const STYLES = ['full', 'long', 'medium', 'short'] as const;

/**
 * A date in words of the locale. `value` is ISO text or ms; a day without a time (`2027-01-31`) is that day everywhere,
 * an instant is the day of it in `timeZone`. `style` is `full`, `long` (default), `medium`, `short`, `time`, or `moment` (day and time).
 * Anything else gives empty text: what is unknown leaves no trace in a mail.
 */
export function formatDate(value: unknown, style: unknown, locale: string, timeZone: string): string {
  const dayOnly = typeof value === 'string' && DATE_ONLY.test(value);
  const at = typeof value === 'number' ? value : typeof value === 'string' ? parseDateText(value) : null;
  if (at === null || !Number.isFinite(at) || Math.abs(at) > 8.64e15) return '';
  const zone = dayOnly ? 'UTC' : timeZone;
  if (style === 'time') return dateFormatter(locale, { timeStyle: 'short', timeZone: zone }).format(at);
  if (style === 'moment')
    return dateFormatter(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: zone }).format(at);
  const dateStyle = STYLES.find((each) => each === style) ?? 'long';
  return dateFormatter(locale, { dateStyle, timeZone: zone }).format(at);
}

function parseDateText(text: string): number | null {
  if (!DATE_ONLY.test(text)) return parseInstant(text);
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) ? null : ms;
}

const CURRENCY = /^[A-Z]{3}$/;

/** An amount with its currency, such as `49,90 €`; empty for what is no number. Without a known currency just the number. */
export function formatMoney(value: unknown, currency: unknown, locale: string): string {
  const amount =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (!Number.isFinite(amount)) return '';
  const options: Intl.NumberFormatOptions =
    typeof currency === 'string' && CURRENCY.test(currency)
      ? { style: 'currency', currency }
      : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return formatter(
    `${locale}|${JSON.stringify(options)}`,
    () => new Intl.NumberFormat(intlLocale(locale), options),
  ).format(amount);
}

const CATEGORIES = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;

/**
 * The word for a number, by the locale's own rules: `words` are those of its categories, in the order of CLDR (of English one, other;
 * of Polish one, few, many, other). Where there are fewer words than categories the last is that of all others. Empty for no number.
 */
export function formatPlural(value: unknown, words: readonly unknown[], locale: string): string {
  const amount =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (!Number.isFinite(amount) || words.length === 0) return '';
  const rules = new Intl.PluralRules(locale);
  const known = CATEGORIES.filter((each) => rules.resolvedOptions().pluralCategories.includes(each));
  const index = known.indexOf(rules.select(amount));
  return String(words[Math.min(index, words.length - 1)] ?? '');
}

/** Several things in a sentence: "Offers and News". */
export function formatList(items: readonly string[], locale: string): string {
  return new Intl.ListFormat(intlLocale(locale), { type: 'conjunction' }).format(items);
}
