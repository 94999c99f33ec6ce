import { expect, test } from 'vitest';
import { parseWorkspace } from '../../shared/workspace/parse.ts';

const settings = (selfService: string) => `brand:
  name: Acme
  legalName: Acme GmbH
  postalAddress: Weg 1, Berlin
  from: Acme <news@news.acme.example>
  transactionalFrom: Acme <hello@acme.example>
${selfService}`;
const read = (selfService: string) => parseWorkspace({ 'settings.yaml': settings(selfService) });

test('nobody tells facts about themselves unless the workspace says which', () => {
  expect(read('').draft.settings?.value.selfService).toEqual({ traits: [] });
});

test('a trait alone is a text whose label is its name; type and words may be given', () => {
  const { draft } = read('selfService: { traits: [firstName, { trait: birthday, type: date, label: { en: Born } }] }');
  expect(draft.settings?.value.selfService.traits).toEqual([
    { trait: 'firstName', type: 'text', label: { en: 'First name' } },
    { trait: 'birthday', type: 'date', label: { en: 'Born' } },
  ]);
});

test.each(['email', 'timeZone', 'locale'])('%s has a place of its own and is refused', (trait) => {
  const { findings } = read(`selfService: { traits: [${trait}] }`);
  expect(findings.map((each) => each.file)).toEqual(['settings.yaml']);
});

test('P-65 the longest pause and the time for an undo are settings; an undo lasts no longer than a day', () => {
  const { draft } = read('permission: { pauseAtMost: P90D, undoWithin: PT30M }');
  expect(draft.settings?.value.permission).toMatchObject({ pauseAtMost: 90 * 86_400_000, undoWithin: 1_800_000 });
  expect(read('permission: { undoWithin: P2D }').findings).toHaveLength(1);
});
