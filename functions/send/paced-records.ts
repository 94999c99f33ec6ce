import { setTimeout as pause } from 'node:timers/promises';
import { type Instant, SECOND } from '../../shared/kernel/instants.ts';
import { orIfUnavailable } from '../../shared/kernel/or-if-unavailable.ts';
import type { Pacer } from '../../shared/messages/pacer.ts';
import type { SendOrder } from '../../shared/messages/send-queue.ts';
import { tellFailure } from '../runtime/failures.ts';
import { countPutBack } from '../runtime/metric.ts';
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
 * to the dead letters. What is no order takes no slot and comes again until it is dead. Gives the ids of the records that must come
 * again. Rejects with RetryableError.
 */
export async function sendPaced(
  ports: PacePorts,
  records: readonly QueueRecord[],
  remaining: number,
): Promise<readonly string[]> {
  const { orders = [], nonsense = [] } = Object.groupBy(records, (each) => (orderOf(each) ? 'orders' : 'nonsense'));
  nonsense.forEach(tellOnce);
  const conditions = await ports.conditions();
  const patience = Math.max(Math.min(PATIENCE, remaining - RESERVED), 0);
  const slots = [...(await ports.pacer.slots(conditions.rate, orders.length, patience))];
  const late = orders.slice(slots.length);
  const lost = await comeBack(ports, late);
  const failed = await sendRecords(orders.slice(0, slots.length), async (order, record) => {
    const wait = (slots.shift() ?? 0) - ports.clock();
    if (wait > 0) await pause(wait);
    await ports.send(order, record, conditions);
  });
  return [...failed, ...lost, ...nonsense.map((record) => record.id)];
}

/** No try mends it: one line at its first delivery, and not one more at each of the others. */
function tellOnce({ id, received }: QueueRecord): void {
  if (received === 1) tellFailure('an order cannot be read', { record: id }, new TypeError('is no order'));
}

/** Gives the ids of those that could not be put back: the queue brings them again by itself. */
async function comeBack({ again }: PacePorts, late: readonly QueueRecord[]): Promise<readonly string[]> {
  const [first] = late;
  if (!first) return [];
  // Put back it is a new message, of which the queue tells no age: this count is all that tells how long mail waits for the rate.
  countPutBack(first.queueArn.split(':').at(-1) ?? '', late.length);
  const putBack = async () => {
    const delay = COMES_BACK_AFTER + Math.floor(Math.random() * COMES_BACK_AFTER);
    await again(
      late.flatMap((record) => orderOf(record) ?? []),
      delay,
    );
    return [];
  };
  return orIfUnavailable<readonly string[]>(putBack, () => late.map((record) => record.id));
}
