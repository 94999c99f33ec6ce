import { describe, expect, test } from 'vitest';
import { definitionHash, filesHash } from '../../shared/workspace/content-hash.ts';
import { emptyRelease } from '../../shared/workspace/empty-release.ts';
import { builtInTexts, fillText, textsIn } from '../../shared/workspace/texts/built-in.ts';
import { loadWorkspace } from '../../shared/workspace/workspace.ts';

describe('the hash of a definition', () => {
  test('does not depend on the order of its keys, nor on what is undefined', () => {
    expect(definitionHash({ a: 1, b: { c: [1, 2], d: null } })).toBe(
      definitionHash({ b: { d: null, c: [1, 2] }, a: 1, e: undefined }),
    );
  });

  test('depends on everything else', () => {
    const hashes = [{ a: 1 }, { a: '1' }, { a: [1] }, { a: null }, {}, { b: 1 }, { a: { a: 1 } }].map(definitionHash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test('is 43 letters of base64url', () => {
    expect(definitionHash({})).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(filesHash({})).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});

describe('before the first publication', () => {
  test('there is a workspace in which nobody is ever written to', () => {
    const workspace = loadWorkspace(emptyRelease);
    expect(workspace.release).toBe(0);
    expect([workspace.topics.size, workspace.campaigns.size, workspace.startedBy.size]).toEqual([0, 0, 0]);
  });
});

describe('the words of the pages', () => {
  test('name the same things in every language', () => {
    const names = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((found) => found[0]).sort();
    for (const [key, text] of Object.entries(builtInTexts.en)) {
      expect(names(builtInTexts.de[key as keyof typeof builtInTexts.de]), key).toEqual(names(text));
    }
  });

  test('are filled in without a second look at what was put in', () => {
    expect(fillText('{a} and {b}{c}', { a: '{b}', b: '$&' })).toBe('{b} and $&');
  });

  test('are built in where a release has none', () => {
    expect(textsIn({ de: { pageSave: 'Sichern' } }, 'de').pageSave).toBe('Sichern');
    expect(textsIn({}, 'fr').pageSave).toBe('Save');
  });
});
