import type { JobOrder } from '../../shared/person/jobs-queue.ts';
import { eachForItself } from '../runtime/each-for-itself.ts';
import { type Ids, tellFailure } from '../runtime/failures.ts';
import type { QueueRecord } from '../runtime/queue.ts';
import { orderIn } from './work-order.ts';

function idsOf(order: JobOrder | null): Ids {
  if (order === null) return {};
  return order.job === 'crowd' ? { job: order.job, id: order.id } : { job: order.job, profileId: order.profileId };
}

/** Works on the orders of a batch one after another. Gives the records that must come again; never rejects. */
export async function jobRecords(
  records: readonly QueueRecord[],
  work: (order: JobOrder, isAgain: boolean) => Promise<void>,
): Promise<readonly QueueRecord[]> {
  const failed = await eachForItself(records, 1, async ({ body, received }) => {
    const order = orderIn(body);
    if (!order) throw new TypeError('is no order');
    await work(order, received > 1);
  });
  for (const { item, error } of failed) {
    const order = orderIn(item.body);
    // What is no order no try mends: one line at its first delivery is enough.
    if (order || item.received === 1) tellFailure('a job comes again', { record: item.id, ...idsOf(order) }, error);
  }
  return failed.map(({ item }) => item);
}
