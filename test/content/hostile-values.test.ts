import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { marketingHeaders } from '../../shared/content/headers.ts';
import { type RenderedMessage, renderMessage } from '../../shared/content/render.ts';
import { escapeHtml, oneLine } from '../../shared/content/safe-text.ts';
import type { ReleaseContent, TemplateDefinition } from '../../shared/workspace/definitions.ts';
import { contentOf, sampleFiles } from './workspace-files.ts';

let content: ReleaseContent;
beforeAll(async () => {
  content = await contentOf(sampleFiles());
});

const MARK = 'MARK7Q';
const links = {
  unsubscribe: 'https://links.acme.example/unsubscribe/t',
  preferences: 'https://links.acme.example/preferences/t',
};

function render(template: TemplateDefinition, locale: string, value: string): RenderedMessage {
  return renderMessage({
    template,
    locale,
    brand: content.settings.brand,
    topic: content.topics[0],
    facts: {
      profile: { firstName: value },
      properties: {
        total: 20,
        url: `https://www.acme.example/${value}`,
        plan: value,
        items: [{ name: value, price: 3 }],
      },
    },
    links,
    because: { grantedAt: 0 },
    timeZone: 'UTC',
    texts: content.texts,
  });
}

const nasty = fc.constantFrom(
  '<script>alert(1)</script>',
  '</a><a href="https://evil.example">',
  '"><img src=x onerror=y>',
  "' onmouseover='x",
  '{{ brand.from }}',
  '{% raw %}',
  '{% for x in y %}',
  'Ann\r\nBcc: all@example.org',
  'Ann\n\nUnsubscribe (https://evil.example)',
  '\u202eevil\u202d',
  '\u2067evil',
  '\u2028line',
  '\u0000\u0007',
  '=?UTF-8?B?QW5u?=',
  '👩‍👩‍👧‍👦'.repeat(50),
  '&amp;&lt;',
  '-->',
  ']]>',
  '$& $1 $$',
);
const hostile = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(''))
  // An empty value takes the `default` of its template, which is another mail.
  .filter((text) => text !== '' && !text.includes(MARK));

describe('a value from outside', () => {
  test('changes nothing but its own place, in every template and locale', () => {
    const parts = content.templates
      .filter((template) => template.class === 'marketing')
      .flatMap((template) => Object.keys(template.parts).map((locale) => ({ template, locale })));
    fc.assert(
      fc.property(fc.constantFrom(...parts), hostile, ({ template, locale }, value) => {
        const marked = render(template, locale, MARK);
        const mail = render(template, locale, value);
        const shown = oneLine(value);
        const link = oneLine(`https://www.acme.example/${value}`);
        const place = (text: string, shownAs: (text: string) => string) =>
          text
            .replaceAll(`https://www.acme.example/${MARK}`, () => shownAs(link))
            .replaceAll(MARK, () => shownAs(shown));
        expect(mail.html).toBe(
          place(marked.html.replaceAll(marked.subject, '\u0001').replaceAll(marked.preheader, '\u0002'), escapeHtml)
            .replaceAll('\u0001', () => escapeHtml(oneLine(mail.subject)))
            .replaceAll('\u0002', () => escapeHtml(oneLine(mail.preheader))),
        );
        expect(mail.text).toBe(place(marked.text, (text) => text));
      }),
      { numRuns: 150 },
    );
  });

  test('puts no line break and no control character into the subject (P-86)', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        for (const template of content.templates) {
          for (const locale of Object.keys(template.parts)) {
            expect(render(template, locale, value).subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('every marketing mail, whatever the values', () => {
  test('carries the one-click headers exactly once (P-01)', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...content.topics), (token, topic) => {
        const unsubscribeUrl = `https://links.acme.example/unsubscribe/${encodeURIComponent(token)}`;
        fc.pre(!/[<>,"]/.test(unsubscribeUrl));
        for (const topicName of Object.values(topic.name)) {
          const headers = marketingHeaders({
            brand: content.settings.brand,
            topicId: topic.id,
            topicName,
            unsubscribeUrl,
          });
          const named = (name: string) => headers.filter((header) => header.name.toLowerCase() === name);
          expect(named('list-unsubscribe')).toEqual([{ name: 'List-Unsubscribe', value: `<${unsubscribeUrl}>` }]);
          expect(named('list-unsubscribe-post')).toEqual([
            { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
          ]);
          expect(named('list-id')[0]?.value).toMatch(new RegExp(`<${topic.id}\\.news\\.acme\\.example>$`));
        }
      }),
    );
  });

  test('shows unsubscribe, preferences, legal name and address, in HTML and in text (P-02, P-14)', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        for (const template of content.templates.filter((each) => each.class === 'marketing')) {
          for (const locale of content.settings.locales) {
            const { html, text } = render(template, locale, value);
            for (const part of [html, text]) {
              for (const needed of [
                content.settings.brand.legalName,
                content.settings.brand.postalAddress,
                links.unsubscribe,
                links.preferences,
              ]) {
                expect(part).toContain(needed);
              }
            }
            const ours = (html.match(/<a\s[^>]*>/g) ?? []).filter((anchor) =>
              anchor.includes('https://links.acme.example/'),
            );
            // Those of the footer; the words of a mail may lead to the preferences once more.
            expect(ours.length).toBeGreaterThanOrEqual(2);
            for (const anchor of ours) expect(anchor).toMatch(/\sses:no-track[\s>]/);
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});
