import type { AddressBook } from '../../shared/consent/address-book.ts';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import type { SignUpCounts } from '../../shared/consent/sign-up-counts.ts';
import type { SubscribeRequest } from '../../shared/events/requests.ts';
import type { BotVerifier } from '../../shared/outbound/bot-verifier.ts';
import type { ApplyPorts } from '../../shared/person/apply.ts';
import type { TimelineStore } from '../../shared/person/timeline.ts';

/** What the pages need of the world. */
export interface WebPorts extends ApplyPorts {
  readonly addressBook: AddressBook;
  /** Read for exports only. */
  readonly timeline: Pick<TimelineStore, 'ledger' | 'log'>;
  readonly keys: MacKeys;
  /** For the check of the form while sign-ups flood in (P-35). */
  readonly signUps: Pick<SignUpCounts, 'since' | 'take'>;
  readonly verify: BotVerifier;
  /** Hands a sign-up to the queue of inputs. Rejects with RetryableError when the queue does not take it. */
  readonly enqueue: (request: SubscribeRequest) => Promise<void>;
  /** 128 random bits as 22 letters of base64url. */
  readonly randomId: () => string;
}
