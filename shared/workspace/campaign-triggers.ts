import type { Trigger } from './campaign-definition.ts';
import type { CampaignFile, TriggerFile } from './schemas/campaign.ts';

/** A trigger with its place in the file. */
interface PlacedTrigger {
  readonly trigger: Trigger;
  readonly at: readonly PropertyKey[];
}

/** Every trigger of a campaign, one a line; an `event` with several types is several. */
export function triggersIn(file: CampaignFile): PlacedTrigger[] {
  if (!Array.isArray(file.trigger)) return kindsOf(file.trigger, file, ['trigger']);
  return file.trigger.flatMap((trigger, index) => kindsOf(trigger, file, ['trigger', index]));
}

function kindsOf(file: TriggerFile, campaign: CampaignFile, at: readonly PropertyKey[]): PlacedTrigger[] {
  const { event, inactivity, date, schedule } = file;
  // What stands beside `trigger` holds for every trigger that says nothing of its own.
  const { key = campaign.key, where = campaign.where } = file;
  const enroll = (file.enroll ?? campaign.enroll) === 'existing-too' ? { enroll: 'existing-too' as const } : {};
  const base = { ...(key === undefined ? {} : { key }), ...(where === undefined ? {} : { where }), ...enroll };
  const placed = (trigger: Trigger) => ({ trigger, at });
  if (event !== undefined) return [event].flat().map((type) => placed({ kind: 'event', event: type, ...base }));
  if (inactivity !== undefined) {
    const { after, unless } = inactivity;
    const lists = { after: [after].flat(), unless: [unless ?? []].flat() };
    return [placed({ kind: 'inactivity', ...lists, for: inactivity.for, ...base })];
  }
  if (date !== undefined) return [placed({ kind: 'date', ...date, before: [date.before].flat(), ...base })];
  if (schedule !== undefined) return [placed({ kind: 'schedule', ...schedule, ...base })];
  return [];
}
