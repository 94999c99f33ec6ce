import { recentRelease } from '../../shared/workspace/recent-release.ts';
import type { Invocation, QueueRecord } from '../runtime/queue.ts';
import { type PacePorts, sendPaced } from './paced-records.ts';
import { type SendPorts, sendOrder } from './send-order.ts';

/** `again` puts orders back into the queue that the batch came from. */
export type BatchPorts = SendPorts & Omit<PacePorts, 'send'>;

/** Sends what a batch of one queue orders, within the rate. Gives the records that must come again. */
export async function sendBatch(
  ports: BatchPorts,
  records: readonly QueueRecord[],
  { id: invocation, remaining }: Invocation,
): Promise<readonly QueueRecord[]> {
  const perBatch = { ...ports, releases: recentRelease(ports.releases, ports.clock) };
  const send: PacePorts['send'] = (order, { id }, { standing }) =>
    // Two copies of one order in a batch are two claims: the record is part of the claim's id.
    sendOrder(perBatch, order, `${invocation}:${id}`, standing);
  const failed = new Set(await sendPaced({ ...perBatch, send }, records, remaining()));
  return records.filter(({ id }) => failed.has(id));
}
