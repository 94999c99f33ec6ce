import { setTimeout as pause } from 'node:timers/promises';
import { type Instant, SECOND } from '../../shared/kernel/instants.ts';
import { orIfUnavailable } from '../../shared/kernel/or-if-unavailable.ts';
import type { Pacer } from '../../shared/messages/pacer.ts';
import type { SendOrder } from '../../shared/messages/send-queue.ts';
import { logger } from '../runtime/logger.ts';
import type { QueueRecord } from '../runtime/queue.ts';
import type { Conditions } from './conditions.ts';
import { orderOf, sendRecords } from './send-records.ts';

export interface PacePorts {
  readonly conditions: () => Promise<Conditions>;
  readonly pacer: Pacer;
  readonly clock: () => Instant;
  /** Back into the queue that the batch came from, after so many seconds. */
  readonly again: (orders: readonly SendOrder[], delay: number) => Promise<void>;
  readonly send: (order: SendOrder, record: QueueRecord, conditions: Conditions) => Promise<void>;
}

/** ms that a mail may wait inside the invocation: longer, and waiting costs more than coming back. */
const PATIENCE = 10 * SECOND;
/** Left for the calls themselves, of which SES's may take ten seconds. */
const RESERVED = 25 * SECOND;
/** Those that come back are scattered over as much again. s. */
const COMES_BACK_AFTER = 10;

/**
 * Sends a batch within the permitted rate (P-77): each order waits for its slot, and before its claim, because a claim is good for
 * seconds only. Those that find none go back into the queue with a delay: they did not fail, and their deliveries are not counted up
 * to the dead letters. Gives the ids of the records that must come again. Rejects with RetryableError.
 */
export async function sendPaced(
  ports: PacePorts,
  records: readonly QueueRecord[],
  remaining: number,
): Promise<readonly string[]> {
  const conditions = await ports.conditions();
  const patience = Math.max(Math.min(PATIENCE, remaining - RESERVED), 0);
  const slots = [...(await ports.pacer.slots(conditions.rate, records.length, patience))];
  const late = records.slice(slots.length);
  const lost = await comeBack(ports, late);
  const failed = await sendRecords(records.slice(0, slots.length), async (order, record) => {
    const wait = (slots.shift() ?? 0) - ports.clock();
    if (wait > 0) await pause(wait);
    await ports.send(order, record, conditions);
  });
  return [...failed, ...lost];
}

/** Gives the ids of those that could not be put back: the queue brings them again by itself. */
async function comeBack({ again }: PacePorts, late: readonly QueueRecord[]): Promise<readonly string[]> {
  if (late.length === 0) return [];
  logger.info('the rate has no room', { late: late.length });
  const orders = late.flatMap((record) => orderOf(record) ?? []);
  const idsOf = (some: readonly QueueRecord[]) => some.map((record) => record.id);
  const putBack = async () => {
    if (orders.length > 0) await again(orders, COMES_BACK_AFTER + Math.floor(Math.random() * COMES_BACK_AFTER));
    return idsOf(late.filter((record) => orderOf(record) === null));
  };
  return orIfUnavailable(putBack, () => idsOf(late));
}
