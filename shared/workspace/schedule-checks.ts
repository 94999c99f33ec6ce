import { readDayRule } from './day-rule.ts';
import type { Finding } from './findings.ts';
import { pathText } from './findings.ts';
import type { CampaignFile, TriggerFile } from './schemas/campaign.ts';
import type { YamlFile } from './yaml-file.ts';

/** A rule that cannot be read, that never comes, or that counts from a day which nobody named. */
export function scheduleFindings(
  yaml: YamlFile,
  { starts }: CampaignFile,
  { schedule }: TriggerFile,
  at: readonly PropertyKey[],
): Finding[] {
  if (schedule?.rrule === undefined) return [];
  const place = [...at, 'schedule', 'rrule'];
  const read = readDayRule(schedule.rrule);
  if (!read.ok) return [yaml.at(place, `\`${pathText(place)}\` ${read.message}`)];
  if (!read.rule.needsStart || starts !== undefined) return [];
  const words = `\`${pathText(place)}\` counts from a day: give the campaign \`starts\`, or name the days with BYDAY or BYMONTHDAY`;
  return [yaml.at(place, words)];
}
