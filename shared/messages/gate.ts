import type { AddressState } from '../consent/address-state.ts';
import type { Care } from '../consent/care.ts';
import type { Permission } from '../consent/consent.ts';
import type { Jurisdiction } from '../consent/jurisdiction.ts';
import type { Chosen } from '../consent/preferences.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { Address } from '../profiles/address.ts';
import type { ZoneKnowledge } from '../profiles/zone.ts';
import type { CampaignDefinition } from '../workspace/campaign-definition.ts';
import type { MessageClass, Settings } from '../workspace/definitions.ts';
import type { Because } from './because.ts';
import type { Standing } from './standing.ts';

/** Everything a gate may ask about one message of one person; put together by the person's room. */
export interface Question {
  /** The instant the answer is for: now, or the end of a hold. */
  readonly asOf: Instant;
  readonly profileId: string;
  readonly class: MessageClass;
  readonly topic: string | null;
  readonly template: string;
  /** The topic asks for people who are known to be adults (P-104). */
  readonly adultsOnly: boolean;
  /** The trait `birthday` as it was said. */
  readonly birthday: Json | undefined;
  readonly expiresAt: Instant;
  /** The active definition; null where the campaign is not in the active release any more; undefined for heed's own mails. */
  readonly campaign: Pick<CampaignDefinition, 'id' | 'status' | 'class' | 'holdout' | 'because'> | null | undefined;
  readonly inAudience: boolean;
  /** For a confirmation mail: its request still waits. True for every other message. */
  readonly causeStands: boolean;
  readonly address: Address | null;
  /** Of a mail to a colleague: whom its step names; undefined where the run is over. */
  readonly colleague?: string | undefined;
  /** What the person's own row says of the address, and what the address row says where it was read. */
  readonly suppression: AddressState['suppression'];
  readonly addressState: AddressState | null;
  /** End of the rest after soft bounces, which may lie behind (table 1.4). */
  readonly quarantinedUntil: Instant | null;
  /** Since when SES's validation doubts the address. */
  readonly unverifiedSince: Instant | null;
  readonly permission: Permission;
  readonly care: Care;
  readonly place: ZoneKnowledge;
  /** What a company may rest on where the person lives (P-46). */
  readonly jurisdiction: Jurisdiction;
  /** What the person chose on the preference page (P-63). */
  readonly chosen: Chosen;
  /** Marketing mails that were sent, or may have been or may still be, each with the instant it counts from (P-101). */
  readonly reserved: readonly Instant[];
  readonly settings: Settings;
  /** Quota and reputation of the sender, where somebody knows them: at the claim (P-77, P-83). */
  readonly standing?: Standing | undefined;
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
  /** Which messages it is asked about: permission.md 1.5 tells what transactional ones skip; `own`: heed's own confirmation mails; `staff`: to a colleague. */
  readonly appliesTo: readonly ('marketing' | 'transactional' | 'own' | 'staff')[];
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

export function hold(until: Instant, because: Because): Answer {
  return { verdict: 'hold', until, because };
}
