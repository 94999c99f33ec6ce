import type { Json } from '../kernel/json.ts';
import type { Trigger } from './campaign-definition.ts';
import type { CampaignDraft } from './campaign-file.ts';
import type { TrackedEvent } from './definitions.ts';
import { type Finding, pathText, suggestion } from './findings.ts';
import { type Asked, asked } from './pattern-checks.ts';

type Samples = readonly (Json | undefined)[];
type Place = readonly PropertyKey[];
type Events = Readonly<Record<string, TrackedEvent>>;

/**
 * What a campaign asks of the events that the tracking plan has a sample of, and that no sample has: keys, values of goals, moments,
 * conditions. Properties of any other event are never findings. All of them warnings: a sample may have left something out.
 */
export function sampleFindings(campaign: CampaignDraft, events: Events): Finding[] {
  const at = (type: string): Samples => [Object.hasOwn(events, type) ? events[type]?.sample : undefined];
  const start = campaign.definition.triggers.flatMap((trigger) => startSamples(trigger, at));
  return [
    ...pathsIn(campaign, at, start).flatMap((each) => pathFinding(campaign, each)),
    ...conditionsIn(campaign, at, start).flatMap((each) => conditionFindings(campaign, each)),
  ];
}

function startSamples(trigger: Trigger, at: (type: string) => Samples): Samples {
  if (trigger.kind === 'event') return at(trigger.event);
  return trigger.kind === 'inactivity' ? trigger.after.flatMap(at) : [undefined];
}

interface AskedPath {
  readonly place: Place;
  readonly path: string | undefined;
  readonly samples: Samples;
}

/** Every path below `properties.` that a campaign names, with what it is asked of. */
function pathsIn(
  { definition, placed, triggersAt }: CampaignDraft,
  at: (type: string) => Samples,
  start: Samples,
): AskedPath[] {
  const { triggers, exit, goal } = definition;
  return [
    ...triggers.map((trigger, index): AskedPath => {
      return { place: [...(triggersAt[index] ?? []), 'key'], path: trigger.key, samples: startSamples(trigger, at) };
    }),
    ...exit.flatMap((rule, index): AskedPath[] => {
      if (rule.kind !== 'event') return [];
      return [{ place: ['exit', index, 'sameKey'], path: rule.sameKey, samples: at(rule.event) }];
    }),
    ...(goal ? (['sameKey', 'value'] as const) : []).map((name): AskedPath => {
      return { place: ['goal', name], path: goal?.[name], samples: at(goal?.event ?? '') };
    }),
    ...placed.flatMap(({ step, at: place }): AskedPath[] => {
      if (step.type === 'waitFor' && step.event !== undefined)
        return [{ place: [...place, 'waitFor', 'sameKey'], path: step.sameKey, samples: at(step.event) }];
      if (step.type !== 'wait') return [];
      const until = step.until !== undefined && 'path' in step.until ? step.until.path : undefined;
      const during = typeof step.for === 'object' ? step.for.path : undefined;
      const name = until === undefined ? 'for' : 'until';
      return [{ place: [...place, 'wait', name, 'path'], path: until ?? during, samples: start }];
    }),
  ];
}

function pathFinding({ yaml }: CampaignDraft, { place, path, samples }: AskedPath): Finding[] {
  const [root, ...names] = path?.split('.') ?? [];
  if (root !== 'properties' || !isKnown(samples)) return [];
  if (samples.some((sample) => valuesIn(sample, names).length > 0)) return [];
  const words = `\`${pathText(place)}\` is \`${path}\`, which the sample of the event does not have (events.yaml)`;
  return [yaml.at(place, `${words}${advice(names, samples)}`, 'warning')];
}

function isKnown(samples: Samples): samples is readonly Json[] {
  return samples.length > 0 && samples.every((sample) => sample !== undefined);
}

/** Every value at a way of names; through a list, of any of its items. */
function valuesIn(sample: Json | undefined, names: readonly string[]): readonly Json[] {
  if (Array.isArray(sample)) return sample.flatMap((item: Json) => valuesIn(item, names));
  const [name, ...rest] = names;
  if (name === undefined) return sample === undefined ? [] : [sample];
  if (typeof sample !== 'object' || sample === null || !Object.hasOwn(sample, name)) return [];
  return valuesIn((sample as { readonly [name: string]: Json })[name], rest);
}

function advice(names: readonly string[], samples: readonly Json[]): string {
  if (names.length !== 1) return '';
  const known = samples.flatMap((sample) => (typeof sample === 'object' && sample !== null ? Object.keys(sample) : []));
  return suggestion(names[0] ?? '', new Set(known));
}

interface Condition {
  readonly place: Place;
  readonly source: Json | undefined;
  readonly samples: Samples;
}

function conditionsIn(
  { yaml, definition, placed, triggersAt }: CampaignDraft,
  at: (type: string) => Samples,
  start: Samples,
): Condition[] {
  const { triggers, exit, goal, audience } = definition;
  const whereAt = (place: Place): Place => {
    const holder = place.reduce<unknown>((value, part) => Object(value)[part], yaml.value);
    return Object.hasOwn(Object(holder), 'where') ? [...place, 'where'] : ['where'];
  };
  return [
    ...triggers.map((trigger, index): Condition => {
      return { place: whereAt(triggersAt[index] ?? []), source: trigger.where, samples: startSamples(trigger, at) };
    }),
    { place: ['audience'], source: audience, samples: start },
    ...exit.flatMap((rule, index): Condition[] => {
      return rule.kind === 'event'
        ? [{ place: ['exit', index, 'where'], source: rule.where, samples: at(rule.event) }]
        : [];
    }),
    { place: ['goal', 'where'], source: goal?.where, samples: at(goal?.event ?? '') },
    ...placed.flatMap(({ step, at: place }): Condition[] => {
      if (step.type === 'waitFor')
        return [{ place: [...place, 'waitFor', 'where'], source: step.where, samples: at(step.event ?? '') }];
      if (step.type !== 'branch') return [];
      return step.cases.map(({ when }, index) => ({
        place: [...place, 'branch', index, 'when'],
        source: when,
        samples: start,
      }));
    }),
  ];
}

function conditionFindings({ yaml }: CampaignDraft, { place, source, samples }: Condition): Finding[] {
  if (source === undefined || !isKnown(samples)) return [];
  return asked(source, place).flatMap((each) => {
    const [root, ...names] = each.names;
    if (root !== 'properties' || names.length === 0 || asksForAbsence(each)) return [];
    const values = samples.flatMap((sample) => valuesIn(sample, names));
    const path = each.names.join('.');
    const words =
      values.length === 0
        ? `asks for \`${path}\`, which the sample of the event does not have (events.yaml)${advice(names, samples)}`
        : otherKind(each, values, path);
    return words === null ? [] : [yaml.atKey(each.path, `\`${pathText(place)}\` ${words}`, 'warning')];
  });
}

function alternativesOf({ value }: Asked): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function asksForAbsence(each: Asked): boolean {
  return alternativesOf(each).some((leaf: Json) => JSON.stringify(leaf) === '{"exists":false}' || leaf === null);
}

const OF_TEXT = new Set(['prefix', 'suffix', 'equals-ignore-case', 'wildcard', 'cidr']);

/** The kind of value that an alternative fits: text never equals a number, not even `"20"` the number 20. */
function kindOf(leaf: Json): 'text' | 'number' | null {
  if (typeof leaf === 'string') return 'text';
  if (typeof leaf === 'number') return 'number';
  const [operator] = typeof leaf === 'object' && leaf !== null ? Object.keys(leaf) : [];
  if (operator === 'numeric') return 'number';
  return operator !== undefined && OF_TEXT.has(operator) ? 'text' : null;
}

function otherKind(each: Asked, values: readonly Json[], path: string): string | null {
  const asks = new Set(alternativesOf(each).map(kindOf));
  const has = new Set(values.map(kindOf));
  const [asked] = asks;
  const [found] = has;
  if (asks.size !== 1 || has.size !== 1 || !asked || !found || asked === found) return null;
  const example = JSON.stringify(values[0]);
  return `compares \`${path}\` with a ${asked}, and in the sample it is a ${found} (${example}): the two are never equal`;
}
