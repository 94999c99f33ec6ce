import { isObject, type Json, type JsonObject, jsonIn } from '../../shared/kernel/json.ts';
import { compilePattern, matches } from '../../shared/pattern/pattern.ts';
import { AwsError } from './aws-error.ts';
import type { EventBuses } from './eventbridge.ts';
import { text } from './need.ts';

const MAX_ENTRIES = 10;
/** aws.md 1: all entries together stay under 1 MB. */
const MAX_BYTES = 1_048_576;

/** Answers a call of EventBridge: PutEvents and TestEventPattern. */
export async function answerEvents(action: string, input: JsonObject, buses: EventBuses): Promise<JsonObject> {
  if (action === 'PutEvents') return putEvents(input, buses);
  if (action === 'TestEventPattern') return testEventPattern(input);
  throw new AwsError('UnknownOperationException', 400, `The local run does not know events:${action}.`);
}

async function putEvents(input: JsonObject, buses: EventBuses): Promise<JsonObject> {
  const entries = readEntries(input.Entries);
  const results = await Promise.all(entries.map((entry) => putEntry(entry, buses)));
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
}

function readEntries(value: Json | undefined): readonly JsonObject[] {
  const entries = Array.isArray(value) ? (value as JsonObject[]) : [];
  const bound = entries.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAX_ENTRIES}`;
  if (entries.length === 0 || entries.length > MAX_ENTRIES)
    throw validation(
      `1 validation error detected: Value '${JSON.stringify(entries).slice(0, 200)}' at 'entries' failed to satisfy constraint: Member must have length ${bound}`,
    );
  if (entries.reduce((sum, entry) => sum + entryBytes(entry), 0) >= MAX_BYTES)
    throw validation('Total size of the entries in the request is over the limit.');
  return entries;
}

/** An entry's size as EventBridge counts it: the time is 14 bytes, the rest its UTF-8. */
export function entryBytes(entry: JsonObject): number {
  const resources = Array.isArray(entry.Resources) ? (entry.Resources as Json[]) : [];
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...resources];
  const bytes = texts.reduce<number>((sum, value) => sum + Buffer.byteLength(text(value) ?? ''), 0);
  return bytes + (entry.Time === undefined ? 0 : 14);
}

async function putEntry(entry: JsonObject, buses: EventBuses): Promise<JsonObject> {
  for (const field of ['Source', 'DetailType', 'Detail'])
    if (!text(entry[field]))
      return refused('InvalidArgument', `Parameter ${field} is not valid. Reason: ${field} is a required argument.`);
  const source = text(entry.Source) ?? '';
  if (source.startsWith('aws.')) return refused('NotAuthorizedForSourceException', 'Not authorized for the source.');
  const detail = readObject(text(entry.Detail) ?? '');
  if (!detail) return refused('MalformedDetail', 'Detail is malformed.');
  const bus = (text(entry.EventBusName) ?? 'default').split('/').at(-1) ?? 'default';
  if (!buses.hasBus(bus))
    return refused('InvalidArgument', `Parameter EventBusName is not valid. Reason: Event bus ${bus} does not exist.`);
  const EventId = await buses.publish(bus, {
    source,
    detailType: text(entry.DetailType) ?? '',
    detail,
    resources: Array.isArray(entry.Resources) ? (entry.Resources as string[]) : [],
    ...(entry.Time !== undefined && { time: timeOf(entry.Time) }),
  });
  return { EventId };
}

/** The protocol sends epoch seconds; hand-written requests may send ISO text. */
function timeOf(time: Json): number {
  const ms = typeof time === 'number' ? time * 1_000 : typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(ms)) throw new AwsError('SerializationException', 400, 'Time is not a timestamp.');
  return ms;
}

function testEventPattern(input: JsonObject): JsonObject {
  const [pattern, event] = [text(input.EventPattern), text(input.Event)];
  if (!pattern || !event) throw validation('EventPattern and Event are required.');
  const parsed = readObject(event);
  if (!parsed) throw validation('Parameter Event is not valid. Reason: Event must be a JSON object.');
  const source = readObject(pattern);
  if (!source) throw invalidPattern('Reason: Filter is not an object');
  const compiled = compilePattern(source);
  if (!compiled.ok) throw invalidPattern(compiled.problems.map((problem) => `Reason: ${problem.message}`).join('; '));
  return { Result: matches(compiled.pattern, parsed) };
}

function invalidPattern(because: string): AwsError {
  return new AwsError('InvalidEventPatternException', 400, `Event pattern is not valid. ${because}`);
}

function validation(message: string): AwsError {
  return new AwsError('ValidationException', 400, message);
}

function refused(ErrorCode: string, ErrorMessage: string): JsonObject {
  return { ErrorCode, ErrorMessage };
}

function readObject(json: string): JsonObject | null {
  const value = jsonIn(json);
  return isObject(value) ? value : null;
}
