import { expect, test } from 'vitest';
import type { Topic } from '../../shared/workspace/definitions.ts';
import { formatFinding } from '../../shared/workspace/findings.ts';
import { topicChanges } from '../../shared/workspace/topic-changes.ts';

const TEXT = '- id: offers\n  name: { en: Offers, de: Angebote }\n  description: { en: "Two mails a month." }\n';
const offers: Topic = {
  id: 'offers',
  name: { en: 'Offers', de: 'Angebote' },
  description: { en: 'Two mails a month.' },
  optIn: 'double',
};

function warnings(before: readonly Topic[]): string[] {
  return topicChanges(before, [offers], 'en', TEXT).map(formatFinding);
}

test('P-66 a topic that says something else under its old id is a warning', () => {
  expect(warnings([{ ...offers, description: { en: 'One mail a year.' } }])).toEqual([
    'topics.yaml:3:22: warning: `[0].description` of `offers` has changed, and people agreed to what it said: if it means something else now, give it a new id (P-66)',
  ]);
  expect(warnings([{ ...offers, name: { en: 'News', de: 'Angebote' } }])).toHaveLength(1);
});

test.each<[string, readonly Topic[]]>([
  ['the same words', [offers]],
  ['a new topic', []],
  ['words that only another locale changed', [{ ...offers, name: { en: 'Offers', de: 'Schnäppchen' } }]],
  ['a first description', [{ ...offers, description: {} }]],
])('P-66 %s is none', (_, before) => {
  expect(warnings(before)).toEqual([]);
});
