import { isObject, type Json } from '../kernel/json.ts';
import type { Trigger } from '../workspace/campaign-definition.ts';
import type { CampaignDraft } from '../workspace/campaign-file.ts';
import type { TrackedEvent } from '../workspace/definitions.ts';
import { type Finding, suggestion } from '../workspace/findings.ts';
import type { UsedVariable } from './liquid-checks.ts';

/** What each file of a template reads. */
interface TemplateReads {
  readonly id: string;
  readonly file: string;
  readonly variables: readonly UsedVariable[];
}

/**
 * Whether the events that start a campaign provide what its templates read. Only event types with a `sample` can tell;
 * properties of any other type are never findings, and render empty.
 */
export function campaignContentFindings(
  { definition }: CampaignDraft,
  events: Readonly<Record<string, TrackedEvent>>,
  templates: readonly TemplateReads[],
): Finding[] {
  const used = new Set(definition.steps.flatMap((step) => (step.type === 'send' ? [step.template] : [])));
  const samples = definition.triggers.flatMap((trigger) => samplesOf(trigger, events));
  const steps = definition.steps.map((step) => step.id);
  return templates
    .filter((template) => used.has(template.id))
    .flatMap(({ file, variables }) =>
      variables.flatMap((variable) => variableFinding(file, variable, definition.id, samples, steps) ?? []),
    );
}

/** What `properties` may hold by a trigger; undefined where nobody can tell. */
export function samplesOf(trigger: Trigger, events: Readonly<Record<string, TrackedEvent>>): (Json | undefined)[] {
  const sampleOf = (type: string) => (Object.hasOwn(events, type) ? events[type]?.sample : undefined);
  if (trigger.kind === 'event') return [sampleOf(trigger.event)];
  if (trigger.kind === 'inactivity') return trigger.after.map(sampleOf);
  return [undefined];
}

function variableFinding(
  file: string,
  variable: UsedVariable,
  campaign: string,
  samples: readonly (Json | undefined)[],
  steps: readonly string[],
): Finding | null {
  const { path, row, column } = variable;
  const [root, name] = path;
  const wrong = (words: string): Finding => ({
    file,
    line: row,
    column,
    path: 'body',
    message: words,
    severity: 'error',
  });
  if (root === 'steps' && name !== undefined && !steps.includes(name)) {
    return wrong(`reads \`steps.${name}\`, but the campaign ${campaign} has no such step${suggestion(name, steps)}`);
  }
  const missing = missingProperty(variable, campaign, samples);
  return missing === null ? null : wrong(missing);
}

/** Says of a variable that no event which starts the campaign has it, where every sample is known; else null. */
export function missingProperty(
  { path }: UsedVariable,
  campaign: string,
  samples: readonly (Json | undefined)[],
): string | null {
  const [root, name] = path;
  if (root !== 'properties' || samples.length === 0 || samples.some((sample) => sample === undefined)) return null;
  if (samples.some((sample) => has(sample, path.slice(1)))) return null;
  const known = samples.flatMap((sample) => (isObject(sample) ? Object.keys(sample) : []));
  const advice = path.length === 2 ? suggestion(name ?? '', known) : '';
  return `reads \`${path.join('.')}\`, which the sample of the event that starts ${campaign} does not have (events.yaml)${advice}`;
}

/** `size`, `first` and `last` are Liquid's own words for lists and texts. */
function has(value: Json | undefined, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return true;
  if (isObject(value)) return Object.hasOwn(value, name) ? has(value[name], rest) : name === 'size';
  if (Array.isArray(value)) return name === 'size' || ((name === 'first' || name === 'last') && has(value[0], rest));
  return typeof value === 'string' && name === 'size';
}
