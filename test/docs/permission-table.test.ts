import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** `| P-05 | rule | code | tests |`: what docs/permission.md says of each rule. */
interface Row {
  readonly rule: string;
  readonly code: string;
  readonly tests: string;
}

const rows: readonly Row[] = readFileSync('docs/permission.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| P-\d+ /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, rule = '', , code = '', tests = '']) => ({ rule, code, tests }));

const paths = (cell: string) => [...cell.matchAll(/`([\w./-]+\.(?:ts|yaml|md))`/g)].map((match) => match[1] ?? '');

describe('docs/permission.md', () => {
  test('has one row for each rule, in order', () => {
    expect(rows.map((row) => row.rule)).toEqual(
      Array.from({ length: 108 }, (_, index) => `P-${String(index + 1).padStart(2, '0')}`),
    );
  });

  test.each(rows)('$rule names code that exists', ({ code }) => {
    expect(paths(code).filter((path) => !existsSync(path))).toEqual([]);
  });

  test.each(rows.filter((row) => !row.tests.startsWith('not yet')))(
    '$rule is proven by tests that carry its number',
    ({ rule, tests }) => {
      const named = paths(tests);
      expect(named.length).toBeGreaterThan(0);
      for (const path of named) {
        expect(existsSync(path), path).toBe(true);
        expect(readFileSync(path, 'utf8'), path).toMatch(new RegExp(`\\b${rule}\\b`));
      }
    },
  );

  test.each(rows.filter((row) => row.tests.startsWith('not yet')))('$rule says what is missing', ({ tests }) => {
    expect(tests.length).toBeGreaterThan('not yet: '.length);
  });
});
