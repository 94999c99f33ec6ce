import type { JsonObject } from '../../shared/kernel/json.ts';
import type { InputsQueue } from '../../shared/outbound/inputs-queue.sqs.ts';
import type { QueueDepth } from '../../shared/outbound/queue-depth.sqs.ts';
import { batchesOf } from '../../shared/outbound/send-batches.sqs.ts';
import type { CrowdJobs, CrowdTask } from '../../shared/person/crowd-job.ts';
import type { JobOrder, JobsQueue } from '../../shared/person/jobs-queue.ts';
import type { PeoplePages } from '../../shared/person/people-pages.ts';

export interface CrowdPorts {
  readonly crowds: CrowdJobs;
  readonly people: PeoplePages;
  readonly inputs: InputsQueue;
  readonly queue: JobsQueue;
  /** Of the queue of inputs. */
  readonly depth: QueueDepth;
}

/** One scan of a page is some 1 MB at most; its ids are one call of ten messages. */
const PAGE = 1_000;
/** Ids in one message of the queue: an invocation of `decide` takes 50 messages, and must get through all of their people in time. */
const IDS = 25;
/** Messages of 25 people that may wait before a page does: what else comes in must not stand behind a million of them. */
const DEEP = 800;
/** s. */
const WAITS_FOR = 20;

type CrowdOrder = Extract<JobOrder, { job: 'crowd' }>;

/**
 * One page of work over everybody: its people are handed to `decide`, the place is stored, the next page is ordered. Killed
 * anywhere, the message that comes again goes on where the row says; what is handed over twice is decided once, since runs
 * derive from the occurrence. `isAgain`: the message was delivered before. Rejects with RetryableError.
 */
export async function tellOnePage(ports: CrowdPorts, order: CrowdOrder, isAgain: boolean): Promise<void> {
  const { crowds, people, queue } = ports;
  const { id, segment: index, page } = order;
  const job = await crowds.load(id);
  const segment = job?.segments[index];
  if (!job || !segment || segment.done || job.stopped) return;
  if (segment.pages !== page) {
    // Its page is done. Of a message that came before, the order of the next page may be missing; else somebody else's chain
    // goes on, and one is enough.
    if (isAgain && segment.pages === page + 1) await queue.enqueue([{ ...order, page: segment.pages }]);
    return;
  }
  if ((await ports.depth()) >= DEEP) {
    await queue.enqueue([order], { delay: WAITS_FOR });
    return;
  }
  const { rows, next } = await people.ids({ index, of: job.segments.length }, PAGE, segment.cursor);
  await ports.inputs.enqueue(batchesOf(rows, IDS).map((ids) => messageOf(job.task, ids)));
  const read = { pages: page + 1, people: segment.people + rows.length, cursor: next, done: next === null };
  const isFirst = await crowds.advance(id, index, page, read);
  if (isFirst && next !== null) await queue.enqueue([{ ...order, page: page + 1 }]);
}

function messageOf(task: CrowdTask, ids: readonly string[]): JsonObject {
  if (task.kind === 'arm') return { heed: 'arm', ids: [...ids] };
  const { campaign, occurrence, at } = task;
  return { heed: 'broadcast', campaign, occurrence, at, ids: [...ids] };
}
