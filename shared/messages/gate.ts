import type { AddressState } from '../consent/address-state.ts';
import type { Permission } from '../consent/consent.ts';
import type { Instant } from '../kernel/instants.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Address } from '../profiles/address.ts';
import type { ZoneKnowledge } from '../profiles/zone.ts';
import type { CampaignDefinition, MessageClass, Settings } from '../workspace/definitions.ts';
import type { Because } from './because.ts';

/** Everything a gate may ask about one message of one person; put together by the person's room. */
export interface Question {
  /** The instant the answer is for: now, or the end of a hold. */
  readonly asOf: Instant;
  readonly profileId: string;
  readonly class: MessageClass;
  readonly topic: string | null;
  readonly expiresAt: Instant;
  /** The active definition; null where the campaign is not in the active release any more; undefined for heed's own mails. */
  readonly campaign: Pick<CampaignDefinition, 'id' | 'status' | 'holdout'> | null | undefined;
  readonly inAudience: boolean;
  /** For a confirmation mail: its request still waits. True for every other message. */
  readonly causeStands: boolean;
  readonly address: Address | null;
  /** What the person's own row says of the address, and what the address row says where it was read. */
  readonly suppression: AddressState['suppression'];
  readonly addressState: AddressState | null;
  readonly permission: Permission;
  readonly place: ZoneKnowledge;
  readonly settings: Settings;
  /** Class the template was registered with; null when the active release has no such template. */
  readonly templateClass: MessageClass | null;
  /** The locale the message would be in; null when the template is not complete in any that fits (P-99). */
  readonly locale: string | null;
}

export type Answer =
  | { readonly verdict: 'pass'; readonly facts: JsonObject }
  | { readonly verdict: 'skip'; readonly because: Because }
  | { readonly verdict: 'hold'; readonly until: Instant; readonly because: Because };

/** One question that a message must pass. Adding one: a file here, its test, a line in `gates.ts`. */
export interface Gate {
  readonly name: string;
  /** Which messages it is asked about: permission.md 1.5 tells what transactional ones skip; `own`: heed's own confirmation mails. */
  readonly appliesTo: readonly ('marketing' | 'transactional' | 'own')[];
  /** A passing delay is asked after every lasting refusal, and those are asked again as of its end. */
  readonly lasting: boolean;
  ask(question: Question): Answer;
}

export function pass(facts: JsonObject = {}): Answer {
  return { verdict: 'pass', facts };
}

export function skip(because: Because): Answer {
  return { verdict: 'skip', because };
}
