import type { AddressBook } from '../../shared/consent/address-book.ts';
import { assertNever } from '../../shared/kernel/exhaustive.ts';
import { isoInstant } from '../../shared/kernel/instants.ts';
import type { SendOrder, SendQueue } from '../../shared/messages/send-queue.ts';
import type { EventBus } from '../../shared/outbound/bus.eventbridge.ts';
import type { InputsQueue } from '../../shared/outbound/inputs-queue.sqs.ts';
import type { Effect } from '../../shared/person/effects.ts';
import type { JobsQueue } from '../../shared/person/jobs-queue.ts';
import type { Telling, TimelineStore } from '../../shared/person/timeline.ts';
import type { CommittedEffects } from '../../shared/table/outbox.ts';
import { inParallel } from '../runtime/in-parallel.ts';

export interface RelayPorts {
  readonly queue: SendQueue;
  readonly jobs: JobsQueue;
  readonly inputs: InputsQueue;
  readonly timeline: TimelineStore;
  readonly addresses: AddressBook;
  readonly events: EventBus;
}

const WIDTH = 16;

/** What the log is told: together, since rows of many people share the updates of their counters. */
function tellingsOf(commits: readonly CommittedEffects[]): readonly Telling[] {
  return commits.flatMap(({ profileId, effects }) =>
    effects.flatMap((effect): readonly Telling[] => {
      if (effect.type === 'log') return [{ profileId, entry: effect.entry }];
      return effect.type === 'message-feedback' ? [{ profileId, feedback: effect }] : [];
    }),
  );
}

/** Mail first: the log can wait a moment, the person should not. */
async function handOver(queue: SendQueue, commits: readonly CommittedEffects[]): Promise<void> {
  const orders: { readonly priority: boolean; readonly order: SendOrder }[] = commits.flatMap(
    ({ profileId, effects }) =>
      effects.flatMap((effect) =>
        effect.type === 'send'
          ? [{ priority: effect.priority, order: { profileId, messageId: effect.messageId } }]
          : [],
      ),
  );
  for (const priority of [true, false]) {
    const mine = orders.filter((each) => each.priority === priority).map((each) => each.order);
    if (mine.length > 0) await queue.enqueue(mine, { priority });
  }
}

async function perform(
  { addresses, jobs, inputs, events }: RelayPorts,
  profileId: string,
  effect: Effect,
): Promise<void> {
  switch (effect.type) {
    case 'send':
    case 'log':
    case 'message-feedback':
      return;
    case 'address-held':
      return addresses.hold(effect.address, profileId, effect.since);
    case 'address-left':
      return addresses.leave(effect.address, profileId);
    case 'erase': {
      const { at, address, reason, keepUntil } = effect;
      return jobs.enqueue([{ job: 'erasure', profileId, at, address, reason, keepUntil }]);
    }
    case 'emit': {
      const { event: type, eventId, properties, depth, at } = effect;
      const detail = { profileId, eventId, occurredAt: isoInstant(at), properties, depth };
      await events.publish([{ source: 'heed.workspace', type, detail, at }]);
      return;
    }
    case 'publish': {
      const { event: type, eventId, properties, at } = effect;
      const detail = { profileId, eventId, occurredAt: isoInstant(at), properties };
      await events.publish([{ source: 'heed', type, detail, at }]);
      return;
    }
    case 'evidence': {
      const { at, proofFor, forgetAfter, confirmWithin } = effect;
      return jobs.enqueue([{ job: 'evidence', profileId, at, proofFor, forgetAfter, confirmWithin }]);
    }
    case 'tell':
      return inputs.enqueue([{ heed: 'told', profileId: effect.profileId, told: { ...effect.told } }]);
    default:
      return assertNever(effect);
  }
}

/**
 * Performs what commits asked for. Every effect may be performed again without harm: a second order finds its message
 * claimed, a second log row is there already. Those of one person keep their order. Rejects when any failed: the stream
 * delivers the batch again.
 */
export async function relayCommits(ports: RelayPorts, commits: readonly CommittedEffects[]): Promise<void> {
  await handOver(ports.queue, commits);
  // Before the orders of erasures: a row that is written behind its purge would stay.
  await ports.timeline.tell(tellingsOf(commits));
  const people = Map.groupBy(commits, (each) => each.profileId);
  await inParallel([...people], WIDTH, async ([profileId, theirs]) => {
    for (const effect of theirs.flatMap((each) => each.effects)) await perform(ports, profileId, effect);
    // A batch that comes again writes rows of earlier commits again: whatever stands behind a deletion is purged once more.
    if (theirs.some((each) => each.removed)) await ports.jobs.enqueue([{ job: 'erasure-after', profileId }]);
  });
}
