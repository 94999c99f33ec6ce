import { isObject } from '../kernel/json.ts';
import type { Finding } from './findings.ts';
import type { YamlFile } from './yaml-file.ts';

/**
 * Parts of the workspace language that the schemas accept and this version does not perform yet. Refusing them by name,
 * with what to use instead, is kinder than "unknown key" and safer than accepting a rule that nobody applies.
 */
interface Part {
  readonly path: readonly PropertyKey[];
  readonly name: string;
  readonly remedy: string;
}

const TRIGGERS: Readonly<Record<string, string>> = {
  segment: 'send an event when the customer enters and use `event`',
};

function listed(value: unknown): readonly (readonly [unknown, readonly PropertyKey[]])[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map((item, index) => [item, [index]] as const) : [[value, []]];
}

function inTrigger(trigger: unknown, at: readonly PropertyKey[]): Part[] {
  if (!isObject(trigger)) return [];
  return Object.entries(TRIGGERS)
    .filter(([name]) => name in trigger)
    .map(([name, remedy]) => ({ path: [...at, name], name, remedy }));
}

/** What a campaign's file uses that is not built yet, each at its own key. */
export function unavailableInCampaign(yaml: YamlFile): Finding[] {
  const campaign = yaml.value;
  if (!isObject(campaign)) return [];
  const triggers = listed(campaign.trigger).flatMap(([trigger, index]) => inTrigger(trigger, ['trigger', ...index]));
  return triggers.map((part) => refusal(yaml, part));
}

/** What events.yaml uses that is not built yet. */
export function unavailableInEvents(yaml: YamlFile): Finding[] {
  const plan = yaml.value;
  if (!isObject(plan)) return [];
  const events = isObject(plan.events) ? Object.entries(plan.events) : [];
  const mapped = events.flatMap(([type, entry]) =>
    ['from', 'map']
      .filter((name) => isObject(entry) && entry[name] !== undefined)
      .map((name) => ({
        path: ['events', type, name],
        name,
        remedy: 'publish the event in the shape of the contract',
      })),
  );
  const computed = [
    { path: ['computed'], name: 'computed', remedy: 'send the number as a trait, and ask for it under `profile`' },
    { path: ['segments'], name: 'segments', remedy: 'write the condition into the `audience` of the campaign' },
  ].filter((part) => hasContent(plan[part.name]));
  return [...mapped, ...computed].map((part) => refusal(yaml, part));
}

/** surveys.yaml may be absent or empty. */
export function unavailableSurveys(yaml: YamlFile): Finding[] {
  if (!hasContent(yaml.value)) return [];
  return [yaml.at([], 'surveys are not available in this version; leave surveys.yaml out or empty')];
}

function hasContent(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

function refusal(yaml: YamlFile, part: Part): Finding {
  return yaml.atKey(part.path, `\`${part.name}\` is not available in this version; ${part.remedy}`);
}
