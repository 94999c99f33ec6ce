import type { Json, JsonObject } from '../kernel/json.ts';
import type { CampaignDraft } from './campaign-file.ts';
import type { Settings } from './definitions.ts';
import { type Finding, pathText, suggestion } from './findings.ts';

/** Where a campaign's triggers and waits read a date of the profile, as names below `profile`. */
function datesOf({ definition, placed, triggersAt }: CampaignDraft) {
  const all = [
    ...definition.triggers.flatMap((trigger, index) =>
      trigger.kind === 'date' ? [{ path: trigger.path, at: [...(triggersAt[index] ?? []), 'date', 'path'] }] : [],
    ),
    ...placed.flatMap(({ step, at }) =>
      step.type === 'wait' && step.until !== undefined && 'path' in step.until
        ? [{ path: step.until.path, at: [...at, 'wait', 'until', 'path'] }]
        : [],
    ),
  ];
  return all
    .filter(({ path }) => path.startsWith('profile.'))
    .map(({ path, at }) => ({ path, at, names: path.replaceAll('[]', '').split('.').slice(1) }));
}

/** Dates that nobody of the sample people has: traits need no declaration, so this is all that can be known of their names. */
export function sampledDateFindings(campaigns: readonly CampaignDraft[], people: readonly JsonObject[]): Finding[] {
  const known = new Set(people.flatMap((traits) => Object.keys(traits)));
  if (known.size === 0) return [];
  return campaigns.flatMap((campaign) =>
    datesOf(campaign)
      .filter(({ names }) => !people.some((traits) => has(traits, names)))
      .map(({ path, at, names }) => {
        const advice = known.has(names[0] ?? '') ? '' : suggestion(names[0] ?? '', known);
        const words = `\`${pathText(at)}\` is \`${path}\`, which nobody in samples/ has${advice}`;
        return campaign.yaml.at(at, words, 'warning');
      }),
  );
}

function has(value: Json | undefined, [name, ...rest]: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((item: Json) => has(item, name === undefined ? [] : [name, ...rest]));
  if (name === undefined) return value !== undefined;
  return (
    typeof value === 'object' && value !== null && Object.hasOwn(value, name) && has((value as JsonObject)[name], rest)
  );
}

/** A date that people write as free text on the preference page is no date most of the time. */
export function writtenDateFindings(campaign: CampaignDraft, { selfService }: Settings): Finding[] {
  return datesOf(campaign).flatMap(({ path, at, names }) => {
    const own = selfService.traits.find(({ trait }) => names.length === 1 && trait === names[0]);
    if (own === undefined || own.type === 'date') return [];
    const words = `\`${pathText(at)}\` is \`${path}\`, which people write as ${own.type} on the preference page: give it \`type: date\` in \`selfService.traits\` of settings.yaml`;
    return [campaign.yaml.at(at, words, 'warning')];
  });
}
