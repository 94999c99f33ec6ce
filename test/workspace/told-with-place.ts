import { describe, expect, test } from 'vitest';
import { formatFinding } from '../../shared/workspace/findings.ts';
import { parseWorkspace } from '../../shared/workspace/parse.ts';
import { type Files, soundFiles } from '../content/workspace-files.ts';

const PLAN = `events:
  order.placed: { remember: true, sample: { orderId: o-1, cartId: k-1, total: 49.9, items: [ { sku: a } ] } }
  cart.updated: { sample: { cartId: k-1, total: 20 } }
`;

/** A whole campaign of these lines, with topic and a send where they name none; lines count from `id`, which is the first. */
export function campaign(lines: string): Files {
  const rest = /^topic:|^class:/m.test(lines) ? lines : `${lines}\ntopic: offers`;
  const text = `id: cart\n${rest}${/^steps:/m.test(lines) ? '' : '\nsteps: [{ send: cart }]'}\n`;
  return { ...soundFiles, 'events.yaml': PLAN, 'campaigns/cart.yaml': text };
}

/** The same of these steps, from line 4 on. */
export const steps = (lines: string) =>
  campaign(`trigger: { event: cart.updated, key: properties.cartId }\nsteps:\n${lines}`);

/** Line 10 of settings.yaml. */
export const settings = (line: string): Files => ({
  ...soundFiles,
  'settings.yaml': `${soundFiles['settings.yaml']}${line}\n`,
});

/** What the schemas, references and conditions of a workspace say, as the CLI prints it; templates are not compiled. */
export const findingsIn = (files: Files) => parseWorkspace(files).findings.map(formatFinding);

/** What is wrong, the files, the beginning of the finding, and words that must be in it. */
export type Row = readonly [what: string, files: Files, place: string, ...words: string[]];

/** One test a row. */
export function eachIsTold(about: string, rows: readonly Row[]): void {
  const named = rows.map(([what, files, place, ...words]) => ({ what, files, place, words }));
  describe(about, () => {
    test.each(named)('$what', ({ files, place, words }) => {
      const findings = findingsIn(files);
      const found = findings.filter((each) => each.startsWith(place) && words.every((word) => each.includes(word)));
      expect(found, findings.join('\n') || 'no finding').not.toEqual([]);
    });
  });
}
