import type { Brand, CompiledTemplatePart } from '../workspace/definitions.ts';
import type { KnownFacts } from '../workspace/fact-names.ts';
import type { Finding } from '../workspace/findings.ts';
import type { TemplateSource } from '../workspace/template-source.ts';
import { linkProblems } from './link-checks.ts';
import { type Audience, type LiquidProblem, readLiquid, type UsedVariable, variableProblem } from './liquid-checks.ts';
import { mjmlToHtml } from './mjml.ts';
import { plainTextOf } from './plain-text.ts';
import { PROMOTION, PROMOTION_REFUSED } from './promotion.ts';
import {
  missingFromConfirmation,
  missingFromExportLink,
  missingFromFooter,
  renderingProblem,
} from './required-parts.ts';

/** Gmail cuts a mail off here, and with it the footer that the law wants to be seen. */
const MAX_HTML_BYTES = 102 * 1024;

const SLOT = /^[ \t]*\{\{-?\s*content\s*-?\}\}[ \t]*$/m;

export interface Layout {
  readonly file: string;
  readonly source: string;
}

export interface CompiledSource {
  readonly part: CompiledTemplatePart | null;
  readonly findings: readonly Finding[];
  /** What the template reads, with the line of its file: for the checks of the campaigns that send it. */
  readonly variables: readonly UsedVariable[];
}

/** One locale of a template: its Liquid checked, MJML made to HTML inside the layout, its plain text made from that. */
export async function compileTemplate(
  source: TemplateSource,
  layout: Layout,
  brand: Brand,
  facts: KnownFacts,
): Promise<CompiledSource> {
  const audience: Audience = source.id.startsWith('_system/') ? 'system' : source.class;
  const head = (['subject', 'preheader'] as const).map((part) => checkHead(source, part, audience, facts));
  const body = checkBody(source, audience, facts);
  const read = [...head, body];
  const findings = read.flatMap((each) => each.findings);
  const variables = read.flatMap((each) => each.variables);
  if (findings.some((each) => each.severity === 'error')) return { part: null, findings, variables };
  const made = await assemble(source, layout, brand);
  return { part: made.part, findings: [...findings, ...made.findings], variables };
}

interface CheckedLiquid {
  readonly findings: readonly Finding[];
  readonly variables: readonly UsedVariable[];
}

function problemsIn(
  text: string,
  audience: Audience,
  facts: KnownFacts,
): { problems: LiquidProblem[]; variables: readonly UsedVariable[] } {
  const read = readLiquid(text);
  if (!read.ok) return { problems: [read.problem], variables: [] };
  return {
    problems: read.variables.flatMap((used) => variableProblem(used, audience, facts) ?? []),
    variables: read.variables,
  };
}

function checkHead(
  source: TemplateSource,
  part: 'subject' | 'preheader',
  audience: Audience,
  facts: KnownFacts,
): CheckedLiquid {
  const { problems, variables } = problemsIn(source[part], audience, facts);
  const findings = problems.map(({ message, severity }) =>
    source.frontMatter.at([part], `\`${part}\` ${message}`, severity),
  );
  const { line, column } = source.frontMatter.at([part], '');
  return { findings, variables: variables.map((used) => ({ ...used, row: line, column })) };
}

function checkBody(source: TemplateSource, audience: Audience, facts: KnownFacts): CheckedLiquid {
  const { problems, variables } = problemsIn(source.body, audience, facts);
  const inFile = (row: number) => row + source.bodyLine - 1;
  const findings = problems.map(({ row, column, message, severity }) =>
    bodyFinding(source, inFile(row), column, message, severity),
  );
  const place = (index: number) => {
    const before = source.body.slice(0, index).split('\n');
    return [inFile(before.length), (before.at(-1)?.length ?? 0) + 1] as const;
  };
  const refuse = (pattern: RegExp, message: string) => {
    const found = pattern.exec(source.body);
    if (found) findings.push(bodyFinding(source, ...place(found.index), message, 'error'));
  };
  refuse(/<mj-include\b/, '`<mj-include>` reads files, which templates may not: put the content here');
  // Escaping protects what stands between quotes; without them a space in a value begins another attribute.
  refuse(/<[a-z][^<>]*?\s[\w:-]+=\{[{%]/i, 'has Liquid as an attribute without quotes: write it as href="{{ … }}"');
  if (source.class === 'transactional') refuse(PROMOTION, PROMOTION_REFUSED);
  refuse(/<(mjml|mj-body|mj-head)\b/, 'is a whole MJML document: begin with <mj-section>, the layout is put around it');
  return { findings, variables: variables.map((used) => ({ ...used, row: inFile(used.row) })) };
}

function bodyFinding(
  source: TemplateSource,
  line: number,
  column: number,
  message: string,
  severity: Finding['severity'] = 'error',
): Finding {
  return { file: source.file, line, column, path: 'body', message, severity };
}

/** Puts the body into its layout and makes HTML and text of the whole; needs a body whose Liquid is sound. */
async function assemble(
  source: TemplateSource,
  layout: Layout,
  brand: Brand,
): Promise<{ part: CompiledTemplatePart | null; findings: readonly Finding[] }> {
  // Colours stand in attributes that MJML checks, so the brand's is put in before; everything else waits for the mail.
  const colored = (text: string) => text.replace(/\{\{-?\s*brand\.color\s*-?\}\}/g, brand.color);
  const before = layout.source.slice(0, layout.source.search(SLOT)).split('\n').length - 1;
  const { html: raw, problems } = await mjmlToHtml(colored(layout.source.replace(SLOT, () => source.body)));
  const lines = source.body.split('\n').length;
  const findings = problems.map(({ line, message }) =>
    line > before && line <= before + lines
      ? bodyFinding(source, line - before + source.bodyLine - 1, 1, `is not valid MJML: ${message}`)
      : bodyFinding(
          { ...source, file: layout.file },
          line > before ? line - lines + 1 : line,
          1,
          `is not valid MJML: ${message}`,
        ),
  );
  findings.push(...lostLiquid(source, colored(source.body), raw));
  if (findings.length > 0) return { part: null, findings };
  const html = untracked(raw);
  const part = { subject: source.subject, preheader: source.preheader, html, text: plainTextOf(html) };
  return { part, findings: lintPart(source, part) };
}

/** SES rewrites links for tracking; those on our own domain must stay what they are (P-02). */
function untracked(html: string): string {
  return html.replace(/<a\s[^>]*href="\{\{-?\s*links\.[^>]*>/g, (anchor) =>
    /\sses:no-track/.test(anchor) ? anchor : anchor.replace(/^<a\s/, '<a ses:no-track '),
  );
}

const LIQUID = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;

/** MJML drops what stands between sections or columns; a condition lost that way would send the mail to the wrong people. */
function lostLiquid(source: TemplateSource, body: string, html: string): Finding[] {
  // Comments are dropped on purpose, with what is in them.
  const spoken = body.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ' '));
  const squeezed = html.replace(/\s+/g, ' ');
  for (const found of spoken.matchAll(LIQUID)) {
    if (squeezed.includes(found[0].replace(/\s+/g, ' ')) || html === '') continue;
    const line = spoken.slice(0, found.index).split('\n').length + source.bodyLine - 1;
    const words = `\`${found[0]}\` stands where MJML drops it: put it inside a text, or between sections as <mj-raw>${found[0]}</mj-raw>`;
    return [bodyFinding(source, line, 1, words)];
  }
  return [];
}

function lintPart(source: TemplateSource, part: CompiledTemplatePart): Finding[] {
  const findings: Finding[] = [];
  const bytes = Buffer.byteLength(part.html);
  if (bytes > MAX_HTML_BYTES) {
    const size = `its HTML has ${Math.ceil(bytes / 1024)} KB; above 102 KB mail programs cut it off, and the footer with it: make it shorter`;
    findings.push(bodyFinding(source, source.bodyLine, 1, size, 'warning'));
  }
  const text = readLiquid(part.text);
  if (!text.ok)
    findings.push(
      bodyFinding(
        source,
        source.bodyLine,
        1,
        `its plain text ${text.problem.message}: keep each condition inside one text`,
      ),
    );
  if (!text.ok) return findings;
  return [
    ...findings,
    ...[...linkProblems(part.html), ...missingParts(source, part)].map((message) =>
      bodyFinding(source, source.bodyLine, 1, message),
    ),
  ];
}

/** Both ask for a confirmation, and both must say all that P-27 asks for. */
const CONFIRMATIONS = new Set(['_system/confirmation', '_system/reminder']);

function missingParts(source: TemplateSource, part: CompiledTemplatePart): string[] {
  const problem = renderingProblem(part);
  if (problem) return [problem];
  if (source.class === 'marketing') return missingFromFooter(part);
  if (source.id === '_system/export-link') return missingFromExportLink(part);
  return CONFIRMATIONS.has(source.id) ? missingFromConfirmation(part) : [];
}

/** Whether a layout has the one place where the mail goes. */
export function hasSlot(layout: string): boolean {
  return SLOT.test(layout);
}
