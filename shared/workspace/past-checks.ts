import { Temporal } from 'temporal-polyfill';
import { type Instant, parseInstant } from '../kernel/instants.ts';
import type { ScheduleTrigger } from './campaign-definition.ts';
import type { CampaignDraft } from './campaign-file.ts';
import { readDayRule } from './day-rule.ts';
import { type Finding, pathText } from './findings.ts';
import { daysOf } from './rule-days.ts';

/** Where the calendar stands in the zone of the settings. */
interface Today {
  readonly now: Instant;
  readonly day: string;
  /** Of the day. */
  readonly minute: number;
}

/** As far ahead as a rule may lie idle: a 29 February that a century leaves out. */
const YEARS_AHEAD = 9;

/**
 * What of an active campaign can never happen any more at `now` (ms), days and times in the zone of the settings: it ended, or
 * its broadcasts lie behind. Warnings: the same files were right when they were written.
 */
export function pastFindings(campaign: CampaignDraft, zone: string, now: Instant): Finding[] {
  const { yaml, definition, triggersAt } = campaign;
  if (definition.status !== 'active') return [];
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const today = { now, day: local.toPlainDate().toString(), minute: local.hour * 60 + local.minute };
  if (definition.ends !== undefined && isOver(definition.ends, today)) {
    const words = `\`ends\` is ${definition.ends}, which is past: nobody enters any more and nothing is sent; write \`status: archived\`, or another end`;
    return [yaml.at(['ends'], words, 'warning')];
  }
  return definition.triggers.flatMap((trigger, index) => {
    if (trigger.kind !== 'schedule' || comesAgain(trigger, campaign, today)) return [];
    const name = trigger.on === undefined ? 'rrule' : 'on';
    const at = [...(triggersAt[index] ?? []), 'schedule', name];
    const words = `\`${pathText(at)}\` is ${trigger[name] ?? ''}: no broadcast is to come any more`;
    return [yaml.at(at, words, 'warning')];
  });
}

function isOver(ends: string, { now, day }: Today): boolean {
  const at = parseInstant(ends);
  return at === null ? ends <= day : at <= now;
}

function comesAgain(
  { on, rrule, at }: ScheduleTrigger,
  { definition }: CampaignDraft,
  { day, minute }: Today,
): boolean {
  const isAhead = (each: string) => each > day || (each === day && at > minute);
  if (on !== undefined) return isAhead(on);
  const read = readDayRule(rrule ?? '');
  // What cannot be read, or never comes at all, is told elsewhere.
  if (!read.ok) return true;
  const last = `${Number(day.slice(0, 4)) + YEARS_AHEAD}${day.slice(4)}`;
  const upTo = definition.ends === undefined ? last : definition.ends.slice(0, 10);
  return daysOf(read.rule, definition.starts?.slice(0, 10) ?? null, day, upTo, 2).some(isAhead);
}
