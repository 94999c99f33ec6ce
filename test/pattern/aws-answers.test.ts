import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compilePattern, matches } from '../../shared/pattern/pattern.ts';

interface Case {
  readonly name: string;
  readonly expect: 'match' | 'no-match' | 'invalid';
  readonly pattern: unknown;
  readonly event: unknown;
}

const cases = JSON.parse(
  readFileSync(new URL('./eventbridge-pattern-cases.json', import.meta.url), 'utf8'),
) as readonly Case[];

test('all 89 recorded answers of AWS are there', () => {
  expect(cases).toHaveLength(89);
});

test.each(cases)('AWS answers $expect to $name, and so do we', ({ expect: answer, pattern, event }) => {
  const compiled = compilePattern(pattern);
  const ours = compiled.ok ? (matches(compiled.pattern, event) ? 'match' : 'no-match') : 'invalid';
  expect(ours).toBe(answer);
});
