import type { Silence } from '../campaigns/enrollment.ts';
import { takesIn } from '../campaigns/entry.ts';
import { isoInstant } from '../kernel/instants.ts';
import type { InactivityTrigger } from '../workspace/campaign-definition.ts';
import type { Campaign } from '../workspace/workspace.ts';
import type { Draft } from './draft.ts';
import { wasBroken } from './endings.ts';

/**
 * `enroll: existing-too` of a silence: the clock of the latest `after` event that is remembered starts now, where its end is
 * ahead. Not where an `unless` event came since, nor where it may have come unremembered, nor where a key or a condition would
 * ask for properties that nobody kept.
 */
export function armSilences(draft: Draft): void {
  const { campaigns, settings } = draft.workspace;
  for (const campaign of campaigns.values()) {
    if (!takesIn(campaign, settings.timeZone, draft.now)) continue;
    for (const [index, trigger] of campaign.entrances.entries()) {
      if (trigger.kind === 'inactivity') armOne(draft, campaign, trigger, index);
    }
  }
}

function armOne(draft: Draft, campaign: Campaign, trigger: InactivityTrigger, index: number): void {
  const { person, workspace, now } = draft;
  const { enroll, key, where, after, unless } = trigger;
  if (enroll !== 'existing-too' || key !== undefined || where !== undefined) return;
  if (!unless.every((type) => workspace.events[type]?.remember === true)) return;
  if (person.silences.some((each) => each.campaign === campaign.id && each.trigger === index)) return;
  const last = after.flatMap((type) => {
    const counter = person.counters[type];
    return counter ? [{ type, occurredAt: counter.last }] : [];
  });
  const [latest] = last.toSorted((a, b) => b.occurredAt - a.occurredAt);
  if (!latest || latest.occurredAt + trigger.for <= now) return;
  if (unless.some((type) => (person.counters[type]?.last ?? 0) >= latest.occurredAt)) return;
  if (wasBroken(person, campaign.id, null, latest.occurredAt)) return;
  const silence: Silence = {
    campaign: campaign.id,
    trigger: index,
    key: null,
    // The event's own id is not remembered; the same event makes the same clock, however often everybody is armed.
    eventId: `remembered:${latest.type}:${isoInstant(latest.occurredAt)}`,
    ...latest,
    properties: {},
    dueAt: latest.occurredAt + trigger.for,
  };
  draft.person = { ...person, silences: [...person.silences, silence] };
}
