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
  inactivity: 'use `event` with a `wait` before the first send and an `exit` on what should end it',
  date: 'send an event when the date comes near and use `event`',
  segment: 'send an event when the customer enters and use `event`',
  schedule: 'send an event for each customer and use `event`',
};

const STEPS: Readonly<Record<string, string>> = {
  waitFor: 'use `wait` and an `exit` rule for the event that should end the campaign',
  branch: 'use two campaigns, each with its own `where` or `audience`',
  split: 'use two campaigns, or `holdout` to measure against nothing',
  set: 'send the trait with an event of your own systems',
  emit: 'publish the event from your own systems',
  notify: 'let your own systems listen to the event and tell your colleagues',
  exit: 'use an `exit` rule of the campaign, or end the list of steps here',
};

type Block = Readonly<Record<string, unknown>>;

function isBlock(value: unknown): value is Block {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listed(value: unknown): readonly (readonly [unknown, readonly PropertyKey[]])[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map((item, index) => [item, [index]] as const) : [[value, []]];
}

function inTrigger(trigger: unknown, at: readonly PropertyKey[]): Part[] {
  if (!isBlock(trigger)) return [];
  const parts = Object.entries(TRIGGERS)
    .filter(([name]) => name in trigger)
    .map(([name, remedy]) => ({ path: [...at, name], name, remedy }));
  return [...parts, ...inEnroll(trigger, at)];
}

function inEnroll(owner: Block, at: readonly PropertyKey[]): Part[] {
  if (owner.enroll !== 'existing-too') return [];
  return [
    {
      path: [...at, 'enroll'],
      name: 'enroll: existing-too',
      remedy: 'leave it out: only what happens after publication starts the campaign',
    },
  ];
}

function inStep(step: unknown, at: readonly PropertyKey[]): Part[] {
  if (!isBlock(step)) return [];
  const parts = Object.entries(STEPS)
    .filter(([name]) => name in step && !('send' in step) && !('wait' in step))
    .map(([name, remedy]) => ({ path: [...at, name], name, remedy }));
  const wait = step.wait;
  if (!isBlock(wait)) return parts;
  const form = Object.keys(wait)[0] ?? 'until';
  return [
    ...parts,
    { path: [...at, 'wait'], name: `wait: { ${form} }`, remedy: 'use `wait` with a duration such as P1D' },
  ];
}

/** What a campaign's file uses that is not built yet, each at its own key. */
export function unavailableInCampaign(yaml: YamlFile): Finding[] {
  const campaign = yaml.value;
  if (!isBlock(campaign)) return [];
  const triggers = listed(campaign.trigger).flatMap(([trigger, index]) => inTrigger(trigger, ['trigger', ...index]));
  const steps = Array.isArray(campaign.steps)
    ? campaign.steps.flatMap((step, index) => inStep(step, ['steps', index]))
    : [];
  const own: Part[] = [
    {
      path: ['goal'],
      name: 'goal',
      remedy: 'leave it out; an `exit` rule already ends the campaign when it is reached',
    },
    { path: ['starts'], name: 'starts', remedy: 'publish with `status: draft` and set `status: active` on the day' },
    { path: ['ends'], name: 'ends', remedy: 'set `status: paused` or `archived` on the day' },
  ].filter((part) => campaign[part.name] !== undefined);
  return [...triggers, ...inEnroll(campaign, []), ...own, ...steps].map((part) => refusal(yaml, part));
}

/** What events.yaml uses that is not built yet. */
export function unavailableInEvents(yaml: YamlFile): Finding[] {
  const plan = yaml.value;
  if (!isBlock(plan)) return [];
  const events = isBlock(plan.events) ? Object.entries(plan.events) : [];
  const mapped = events.flatMap(([type, entry]) =>
    ['from', 'map']
      .filter((name) => isBlock(entry) && entry[name] !== undefined)
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
