import { entranceAt } from '../workspace/workspace.ts';
import type { Draft } from './draft.ts';
import { enter } from './entering.ts';
import { isUnconfirmedOnly } from './unconfirmed.ts';

/** Runs that a broadcast started say so: `event.type` of their facts. */
const BROADCAST_EVENT = 'schedule';

/** A broadcast came to this person: its audience is asked here, on the row that decides. */
export function takeBroadcast(
  draft: Draft,
  { campaign: id, occurrence, at }: { readonly campaign: string; readonly occurrence: string; readonly at: number },
): void {
  const campaign = draft.workspace.campaigns.get(id);
  const entrance = campaign && entranceAt(campaign, 'schedule', 0);
  if (!entrance || draft.person.version === 0) return;
  // Nothing may be written to them, and a run would be a trace that keeps them from being forgotten (P-37).
  if (isUnconfirmedOnly(draft.person)) return;
  enter(draft, entrance, {
    eventId: occurrence,
    key: null,
    type: BROADCAST_EVENT,
    occurredAt: at,
    properties: { date: occurrence },
    reachedAt: draft.now,
  });
}
