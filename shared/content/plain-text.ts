import { compile, type FormatCallback } from 'html-to-text';

const LIQUID = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;

/** A picture is its alternative text. */
const alternative: FormatCallback = (element, _walk, builder) => {
  const text = (element.attribs as Readonly<Record<string, string>>).alt;
  if (text) builder.addInline(text);
};

const heading = { options: { uppercase: false, leadingLineBreaks: 2, trailingLineBreaks: 1 } };

const convert = compile({
  // Values arrive later and are longer or shorter: mail programs wrap better than we can.
  wordwrap: false,
  formatters: { alternative },
  selectors: [
    { selector: 'a', options: { linkBrackets: ['(', ')'], hideLinkHrefIfSameAsText: true } },
    { selector: 'img', format: 'alternative' },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'div[style*="display:none"]', format: 'skip' },
    { selector: 'title', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4'].map((selector) => ({ selector, ...heading })),
  ],
});

// A tag on a line of its own would leave that line empty in the mail: it joins the line before.
const LONE_TAG = /\n[ \t]*(\{%[^%]*%\})[ \t]*(?=\n)/g;

// Private-use letters: no HTML parser gives them a meaning, no template has them.
const OPEN = '\ue000';
const CLOSE = '\ue001';

/**
 * The plain text of a mail, made from its HTML: headings and paragraphs as lines, links as `text (address)`.
 * Liquid comes through untouched, so this happens once a publication and not once a mail.
 */
export function plainTextOf(html: string): string {
  const kept: string[] = [];
  const shielded = html.replace(LIQUID, (code) => `${OPEN}${kept.push(code) - 1}${CLOSE}`);
  const text = convert(shielded)
    .replace(/[ \t\u00a0]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const restored = text.replace(/\ue000(\d+)\ue001/g, (_, index: string) => kept[Number(index)] ?? '');
  return `${restored.replace(LONE_TAG, '$1')}\n`;
}
