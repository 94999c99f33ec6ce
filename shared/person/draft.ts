import type { LedgerEntry } from '../consent/ledger.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Effect } from './effects.ts';
import type { CustomerEvent } from './input.ts';
import type { Person } from './person.ts';

/**
 * A decision being made: the person so far and what it will ask of the world. Lives within one call of `decide`; the person
 * inside is replaced, never changed, so whoever holds the one before still has it.
 */
export interface Draft {
  person: Person;
  readonly workspace: Workspace;
  readonly now: Instant;
  /** Names the input for ids that derive from it. */
  readonly cause: string;
  readonly effects: Effect[];
  readonly ledger: LedgerEntry[];
  /** Own events that this decision raised: inputs like any other, taken in the same commit. */
  readonly raised: CustomerEvent[];
}

export function newDraft(person: Person, workspace: Workspace, now: Instant, cause: string): Draft {
  return { person, workspace, now, cause, effects: [], ledger: [], raised: [] };
}

/** Raises an own event where a campaign of the workspace asks about its type; else it would be work for nobody. */
export function raise(
  draft: Draft,
  type: string,
  id: string,
  at: Instant,
  properties: CustomerEvent['properties'],
): void {
  const { workspace } = draft;
  if (!workspace.startedBy.has(type) && !workspace.endedBy.has(type)) return;
  draft.raised.push({ kind: 'event', type, eventId: id, occurredAt: at, properties, traits: {} });
}
