import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventMapText } from '../../cli/event-map.ts';
import type { Json } from '../../shared/kernel/json.ts';
import { folderWith, heed } from './heed-command.ts';

const EVENTS = `events:
  order.placed: { remember: true, sample: { orderId: o-1, total: 49.9 } }
  page.viewed:
`;

const typeOf = (sample: Json) =>
  eventMapText(new Map([['a.b', { x: sample }]]))
    .split('\n')
    .slice(4, -3)
    .join(' ')
    .replaceAll(/\s+/g, ' ');

describe('heed types', () => {
  it('prints the samples of the tracking plan as types, and leaves open what has none', async () => {
    const { code, out } = await heed(['types', '.'], folderWith({ 'events.yaml': EVENTS }));
    expect(code).toBe(0);
    expect(out).toContain("  'order.placed': {\n    readonly orderId: string;\n    readonly total: number;\n  };\n");
    expect(out).toContain("  'page.viewed': { readonly [name: string]: unknown };\n");
  });

  it('writes them into a file, folders made, and says how many there are', async () => {
    const folder = folderWith({ 'workspace/events.yaml': EVENTS });
    const { code, out } = await heed(['types', '--out', 'src/made/heed-events.ts'], folder);
    expect({ code, out }).toEqual({ code: 0, out: 'src/made/heed-events.ts: 2 event types\n' });
    expect(readFileSync(join(folder, 'src/made/heed-events.ts'), 'utf8')).toContain('export type EventMap = {');
  });

  it('says the same as JSON', async () => {
    const { out } = await heed(['types', '.', '--json'], folderWith({ 'events.yaml': EVENTS }));
    expect(JSON.parse(out)).toMatchObject({ events: ['order.placed', 'page.viewed'] });
  });

  it('names the place of what is wrong in the plan, and writes nothing', async () => {
    const folder = folderWith({ 'events.yaml': 'events:\n  order.placed: { smaple: { a: 1 } }\n' });
    const { code, err, out } = await heed(['types', '.'], folder);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/events\.yaml:2:\d+: .*did you mean `sample`/);
  });

  it('knows no type of a workspace without a plan', async () => {
    const { out } = await heed(['types', '.'], folderWith({ 'settings.yaml': '' }));
    expect(out).toContain('export type EventMap = Record<never, never>;');
  });
});

describe('the type of a sample', () => {
  it.each([
    ['text', 'readonly x: string;'],
    [null, 'readonly x: unknown;'],
    [[], 'readonly x: readonly unknown[];'],
    [[1, 'a', null], 'readonly x: readonly (number | string | null)[];'],
    [[[1]], 'readonly x: readonly (readonly number[])[];'],
    [{}, 'readonly x: { readonly [name: string]: unknown };'],
    [[{ a: 1 }, { a: 2, b: true }], 'readonly x: readonly { readonly a: number; readonly b?: boolean; }[];'],
    [{ "it's": 1, '"q"\\': 2 }, `readonly x: { readonly 'it\\'s': number; readonly '"q"\\\\': number; };`],
  ])('of %j is %s', (sample, type) => {
    expect(typeOf(sample as Json)).toBe(` ${type}`);
  });
});
