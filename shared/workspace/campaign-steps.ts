import { assertNever } from '../kernel/exhaustive.ts';
import type { Json } from '../kernel/json.ts';
import type { Step, WaitEnd } from './campaign-definition.ts';
import type { StepFile } from './schemas/steps.ts';

/** A step of the list with its place in the file. */
export interface PlacedStep {
  readonly step: Step;
  readonly at: readonly PropertyKey[];
}

/** A list of steps below a step, and where it stands. */
interface Nested {
  readonly steps: readonly StepFile[];
  readonly at: readonly PropertyKey[];
  readonly place: string;
}

type Named = { readonly [name: string]: Json };

/** A step of the list before it knows its id and what comes behind it. */
type Body = { readonly type: Step['type']; readonly [field: string]: unknown };

function nestedOf(step: StepFile, at: readonly PropertyKey[], place: string): Nested[] {
  if (step.type === 'waitFor') {
    return (['then', 'else'] as const).map((word) => ({
      steps: (step[word] ?? []) as readonly StepFile[],
      at: [...at, word],
      place: `${place}.${word}.`,
    }));
  }
  if (step.type !== 'branch' && step.type !== 'split') return [];
  const ways = step[step.type] as readonly Readonly<Record<string, readonly StepFile[]>>[];
  return ways.map((way, index) => {
    const word = 'else' in way ? 'else' : 'then';
    return { steps: way[word] ?? [], at: [...at, step.type, index, word], place: `${place}.${index}.` };
  });
}

function sizeOf(steps: readonly StepFile[]): number {
  return steps.reduce(
    (sum, step) => sum + 1 + nestedOf(step, [], '').reduce((all, each) => all + sizeOf(each.steps), 0),
    0,
  );
}

/**
 * Lays the tree of steps out as one list, so that a run's place in it is one number. A step goes on behind itself unless it
 * says `next`; what stands in a branch goes on behind the branch.
 */
export function layOut(steps: readonly StepFile[]): PlacedStep[] {
  return lay({ steps, at: ['steps'], place: '' }, 0, sizeOf(steps));
}

function lay({ steps, at, place }: Nested, from: number, behind: number): PlacedStep[] {
  let position = from;
  return steps.flatMap((step, index) => {
    const own = position;
    const below = nestedOf(step, [...at, index], `${place}${index}`);
    const starts: number[] = [];
    let cursor = own + 1;
    for (const each of below) {
      starts.push(cursor);
      cursor += sizeOf(each.steps);
    }
    position = cursor;
    const after = index === steps.length - 1 ? behind : cursor;
    const leads = below.map((each, n) => (each.steps.length > 0 ? (starts[n] as number) : after));
    const id = step.id ?? `${place}${index}`;
    const next = below.length === 0 && after !== own + 1 ? { next: after } : {};
    const laid = { step: { ...bodyOf(step, leads, after), id, ...next } as Step, at: [...at, index] };
    return [laid, ...below.flatMap((each, n) => lay(each, starts[n] as number, after))];
  });
}

/** `leads` are the positions that its nested lists begin at, `after` the one behind the whole step. */
function bodyOf(step: StepFile, leads: readonly number[], after: number): Body {
  const body = step[step.type];
  switch (step.type) {
    case 'send':
      return { type: 'send', ...(typeof body === 'string' ? { template: body } : (body as object)) };
    case 'wait':
      return { type: 'wait', ...waitOf(body) };
    case 'waitFor': {
      const { outcome, ...rest } = body as { outcome?: string | string[] };
      const outcomes = outcome === undefined ? {} : { outcome: [outcome].flat() };
      return { type: 'waitFor', ...rest, ...outcomes, heard: leads[0], missed: leads[1] };
    }
    case 'branch':
      return branchOf(body as readonly { when?: Json }[], leads, after);
    case 'split': {
      const ways = body as readonly { percent: number }[];
      return { type: 'split', ways: ways.map(({ percent }, index) => ({ percent, to: leads[index] })) };
    }
    case 'set':
      return { type: 'set', traits: traitsOf(body as Named) };
    case 'withdraw': {
      const topics =
        typeof body === 'object' && 'topics' in (body as object)
          ? (body as { topics: string[] }).topics
          : [body].flat();
      return { type: 'withdraw', topics: [...new Set(topics as string[])] };
    }
    case 'exit':
      return { type: 'exit' };
    case 'emit':
    case 'notify':
      return { type: step.type, ...(body as object) };
    default:
      return assertNever(step.type);
  }
}

function waitOf(body: unknown): object {
  if (typeof body === 'number') return { for: body };
  return body as { until: WaitEnd } | { for: { path: string; default: number } };
}

function branchOf(cases: readonly { readonly when?: Json }[], leads: readonly number[], after: number): Body {
  const withCondition = cases.flatMap(({ when }, index) => (when === undefined ? [] : [{ when, to: leads[index] }]));
  return { type: 'branch', cases: withCondition, else: withCondition.length < cases.length ? leads.at(-1) : after };
}

/** `{ trait, value }` for one, or a block of names and values for several. */
function traitsOf(body: Named): Named {
  const { trait, value, ...rest } = body;
  if (typeof trait === 'string' && value !== undefined && Object.keys(rest).length === 0) return { [trait]: value };
  return body;
}

/** The positions that a step may go on to. */
export function leadsOf(step: Step, position: number): readonly number[] {
  switch (step.type) {
    case 'waitFor':
      return [step.heard, step.missed];
    case 'branch':
      return [...step.cases.map((each) => each.to), step.else];
    case 'split':
      return step.ways.map((way) => way.to);
    case 'exit':
      return [];
    default:
      return [step.next ?? position + 1];
  }
}

/** Steps that no way leads to: what stands behind an `exit`, or behind branches that all end. */
export function unreachable(steps: readonly PlacedStep[]): readonly PlacedStep[] {
  const reached = new Set<number>();
  const open = [0];
  for (let position = open.pop(); position !== undefined; position = open.pop()) {
    const placed = steps[position];
    if (!placed || reached.has(position)) continue;
    reached.add(position);
    open.push(...leadsOf(placed.step, position));
  }
  return steps.filter((_, position) => !reached.has(position));
}
