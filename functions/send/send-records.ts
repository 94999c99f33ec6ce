import * as z from 'zod';
import { profileIdSchema } from '../../shared/events/envelope.ts';
import type { SendOrder } from '../../shared/messages/send-queue.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { logger, withoutValues } from '../runtime/logger.ts';
import type { QueueRecord } from '../runtime/queue.ts';

const orderSchema = z.object({ profileId: profileIdSchema, messageId: z.string() });

/** The order of a record; null where it is none. */
export function orderOf({ body }: QueueRecord): SendOrder | null {
  try {
    return orderSchema.parse(JSON.parse(body));
  } catch {
    return null;
  }
}

/** A batch is at most ten; the people in it wait for SES at the same time. */
const WIDTH = 10;

interface Ordered {
  readonly record: QueueRecord;
  readonly order: SendOrder;
}

/**
 * Performs the orders of a batch: people at the same time, the orders of one person one after another, since they would only
 * race each other for the row. Gives the ids of the records that must come again.
 */
export async function sendRecords(
  records: readonly QueueRecord[],
  send: (order: SendOrder, record: QueueRecord) => Promise<void>,
): Promise<readonly string[]> {
  const people = new Map<string, Ordered[]>();
  const failed: string[] = [];
  // Also for what nobody expected: the others of the batch are not to blame, and the dead-letter queue keeps this one.
  const comesAgain = (record: QueueRecord, error: unknown) => {
    logger.warn('an order comes again', { error: withoutValues(error) });
    failed.push(record.id);
  };
  for (const record of records) {
    const order = orderOf(record);
    if (order) people.set(order.profileId, [...(people.get(order.profileId) ?? []), { record, order }]);
    else comesAgain(record, new TypeError('is no order'));
  }
  await inParallel([...people.values()], WIDTH, async (orders) => {
    for (const { record, order } of orders) {
      await send(order, record).catch((error: unknown) => comesAgain(record, error));
    }
  });
  return failed;
}
