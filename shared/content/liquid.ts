import { type FS, Liquid } from 'liquidjs';
import { formatDate, formatMoney, formatPlural } from './formats.ts';
import { escapeHtml, manyLines, oneLine, printable } from './safe-text.ts';

/**
 * Liquid for mails. Two engines with the same words: one escapes every output for HTML, one writes plain text.
 * Neither reads files, reaches prototypes, asks the clock or draws random numbers, and both stop a runaway template.
 */

const NO_FILES: FS = {
  exists: () => Promise.resolve(false),
  existsSync: () => false,
  readFile: () => Promise.reject(new Error('templates read no files')),
  readFileSync: () => {
    throw new Error('templates read no files');
  },
  resolve: (_directory, file) => file,
};

// A mail is at most some 100 KB; a loop that makes more, or runs longer than a send may take, is a mistake.
const LIMITS = { parseLimit: 500_000, renderLimit: 1_000, memoryLimit: 2_000_000 };

// Files (include, render, layout, block); output that would not be escaped, or twice (cycle, capture, tablerow); counters that leak between parts.
const REFUSED_TAGS = ['include', 'render', 'layout', 'block', 'cycle', 'capture', 'tablerow', 'increment', 'decrement'];
// Unescaped output (raw, json, ...); chance (sample); the clock, another zone or language (date_to_*).
const REFUSED_FILTERS = [
  'raw',
  'json',
  'jsonify',
  'inspect',
  'sample',
  'escape',
  'escape_once',
  'xml_escape',
  'date_to_xmlschema',
  'date_to_rfc822',
  'date_to_string',
  'date_to_long_string',
];

interface FilterContext {
  readonly context: { readonly globals: object };
}

function surroundings(filter: FilterContext): { locale: string; timeZone: string } {
  const { locale, timeZone } = filter.context.globals as { locale?: string; timeZone?: string };
  return { locale: locale ?? 'en', timeZone: timeZone ?? 'UTC' };
}

function engine(output: (value: unknown) => string, lines: (value: unknown) => string): Liquid {
  const liquid = new Liquid({
    ...LIMITS,
    fs: NO_FILES,
    relativeReference: false,
    dynamicPartials: false,
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    outputEscape: output,
  });
  for (const name of REFUSED_TAGS) delete liquid.tags[name];
  for (const name of REFUSED_FILTERS) delete liquid.filters[name];
  liquid.registerFilter('date', function (this: FilterContext, value: unknown, style: unknown) {
    const { locale, timeZone } = surroundings(this);
    return formatDate(value, style, locale, timeZone);
  });
  liquid.registerFilter('money', function (this: FilterContext, value: unknown, currency: unknown) {
    return formatMoney(value, currency, surroundings(this).locale);
  });
  liquid.registerFilter('plural', function (this: FilterContext, value: unknown, ...words: readonly unknown[]) {
    return formatPlural(value, words, surroundings(this).locale);
  });
  // Safe by construction, so it is not escaped once more; as the last filter of an output it keeps its line breaks.
  liquid.registerFilter('newline_to_br', { raw: true, handler: lines });
  // Every output is escaped anyway; the word stays for those who are used to it.
  liquid.registerFilter('escape', (value: unknown) => value);
  return liquid;
}

export const htmlLiquid = engine(
  (value) => escapeHtml(oneLine(printable(value))),
  (value) => escapeHtml(manyLines(printable(value))).replaceAll('\n', '<br />'),
);

export const textLiquid = engine(
  (value) => oneLine(printable(value)),
  (value) => manyLines(printable(value)),
);

/** The tags and filters that templates may use, for advice. */
export const LIQUID_TAGS: readonly string[] = Object.keys(htmlLiquid.tags);
export const LIQUID_FILTERS: readonly string[] = Object.keys(htmlLiquid.filters);
