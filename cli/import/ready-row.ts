import type { JsonObject } from '../../shared/kernel/json.ts';
import type { Refusal } from './cells.ts';

/** An event as POST /api/events takes it, with all that makes it repeatable. */
export interface ImportedEvent {
  readonly type: string;
  readonly profileId: string;
  readonly eventId: string;
  readonly occurredAt: string;
  readonly properties: JsonObject;
  readonly traits: JsonObject;
}

/** A row that can be sent. `check` is what the API is asked first, where the row would raise permission. */
export interface ReadyRow {
  readonly row: number;
  readonly line: number;
  readonly kind: 'granted' | 'withdrawn' | 'facts' | 'event';
  readonly profileId: string;
  readonly events: readonly ImportedEvent[];
  readonly check: JsonObject | null;
}

/** A row that is not sent. Its profile is named where it has an id. */
export interface RefusedLine extends Refusal {
  readonly row: number;
  readonly line: number;
  readonly profileId: string | null;
}
