import { expect, test } from 'vitest';
import { formatPlural } from '../../shared/content/formats.ts';
import { textLiquid } from '../../shared/content/liquid.ts';
import { contentOf, soundFiles } from './workspace-files.ts';

const english = ['item', 'items'];
const polish = ['rzecz', 'rzeczy', 'rzeczy wiele', 'rzeczy'];

test.each([
  [1, english, 'en', 'item'],
  [0, english, 'en', 'items'],
  ['1', english, 'de', 'item'],
  [2, english, 'de', 'items'],
  [0, english, 'fr', 'item'],
  [1_000_000, english, 'fr', 'items'],
  [1, polish, 'pl', 'rzecz'],
  [3, polish, 'pl', 'rzeczy'],
  [5, polish, 'pl', 'rzeczy wiele'],
  [7, ['things'], 'en', 'things'],
  [7, [], 'en', ''],
  ['many', english, 'en', ''],
  [undefined, english, 'en', ''],
] as const)('%s of %j is in %s: %s', (n, words, locale, expected) => {
  expect(formatPlural(n, words, locale)).toBe(expected);
});

test('templates count in the language of the mail', () => {
  const text = "{{ n }} {{ n | plural: 'Ding', 'Dinge' }}";
  const render = (n: number) => String(textLiquid.parseAndRenderSync(text, { n }, { globals: { locale: 'de' } }));
  expect([1, 2].map(render)).toEqual(['1 Ding', '2 Dinge']);
});

test('templates may use it', async () => {
  const text =
    soundFiles['templates/cart/en.mjml']?.replace('Total', "{{ properties.total | plural: 'a', 'b' }}") ?? '';
  await expect(contentOf({ ...soundFiles, 'templates/cart/en.mjml': text })).resolves.toBeDefined();
});
