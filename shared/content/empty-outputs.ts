import { type Context, type Emitter, Output, type Template } from 'liquidjs';
import { FACT_ROOTS } from '../workspace/fact-names.ts';
import { textLiquid } from './liquid.ts';
import { type MessageInput, scopeOf } from './render.ts';

const PARTS = ['subject', 'preheader', 'html', 'text'] as const;

/** A variable that left nothing in the mail, as the template writes it. */
interface EmptyOutput {
  readonly part: (typeof PARTS)[number];
  readonly variable: string;
}

/**
 * The facts that a mail asked for and that rendered empty, each once, in the first part where it stands. Only what is written
 * into the mail counts: a condition may well ask for what is not there. Refuses nothing; throws as rendering does.
 */
export function emptyOutputs(input: MessageInput): readonly EmptyOutput[] {
  const source = input.template.parts[input.locale];
  if (!source) return [];
  const found = new Map<string, EmptyOutput>();
  const options = { globals: { locale: input.locale, timeZone: input.timeZone } };
  for (const part of PARTS) {
    // Parsed anew: the templates that mails are rendered with stay untouched.
    const templates = textLiquid.parse(source[part]);
    watch(templates, (variable) => {
      if (!found.has(variable)) found.set(variable, { part, variable });
    });
    textLiquid.renderSync(templates, scopeOf(input), options);
  }
  return [...found.values()];
}

/** Tells of every output, also those within conditions and loops, that writes nothing. */
function watch(templates: readonly Template[], tell: (variable: string) => void): void {
  for (const template of templates) {
    if (template instanceof Output) watchOutput(template, tell);
    watch(childrenOf(template), tell);
  }
}

function childrenOf(template: Template): readonly Template[] {
  const walk = template.children?.(false, true);
  const { value } = walk?.next() ?? {};
  return Array.isArray(value) ? value : [];
}

function watchOutput(output: Output, tell: (variable: string) => void): void {
  const variable = output.token.content.trim();
  if (!asksForFact(variable)) return;
  const original = output.render.bind(output);
  output.render = function* (context: Context, emitter: Emitter) {
    const before = emitter.buffer.length;
    const result: unknown = yield* original(context, emitter);
    if (emitter.buffer.slice(before).trim() === '') tell(variable);
    return result;
  };
}

function asksForFact(variable: string): boolean {
  const root = /^[\w-]+/.exec(variable)?.[0];
  return FACT_ROOTS.some((each) => each === root);
}
