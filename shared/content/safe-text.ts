/**
 * How a value from outside stands in a mail: as itself, in its own place, without any power over what is around it.
 */

const OPENING_EMBEDDING = /[\u202a\u202b\u202d\u202e]/g;
const OPENING_ISOLATE = /[\u2066-\u2068]/g;
const CLOSING_EMBEDDING = /\u202c/g;
const CLOSING_ISOLATE = /\u2069/g;
const CONTROLS = /[^\P{Cc}\t\n\r]/gu;
const LINE_BREAKS = /[ \t]*(?:\r\n|[\r\n\u0085\u2028\u2029])[ \t]*/g;

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/**
 * Closes what a value left open in writing direction: a name with a right-to-left override turns itself around, and not
 * the sentence after it.
 */
function closeDirections(text: string): string {
  const isolates = count(text, OPENING_ISOLATE) - count(text, CLOSING_ISOLATE);
  const embeddings = count(text, OPENING_EMBEDDING) - count(text, CLOSING_EMBEDDING);
  return text + '\u202c'.repeat(Math.max(embeddings, 0)) + '\u2069'.repeat(Math.max(isolates, 0));
}

/** A value as one line of text, without control characters: a line break inside a name forges no line of the mail. */
export function oneLine(value: string): string {
  return closeDirections(value.replace(LINE_BREAKS, ' ').replace(CONTROLS, ''));
}

/** A value as text that may have several lines. */
export function manyLines(value: string): string {
  return value
    .split(/\r\n|[\r\n\u0085\u2028\u2029]/)
    .map(oneLine)
    .join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for HTML, in content and in quoted attributes alike. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}

/** What Liquid puts into a mail, as text: numbers and words as they are, nothing for nothing, no object's insides. */
export function printable(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value))
    return value
      .map(printable)
      .filter((each) => each !== '')
      .join(', ');
  return '';
}
