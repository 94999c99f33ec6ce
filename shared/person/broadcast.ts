import type { Draft } from './draft.ts';
import { enter } from './entering.ts';

/** Runs that a broadcast started say so: `event.type` of their facts. */
const BROADCAST_EVENT = 'schedule';

/** A broadcast came to this person: its audience is asked here, on the row that decides. */
export function takeBroadcast(
  draft: Draft,
  { campaign: id, occurrence, at }: { readonly campaign: string; readonly occurrence: string; readonly at: number },
): void {
  const campaign = draft.workspace.campaigns.get(id);
  const index = campaign?.entrances.findIndex((each) => each.kind === 'schedule') ?? -1;
  const trigger = campaign?.entrances[index];
  if (!campaign || !trigger || draft.person.version === 0) return;
  enter(
    draft,
    { campaign, trigger, index },
    {
      eventId: occurrence,
      key: null,
      type: BROADCAST_EVENT,
      occurredAt: at,
      properties: { date: occurrence },
      reachedAt: draft.now,
    },
  );
}
