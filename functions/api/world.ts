import type { AddressBook } from '../../shared/consent/address-book.ts';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import type { SpamRates } from '../../shared/messages/spam-rate.ts';
import type { TemplateSwitches } from '../../shared/messages/template-switches.ts';
import type { TestMailer } from '../../shared/messages/test-mail.ts';
import type { EventBus } from '../../shared/outbound/bus.eventbridge.ts';
import type { RejectedShelf } from '../../shared/outbound/rejected-shelf.sqs.ts';
import type { CampaignCounts } from '../../shared/person/campaign-counts.ts';
import type { CrowdJobs } from '../../shared/person/crowd-job.ts';
import type { JobsQueue } from '../../shared/person/jobs-queue.ts';
import type { PeoplePages } from '../../shared/person/people-pages.ts';
import type { PersonStore } from '../../shared/person/person-store.ts';
import type { PlanStore } from '../../shared/person/plan.ts';
import type { TimelineStore } from '../../shared/person/timeline.ts';
import type { ReleaseStore } from '../../shared/workspace/release-store.ts';

/** All that the routes need of the world; tests give it from memory. */
export interface ApiWorld {
  readonly people: PersonStore;
  readonly addresses: AddressBook;
  readonly timeline: TimelineStore;
  readonly counts: CampaignCounts;
  readonly releases: ReleaseStore;
  readonly bus: EventBus;
  readonly keys: MacKeys;
  readonly jobs: JobsQueue;
  readonly testMailer: TestMailer;
  readonly rejected: RejectedShelf;
  readonly spamRates: SpamRates;
  readonly templates: TemplateSwitches;
  readonly everybody: PeoplePages;
  readonly plans: PlanStore;
  readonly crowds: CrowdJobs;
  /** Whether somebody was erased under the id of this HMAC (P-58). Rejects with RetryableError. */
  readonly isErased?: (profileHmac: string) => Promise<boolean>;
  /** Of the links that people follow; without a trailing slash. */
  readonly linkOrigin: string;
  readonly clock: () => Instant;
  /** A random id for an event that came without one: the API is where it enters. */
  readonly newEventId: () => string;
}
