import * as z from 'zod';
import { profileIdSchema } from '../../shared/events/envelope.ts';
import { jsonIn } from '../../shared/kernel/json.ts';
import type { SendOrder } from '../../shared/messages/send-queue.ts';
import { eachForItself } from '../runtime/each-for-itself.ts';
import { tellFailure } from '../runtime/failures.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import type { QueueRecord } from '../runtime/queue.ts';

const orderSchema = z.object({ profileId: profileIdSchema, messageId: z.string() });

/** The order of a record; null where it is none. */
export function orderOf({ body }: QueueRecord): SendOrder | null {
  return orderSchema.safeParse(jsonIn(body)).data ?? null;
}

/** A batch is at most ten; the people in it wait for SES at the same time. */
const WIDTH = 10;

/**
 * Performs the orders of a batch: people at the same time, the orders of one person one after another, since they would only
 * race each other for the row. Gives the ids of the records that must come again: also for what nobody expected, since the others of
 * the batch are not to blame, and the dead-letter queue keeps this one.
 */
export async function sendRecords(
  records: readonly QueueRecord[],
  send: (order: SendOrder, record: QueueRecord) => Promise<void>,
): Promise<readonly string[]> {
  const failed: string[] = [];
  const people = Map.groupBy(records, (record) => orderOf(record)?.profileId);
  await inParallel([...people.values()], WIDTH, async (theirs) => {
    const failures = await eachForItself(theirs, 1, async (record) => {
      const order = orderOf(record);
      if (!order) throw new TypeError('is no order');
      await send(order, record);
    });
    for (const { item, error } of failures) {
      tellFailure('an order comes again', { record: item.id, ...orderOf(item) }, error);
      failed.push(item.id);
    }
  });
  return failed;
}
