import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rowsOf } from '../../cli/schema/api-reference.ts';
import { endpoints } from '../../shared/api/endpoints.ts';

const all = Object.values(endpoints).flat();
const page = readFileSync('docs/api.md', 'utf8');

describe('docs/api.md', () => {
  test.each(all.map((endpoint) => ({ title: `${endpoint.method} ${endpoint.path}`, endpoint })))(
    'tells $title with a meaning for every field',
    ({ title, endpoint: { params = {}, path, query, body, answer } }) => {
      expect(page).toContain(`\n### ${title}\n`);
      const asked = [query, body].flatMap((schema) => (schema ? rowsOf(schema, 'input') : []));
      const rows = [...asked, ...rowsOf(answer, 'output')];
      expect(rows.filter(({ meaning, unit }) => meaning === '' || unit === '').map((row) => row.path)).toEqual([]);
      expect(Object.keys(params)).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]));
    },
  );

  test('links every path of its table to the heading that tells it', () => {
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
      text
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    );
    const linked = [...page.matchAll(/\]\(#([^)]+)\)/g)].map((found) => found[1] ?? '');
    expect(linked.length).toBeGreaterThanOrEqual(all.length);
    expect(linked.filter((anchor) => !headings.includes(anchor))).toEqual([]);
  });
});
