import type { Json, JsonObject } from '../../shared/kernel/json.ts';
import type { Answer, Call } from './call.ts';
import type { CostMeter } from './costs.ts';
import { entryBytes } from './eventbridge-api.ts';
import { itemBytes } from './item-size.ts';
import { text } from './need.ts';

/** SQS and EventBridge bill in chunks of 64 KB. */
const CHUNK = 65_536;
const WRITE_UNIT = 1_024;

const READS = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems']);
/** Operations that change rows of a table. */
export const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);

/** Billed chunks of so many bytes, at least one. */
export function chunks(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / CHUNK));
}

/**
 * The request as the engine must see it so that its answer tells the units: DynamoDB's calls get ReturnConsumedCapacity where
 * they do not ask themselves. The function finds an extra member in its answer, which the SDK hands on and nobody reads.
 */
export function meteredBody(call: Call): Buffer {
  if (call.service !== 'dynamodb' || !(READS.has(call.action) || WRITES.has(call.action))) return call.body;
  if (!call.body.includes('"ReturnConsumedCapacity"')) return asking(call);
  const asked = call.input().ReturnConsumedCapacity;
  if (asked === 'TOTAL' || asked === 'INDEXES') return call.body;
  return Buffer.from(JSON.stringify({ ...call.input(), ReturnConsumedCapacity: 'TOTAL' }));
}

/** Written before the first member: to make the text anew would cost more than the engine does. */
function asking({ body, input }: Call): Buffer {
  const start = body.indexOf('{');
  const isEmpty = Object.keys(input()).length === 0;
  const member = Buffer.from(`{"ReturnConsumedCapacity":"TOTAL"${isEmpty ? '' : ','}`);
  return Buffer.concat([member, body.subarray(start + 1)]);
}

/** Adds what a performed call costs. `answer` is what the service said. */
export function meter(costs: CostMeter, call: Call, answer: Answer): void {
  costs.add(call.service, 'calls', 1);
  if (call.service === 'sqs') costs.add('sqs', 'requests', sqsRequests(call, answer));
  else if (call.service === 'kms') costs.add('kms', 'requests', 1);
  else if (call.service === 'dynamodb') meterDynamodb(costs, call, answer);
  else if (answer.status !== 200) return;
  else if (call.action === 'SendEmail') costs.add('ses', 'mails', recipients(call.input()));
  else if (call.action === 'PutEvents') meterEvents(costs, call.input());
}

function meterEvents(costs: CostMeter, input: JsonObject): void {
  for (const entry of list(input.Entries)) costs.add('events', 'custom-event-chunks', chunks(entryBytes(entry)));
}

function sqsRequests(call: Call, answer: Answer): number {
  if (call.action === 'ReceiveMessage') return chunks(answer.body.length);
  if (!call.action.startsWith('SendMessage')) return 1;
  const entries = call.action === 'SendMessageBatch' ? list(call.input().Entries) : [call.input()];
  return chunks(entries.reduce((sum, entry) => sum + Buffer.byteLength(text(entry.MessageBody) ?? ''), 0));
}

function recipients(input: JsonObject): number {
  const addresses = (input.Destination as JsonObject | undefined)?.ToAddresses;
  return Array.isArray(addresses) ? Math.max(1, addresses.length) : 1;
}

function meterDynamodb(costs: CostMeter, call: Call, answer: Answer): void {
  const unit = READS.has(call.action) ? 'read-units' : 'write-units';
  if (unit === 'write-units' && !WRITES.has(call.action)) return;
  const said = JSON.parse(answer.body.toString('utf8')) as JsonObject;
  if (answer.status === 200) costs.add('dynamodb', unit, consumed(said.ConsumedCapacity));
  else if (/ConditionalCheckFailed|TransactionCanceled/.test(text(said.__type) ?? ''))
    costs.add('dynamodb', unit, refusedUnits(call.input()));
}

function consumed(capacity: Json | undefined): number {
  const tables = Array.isArray(capacity) ? (capacity as JsonObject[]) : [(capacity ?? {}) as JsonObject];
  return tables.reduce((sum, { CapacityUnits }) => sum + (typeof CapacityUnits === 'number' ? CapacityUnits : 0), 0);
}

/** A failed condition costs a full write, in a transaction twice that; the engine's refusal does not tell, so the request's item is measured. */
function refusedUnits(input: JsonObject): number {
  const parts = list(input.TransactItems).flatMap((item) => Object.values(item) as JsonObject[]);
  const units = (part: JsonObject) => Math.max(1, Math.ceil(itemBytes((part.Item ?? {}) as JsonObject) / WRITE_UNIT));
  return parts.length > 0 ? parts.reduce((sum, part) => sum + 2 * units(part), 0) : units(input);
}

function list(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}
