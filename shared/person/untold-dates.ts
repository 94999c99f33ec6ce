import { keepsDates, occurrenceOn, type SaidDate, unreadableIn } from '../campaigns/dates.ts';
import { derivedId } from '../kernel/ids.ts';
import { isoInstant } from '../kernel/instants.ts';
import { calendarOf, type Dated, isSaidIn, saidBy, startOn } from './dated.ts';
import { tellDecision } from './decision-log.ts';
import type { Draft } from './draft.ts';
import { refuseEntry } from './entering.ts';
import { factsOf } from './facts.ts';
import type { Person } from './person.ts';
import { boundedTrace } from './trace.ts';

/** A history of contracts that comes in at once fills no timeline: of each trigger the nearest. */
const TOLD_AT_ONCE = 5;

/** Says, once a value, which dates of the changed profile start nothing: those too far back (P-97), and values that are no dates. */
export function tellUntold(draft: Draft, former: Person, entrance: Dated): void {
  const { campaign, trigger } = entrance;
  const { settings } = draft.workspace;
  // Most changes are about something else, and reading dates costs more than this.
  const name = trigger.path.split(/\.|\[/)[1] ?? '';
  if (draft.person.traits[name]?.value === former.traits[name]?.value) return;
  if (campaign.status !== 'active' || !keepsDates(campaign, settings.timeZone, draft.now)) return;
  tellPassed(draft, former, entrance);
  tellUnreadable(draft, former, entrance);
}

function tellPassed(draft: Draft, former: Person, entrance: Dated): void {
  const { trigger } = entrance;
  if (trigger.yearly) return;
  const calendar = calendarOf(draft, draft.person);
  const from = draft.now - draft.workspace.settings.permission.catchUpWithin;
  const saidBefore = saidBy(draft, former, trigger);
  const passed = saidBy(draft, draft.person, trigger)
    .filter((said) => !isSaidIn(saidBefore, said))
    .flatMap((said) =>
      trigger.before.map((before) => {
        const { day, at } = occurrenceOn(trigger, said.day, before, calendar);
        return { said, day: day.toString(), before, dueAt: at };
      }),
    )
    .filter(({ dueAt }) => dueAt < from)
    .sort((a, b) => b.dueAt - a.dueAt);
  for (const { said, ...moment } of nearestOfEach(passed)) {
    const because = { reason: 'expired', expiresAt: isoInstant(moment.dueAt) } as const;
    refuseEntry(draft, entrance, startOn(said, moment), because);
  }
}

/** One moment a value, whatever its leads. */
function nearestOfEach<Moment extends { readonly said: SaidDate }>(latestFirst: readonly Moment[]): readonly Moment[] {
  return latestFirst
    .filter((each, index) => latestFirst.findIndex(({ said }) => said === each.said) === index)
    .slice(0, TOLD_AT_ONCE);
}

/** Names the place and never the value (P-57); the id derives from the input, since a hash of a birthday is soon guessed. */
function tellUnreadable(draft: Draft, former: Person, { campaign, trigger, index }: Dated): void {
  const unreadableOf = (person: Person) => {
    const facts = factsOf(person, draft.workspace, draft.now, null, null);
    return unreadableIn(trigger, facts, calendarOf(draft, draft.person).zone).map((each) => JSON.stringify(each));
  };
  const known = new Set(unreadableOf(former));
  const because = { reason: 'date-unreadable', field: trigger.path } as const;
  for (const [place] of unreadableOf(draft.person)
    .filter((each) => !known.has(each))
    .slice(0, TOLD_AT_ONCE)
    .entries()) {
    tellDecision(draft, {
      id: derivedId('date-unreadable', draft.cause, campaign.id, String(index), String(place)),
      verdict: 'not-entered',
      because,
      campaign: campaign.id,
      topic: campaign.topic ?? null,
      class: campaign.class,
      trace: boundedTrace([{ gate: because.reason, verdict: 'skip', facts: because }]),
    });
  }
}
