import type { Actor, LedgerEntry } from '../consent/ledger.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Effect } from './effects.ts';
import type { CustomerEvent } from './input.ts';
import type { Person } from './person.ts';
import { publication } from './publication.ts';

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
  /** Who is behind it, for evidence (P-40). */
  readonly actor: Actor;
  readonly effects: Effect[];
  readonly ledger: LedgerEntry[];
  /** Own events that this decision raised: inputs like any other, taken in the same commit. */
  readonly raised: CustomerEvent[];
}

export function newDraft(person: Person, workspace: Workspace, now: Instant, cause: string, actor: Actor): Draft {
  return { person, workspace, now, cause, actor, effects: [], ledger: [], raised: [] };
}

/** Whether a campaign of the workspace, or one that a run started with, asks about events of a type. */
function isAsked({ workspace, person }: Draft, type: string): boolean {
  const { startedBy, silencedBy, endedBy, awaited, pinned } = workspace;
  if (startedBy.has(type) || silencedBy.has(type) || endedBy.has(type) || awaited.has(type)) return true;
  return person.enrollments.some((each) => pinned.get(each.pin)?.listens.has(type));
}

/**
 * Raises an own event where a campaign of the workspace asks about its type, and tells the bus of it where settings.yaml wants
 * that; else it would be work for nobody. `depth`: of the run that it is about, so that a loop through own events ends too.
 */
export function raise(
  draft: Draft,
  type: string,
  id: string,
  at: Instant,
  properties: CustomerEvent['properties'],
  depth?: number,
): void {
  if (draft.workspace.settings.publish?.some((each) => each === type)) {
    draft.effects.push(publication(draft.person.profileId, type, id, at, properties));
  }
  if (!isAsked(draft, type)) return;
  const deep = depth === undefined ? {} : { depth };
  draft.raised.push({ kind: 'event', type, eventId: id, occurredAt: at, properties, traits: {}, ...deep });
}
