import { parseDuration } from '../../shared/kernel/durations.ts';
import type { Trigger } from '../../shared/workspace/campaign-definition.ts';

const DAY_MINUTES = 24 * 60;

/** What starts a campaign, as a sentence: `after cart.abandoned`. */
export function triggerInWords(triggers: readonly Trigger[]): string {
  return triggers.map(oneInWords).join(', or ');
}

function oneInWords(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'event':
      return `after ${trigger.event}`;
    case 'inactivity': {
      const unless = trigger.unless.length === 0 ? 'nothing' : `no ${listed(trigger.unless)}`;
      return `${unless} for ${durationWords(trigger.for)} after ${listed(trigger.after)}`;
    }
    case 'date': {
      const leads = trigger.before.map(leadWords).join(' and ');
      return `${leads} ${trigger.path}${trigger.yearly ? ', every year' : ''}, at ${clock(trigger.at)}`;
    }
    case 'schedule':
      return `${trigger.on ? `on ${trigger.on}` : `by the calendar (${trigger.rrule ?? ''})`}, at ${clock(trigger.at)}`;
    default:
      // Another kind of a later version is named by its own word.
      return (trigger as { readonly kind: string }).kind;
  }
}

/** Months and years have no length of their own and keep their ISO text. */
function leadWords(lead: string): string {
  const ms = parseDuration(lead);
  if (ms === 0) return 'on the day of';
  return `${ms === null ? lead : durationWords(ms)} before`;
}

function listed(names: readonly string[]): string {
  return names.join(' or ');
}

function clock(minutes: number): string {
  const ofDay = minutes % DAY_MINUTES;
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`;
}

function durationWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes % DAY_MINUTES === 0) return count(minutes / DAY_MINUTES, 'day');
  return minutes % 60 === 0 ? count(minutes / 60, 'hour') : count(minutes, 'minute');
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
