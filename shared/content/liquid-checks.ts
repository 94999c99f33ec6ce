import { FACT_ROOTS, factProblem, type KnownFacts } from '../workspace/fact-names.ts';
import { suggestion } from '../workspace/findings.ts';
import { LIQUID_FILTERS, LIQUID_TAGS, textLiquid } from './liquid.ts';

/** A complaint about a Liquid source, with its place in it, both from 1. */
export interface LiquidProblem {
  readonly row: number;
  readonly column: number;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/** A variable that a template reads, such as `['properties', 'total']`; a part that is computed ends the path. */
export interface UsedVariable {
  readonly path: readonly string[];
  readonly row: number;
  readonly column: number;
}

type LiquidRead =
  | { readonly ok: true; readonly variables: readonly UsedVariable[] }
  | { readonly ok: false; readonly problem: LiquidProblem };

interface Thrown {
  readonly message: string;
  readonly token?: { getPosition?(): readonly [number, number] };
}

/** Parses a Liquid source and lists what it reads, or says the first thing that is wrong with its syntax. */
export function readLiquid(source: string): LiquidRead {
  try {
    const globals = textLiquid.analyzeSync(textLiquid.parse(source), { partials: false }).globals;
    const variables = Object.values(globals)
      .flat()
      .map(({ segments, location }) => ({ path: namesOf(segments), row: location.row, column: location.col }));
    return { ok: true, variables: variables.sort((a, b) => a.row - b.row || a.column - b.column) };
  } catch (error) {
    const { message, token } = error as Thrown;
    const [row, column] = token?.getPosition?.() ?? [1, 1];
    return { ok: false, problem: { row, column, message: syntaxWords(message), severity: 'error' } };
  }
}

function namesOf(segments: readonly unknown[]): string[] {
  const firstOther = segments.findIndex((segment) => typeof segment !== 'string');
  return segments.slice(0, firstOther === -1 ? segments.length : firstOther) as string[];
}

function syntaxWords(message: string): string {
  const words = message.replace(/, line:\d+, col:\d+$/, '');
  const filter = /^undefined filter: (.+)$/.exec(words)?.[1];
  if (filter) return `uses the Liquid filter \`${filter}\`, which does not exist here${filterAdvice(filter)}`;
  const tag = /^tag "(.+)" not found$/.exec(words)?.[1];
  if (tag) return `uses the Liquid tag \`${tag}\`, which does not exist here${suggestion(tag, LIQUID_TAGS)}`;
  return `is not valid Liquid: ${words}`;
}

function filterAdvice(filter: string): string {
  if (filter === 'raw') return ': values from outside are always escaped';
  const advice = suggestion(filter, LIQUID_FILTERS);
  return advice.startsWith('; did') ? advice : '';
}

const BRAND = [
  'name',
  'legalName',
  'postalAddress',
  'from',
  'transactionalFrom',
  'replyTo',
  'website',
  'privacyPolicy',
  'privacyPolicyVersion',
  'logo',
  'color',
];
const LINKS = {
  marketing: ['unsubscribe', 'preferences'],
  transactional: ['preferences'],
  system: ['confirm', 'notMe', 'preferences', 'export'],
  staff: [] as string[],
  event: [] as string[],
};

/** What a source is for, a kind of mail, one to a colleague, an event or trait: it decides which links and words there are. */
export type Audience = keyof typeof LINKS;

function rootsFor(audience: Audience, layout: boolean): readonly string[] {
  if (audience === 'event') return FACT_ROOTS;
  if (audience === 'staff') return [...FACT_ROOTS, 'brand'];
  const own = audience === 'system' ? ['request'] : ['topic'];
  const inLayout = layout ? ['subject', 'preheader', 'because', 'content'] : [];
  return [...FACT_ROOTS, 'brand', 'links', 'locale', 'texts', ...own, ...inLayout];
}

/** What is wrong with one variable, or null. */
export function variableProblem(
  { path, row, column }: UsedVariable,
  audience: Audience,
  facts: KnownFacts,
  layout = false,
): LiquidProblem | null {
  const [root = '', second] = path;
  const wrong = (message: string, severity: LiquidProblem['severity'] = 'error') => ({
    row,
    column,
    message,
    severity,
  });
  if (root === 'amazonSESUnsubscribeUrl')
    return wrong('uses the unsubscribe link of SES, which heed does not (P-89): write {{ links.unsubscribe }}');
  const roots = rootsFor(audience, layout);
  if (!roots.includes(root))
    return wrong(`reads \`${path.join('.')}\`, which no fact provides${suggestion(root, roots)}`);
  if (root === 'links' && second !== undefined && !LINKS[audience].includes(second)) {
    return wrong(
      `reads \`links.${second}\`, which a ${audience} mail does not have${suggestion(second, LINKS[audience])}`,
    );
  }
  if (root === 'brand' && second !== undefined && !BRAND.includes(second)) {
    return wrong(`reads \`brand.${second}\`, which settings.yaml does not have${suggestion(second, BRAND)}`);
  }
  const problem = factProblem(path, facts);
  return problem ? wrong(problem.message, problem.severity) : null;
}
