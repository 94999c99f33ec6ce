import type { Brand } from '../workspace/definitions.ts';
import type { KnownFacts } from '../workspace/fact-names.ts';
import type { Finding } from '../workspace/findings.ts';
import { atTop, type WorkspaceDraft } from '../workspace/parse.ts';
import { readTemplate } from '../workspace/template-source.ts';
import { confirmationSource } from './built-in/confirmation.ts';
import { marketingLayout, transactionalLayout } from './built-in/layouts.ts';
import { compileTemplate, hasSlot, type Layout } from './compile-template.ts';
import { readLiquid, variableProblem } from './liquid-checks.ts';
import { PROMOTION, PROMOTION_REFUSED } from './promotion.ts';

type Kind = 'marketing' | 'transactional';
export type Layouts = Readonly<Record<Kind, Layout>>;

const BUILT_IN: Layouts = {
  marketing: { file: 'templates/_layout.mjml', source: marketingLayout },
  transactional: { file: 'templates/_layout-transactional.mjml', source: transactionalLayout },
};

// The smallest mail of each kind; the confirmation mail needs the sender's name and address from its layout (P-27).
const PROBES: Readonly<Record<Kind, { readonly id: string; readonly content: string }>> = {
  marketing: {
    id: 'probe',
    content: '---\nsubject: probe\n---\n<mj-section><mj-column><mj-text>probe</mj-text></mj-column></mj-section>\n',
  },
  transactional: { id: '_system/confirmation', content: confirmationSource },
};

/**
 * The layouts of a workspace, each tried with the smallest mail. A layout that fails is named once, itself, and the built-in
 * one stands in for it, so that the templates are checked all the same.
 */
export async function checkedLayouts(
  draft: WorkspaceDraft,
  brand: Brand,
  facts: KnownFacts,
): Promise<{ readonly layouts: Layouts; readonly findings: readonly Finding[] }> {
  const findings: Finding[] = [];
  const layouts: Record<Kind, Layout> = { ...BUILT_IN };
  for (const kind of ['marketing', 'transactional'] as const) {
    const source = draft.layouts[kind];
    if (source === undefined) continue;
    const layout = { file: BUILT_IN[kind].file, source };
    const found = await layoutFindings(kind, layout, brand, facts);
    findings.push(...found);
    if (!found.some((finding) => finding.severity === 'error')) layouts[kind] = layout;
  }
  return { layouts, findings };
}

async function layoutFindings(
  kind: Kind,
  layout: Layout,
  brand: Brand,
  facts: KnownFacts,
): Promise<readonly Finding[]> {
  const { file, source } = layout;
  if (!hasSlot(source)) {
    return [atTop(file, 'has no place for the mail: write {{ content }} on a line of its own between the sections')];
  }
  if (kind === 'transactional' && PROMOTION.test(source)) return [atTop(file, PROMOTION_REFUSED)];
  const read = readLiquid(source);
  const problems = read.ok
    ? read.variables.flatMap((used) => variableProblem(used, kind, facts, true) ?? [])
    : [read.problem];
  if (problems.length > 0) {
    return problems.map(({ row, column, message, severity }) => ({
      file,
      line: row,
      column,
      path: '',
      message,
      severity,
    }));
  }
  const { id, content } = PROBES[kind];
  const probe = readTemplate(file, id, 'en', content).source;
  if (!probe) return [];
  return (await compileTemplate({ ...probe, bodyLine: 1 }, layout, brand, facts)).findings;
}
