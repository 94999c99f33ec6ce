import type { Silence } from '../campaigns/enrollment.ts';
import { takesIn } from '../campaigns/entry.ts';
import { type Facts, keyAt, keysAt } from '../campaigns/paths.ts';
import type { InactivityTrigger } from '../workspace/campaign-definition.ts';
import { type Entrance, entranceAt } from '../workspace/workspace.ts';
import type { Draft } from './draft.ts';
import { eventHash, rememberEnding, wasBroken } from './endings.ts';
import { enter } from './entering.ts';
import type { CustomerEvent } from './input.ts';

type Silent = Entrance<InactivityTrigger>;

function entrancesFor(draft: Draft, type: string, list: 'after' | 'unless'): readonly Silent[] {
  const { silencedBy, settings } = draft.workspace;
  return (silencedBy.get(type) ?? []).filter(
    ({ campaign, trigger }) => trigger[list].includes(type) && takesIn(campaign, settings.timeZone, draft.now),
  );
}

function keyOf({ trigger }: Silent, facts: () => Facts): string | null {
  return trigger.key === undefined ? null : keyAt(facts(), trigger.key);
}

function isOf({ campaign, index }: Silent, silence: Silence): boolean {
  return silence.campaign === campaign.id && silence.trigger === index;
}

/** An `unless` event stops the clock of its key, or of each that it names; one that names none stops every clock of the campaign (design 5). */
export function breakSilences(draft: Draft, event: CustomerEvent, facts: () => Facts): void {
  for (const entrance of entrancesFor(draft, event.type, 'unless')) {
    const { key: path } = entrance.trigger;
    const named = path === undefined ? [] : keysAt(facts(), path);
    const keys: readonly (string | null)[] = named.length === 0 ? [null] : named;
    const isBroken = (each: Silence) =>
      isOf(entrance, each) && (keys.includes(null) || keys.includes(each.key)) && event.occurredAt >= each.occurredAt;
    const silences = draft.person.silences.filter((each) => !isBroken(each));
    if (silences.length < draft.person.silences.length) draft.person = { ...draft.person, silences };
    const { occurredAt, type: by } = event;
    const ending = { campaign: entrance.campaign.id, what: 'silence', occurredAt, by } as const;
    for (const key of keys) rememberEnding(draft, { ...ending, key, event: eventHash(event.eventId) });
  }
}

/** An `after` event starts the clock of its key, or starts it again: what counts is when it happened, not when it was told. */
export function startSilences(draft: Draft, event: CustomerEvent, facts: () => Facts): void {
  for (const entrance of entrancesFor(draft, event.type, 'after')) {
    const { campaign, trigger, index } = entrance;
    const key = keyOf(entrance, facts);
    const { silences } = draft.person;
    const held = silences.find((each) => isOf(entrance, each) && each.key === key);
    if (held && isLater(held, event)) continue;
    if (wasBroken(draft.person, campaign.id, key, event.occurredAt)) continue;
    const { eventId, type, occurredAt, properties } = event;
    const cause = { eventId, type, occurredAt, properties };
    const started = { campaign: campaign.id, trigger: index, key, ...cause, dueAt: occurredAt + trigger.for };
    draft.person = { ...draft.person, silences: [...silences.filter((each) => each !== held), started] };
  }
}

/** Of two events of one instant the order of their ids decides, so that the order of their arrival does not. */
function isLater(held: Silence, event: CustomerEvent): boolean {
  if (held.occurredAt !== event.occurredAt) return held.occurredAt > event.occurredAt;
  return held.eventId >= event.eventId;
}

/** A clock ran out: nothing happened for as long as the trigger says. */
export function endSilence(draft: Draft, silence: Silence): void {
  const { person, workspace } = draft;
  draft.person = { ...person, silences: person.silences.filter((each) => each !== silence) };
  const campaign = workspace.campaigns.get(silence.campaign);
  // The campaign may have been changed while the clock ran.
  const entrance = campaign && entranceAt(campaign, 'inactivity', silence.trigger);
  if (entrance) enter(draft, entrance, { ...silence, reachedAt: silence.dueAt });
}
