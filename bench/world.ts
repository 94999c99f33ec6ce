import { type DecidePorts, decideRecords } from '../functions/decide/decide-records.ts';
import type { QueueRecord } from '../functions/runtime/queue.ts';
import type { AddressBook } from '../shared/consent/address-book.ts';
import { compileWorkspace } from '../shared/content/compile-workspace.ts';
import type { Instant } from '../shared/kernel/instants.ts';
import { memoryMacKeys } from '../shared/outbound/memory-mac-keys.ts';
import type { ManyPeople, PersonStore } from '../shared/person/person-store.ts';
import { memorySignUpCounts } from '../shared/table/memory-sign-ups.ts';
import { memoryTemplateSwitches } from '../shared/table/memory-template-switches.ts';
import type { ReleaseContent } from '../shared/workspace/definitions.ts';
import type { ReleaseStore } from '../shared/workspace/release-store.ts';
import { cartReminder, flowWorkspace } from '../test/flows/flow-workspace.ts';
import { type CompanyEvent, consentRecorded } from './events.ts';

export const NOW: Instant = Date.parse('2026-11-18T12:00:00Z');

/** One mail a cart; `order.placed` is counted; three days of waiting after `trial.started`; nothing asks about anything else. */
export const files = flowWorkspace({
  'cart-reminder': cartReminder,
  'three-waits': `topic: offers
trigger: { event: trial.started }
reentry: always
steps:
  - wait: P1D
  - wait: P1D
  - wait: P1D
`,
});

/** The same as a release's content. Throws where the workspace has findings. */
export async function content(): Promise<ReleaseContent> {
  const compiled = await compileWorkspace(files);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.findings));
  return compiled.content;
}

export interface Stores {
  readonly people: PersonStore & ManyPeople;
  readonly releases: ReleaseStore;
  readonly addresses: AddressBook;
}

export const keys = memoryMacKeys();

/** The decide function's use case on these stores; what it would reject stops the bench. */
export function decidePorts(stores: Stores): DecidePorts {
  return {
    ...stores,
    keys,
    signUps: memorySignUpCounts(),
    templates: memoryTemplateSwitches(),
    isErased: async () => false,
    rejected: {
      async reject([first]) {
        if (first) throw new Error(`an event of the bench was rejected: ${JSON.stringify(first.problems)}`);
      },
    },
    later: async () => undefined,
    clock: () => NOW,
  };
}

/** A record of the queue of inputs, as EventBridge writes it. */
export function recordOf({ type, ...detail }: CompanyEvent, n: number): QueueRecord {
  const body = {
    version: '0',
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    'detail-type': type,
    source: 'acme.shop',
    account: '111122223333',
    time: new Date(NOW).toISOString(),
    region: 'eu-central-1',
    resources: [],
    detail,
  };
  const queueArn = 'arn:aws:sqs:eu-central-1:111122223333:inputs';
  return { id: `r-${n}`, body: JSON.stringify(body), queueArn, receipt: 'r', received: 1, sentAt: NOW };
}

/** Decides about them in batches of 50, as Lambda brings them. */
export async function decideAll(ports: DecidePorts, records: readonly QueueRecord[]): Promise<void> {
  for (let from = 0; from < records.length; from += 50) {
    const failed = await decideRecords(ports, records.slice(from, from + 50));
    if (failed.length > 0) throw new Error('events of the bench come again');
  }
}

/** People who want offers. */
export async function joinAll(ports: DecidePorts, profileIds: readonly string[]): Promise<void> {
  await decideAll(
    ports,
    profileIds.map((profileId, n) => recordOf(consentRecorded(profileId), n)),
  );
}
