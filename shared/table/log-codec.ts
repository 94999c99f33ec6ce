import * as z from 'zod';
import { DAY, SECOND } from '../kernel/instants.ts';
import type { MessageMark, MessageStatus } from '../messages/message.ts';
import type { LogEntry } from '../person/effects.ts';
import type { StoredLogEntry } from '../person/timeline.ts';
import { type Item, itemKey } from './item-key.ts';
import { logKey, TTL } from './keys.ts';
import { withoutNulls } from './ledger-codec.ts';
import { logEntryFields } from './log-entry-schema.ts';
import { fieldsOf } from './row-fields.ts';

const ENTRY = 'entry';
const FEEDBACK_PREFIX = 'feedback:';
const KEPT_FOR = 400 * DAY;

/** What names the row: a message has one row, found by its id when feedback comes. */
export function logIdOf(entry: LogEntry): string {
  return entry.kind === 'message' && entry.messageId !== null ? entry.messageId : entry.id;
}

export function logRow(profileId: string, entry: LogEntry): Item {
  return {
    ...itemKey(logKey(profileId, entry.at, logIdOf(entry))),
    [ENTRY]: { S: JSON.stringify(packedEntry(entry), withoutNulls) },
    [TTL]: { N: String(Math.floor((entry.at + KEPT_FOR) / SECOND)) },
  };
}

/** By place, since every row has them and a write unit is 1 KB: person, release, policy, cause, consent, preferences. */
const packedVersions = z.tuple([z.number(), z.number(), z.string(), z.string(), z.number(), z.number()]);
type PackedVersions = z.infer<typeof packedVersions>;

const storedEntry = z.looseObject({ ...logEntryFields, inputs: packedVersions.optional() });
const fields = fieldsOf('records', 'PERSON#<profileId> / LOG#<at>#<id>');

function packedEntry(entry: LogEntry): Omit<LogEntry, 'inputs'> & { readonly inputs?: PackedVersions | undefined } {
  const { inputs, ...rest } = entry;
  if (!inputs) return rest;
  const { person, release, policy, cause, consentAt = 0, preferencesAt = 0 } = inputs;
  return { ...rest, inputs: [person, release, policy, cause, consentAt, preferencesAt] };
}

function unpackedVersions(packed: PackedVersions | undefined): Pick<LogEntry, 'inputs'> {
  if (!packed) return {};
  const [person, release, policy, cause, consentAt, preferencesAt] = packed;
  const known = {
    ...(consentAt === 0 ? {} : { consentAt }),
    ...(preferencesAt === 0 ? {} : { preferencesAt }),
  };
  return { inputs: { person, release, policy, cause, ...known } };
}

/** One attribute a status, so that feedback is an update of its own that needs no read. */
export function feedbackAttribute(status: MessageStatus | MessageMark): string {
  return `${FEEDBACK_PREFIX}${status}`;
}

/** Throws UnreadableRowError. */
export function logEntryOf(row: Item): StoredLogEntry {
  const feedback = Object.keys(row)
    .filter((name) => name.startsWith(FEEDBACK_PREFIX))
    .map((name) => ({
      // A status that newer code wrote stays as it is.
      status: name.slice(FEEDBACK_PREFIX.length) as MessageStatus | MessageMark,
      at: fields.number(row, name),
    }));
  const { inputs, ...entry } = fields.json(row, ENTRY, storedEntry);
  return { ...entry, ...unpackedVersions(inputs), feedback: inOrder(feedback) };
}

export function inOrder(feedback: readonly StoredLogEntry['feedback'][number][]): StoredLogEntry['feedback'] {
  return feedback.toSorted((a, b) => a.at - b.at || (a.status < b.status ? -1 : 1));
}
