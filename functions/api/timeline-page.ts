import type { getTimeline } from '../../shared/api/timeline.ts';
import type { LedgerEntry } from '../../shared/consent/ledger.ts';
import { type Instant, isoInstant } from '../../shared/kernel/instants.ts';
import type { Message } from '../../shared/messages/message.ts';
import { isStaffMail } from '../../shared/messages/staff-mail.ts';
import type { Person } from '../../shared/person/person.ts';
import type { StoredLogEntry, TimelineStore } from '../../shared/person/timeline.ts';
import { allRows } from './all-rows.ts';
import type { BodyOf } from './route.ts';

interface Line {
  readonly at: Instant;
  /** Tells lines of one instant apart, and where a page ended. */
  readonly id: string;
  readonly entry: TimelinePage['entries'][number];
}

/** `next`: `from` of the next page, null on the last one. */
export type TimelinePage = BodyOf<typeof getTimeline>;

/**
 * One page of what happened to a person, newest first: ledger, log and the messages in flight, merged. Null where `from` is
 * not the `next` of a page. Everything is read for every page, because feedback may come weeks after the row it stands in:
 * no smaller part of the log would hold all of the newest entries.
 */
export async function timelinePage(
  person: Person,
  store: TimelineStore,
  limit: number,
  from: string | null,
): Promise<TimelinePage | null> {
  const after = from === null ? null : cursorOf(from);
  if (from !== null && after === null) return null;
  const [ledger, log] = await Promise.all([
    allRows((rows, next) => store.ledger(person.profileId, rows, next)),
    allRows((rows, next) => store.log(person.profileId, rows, next)),
  ]);
  const lines = [...ledger.map(ledgerLine), ...log.flatMap(logLines), ...person.messages.map(inFlightLine)].sort(
    newestFirst,
  );
  const left = after ? lines.filter((line) => newestFirst(line, after) > 0) : lines;
  const page = left.slice(0, limit);
  const last = left.length > limit ? page.at(-1) : undefined;
  return { entries: page.map((line) => line.entry), next: last ? cursorText(last) : null };
}

type Place = Pick<Line, 'at' | 'id'>;

function newestFirst(a: Place, b: Place): number {
  return b.at - a.at || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

function cursorText(line: Place): string {
  return Buffer.from(`${line.at} ${line.id}`).toString('base64url');
}

function cursorOf(text: string): Place | null {
  const parts = /^(\d{1,15}) (.+)$/.exec(Buffer.from(text, 'base64url').toString('utf8'));
  return parts ? { at: Number(parts[1]), id: parts[2] as string } : null;
}

/** Evidence without the address's HMAC, which is an inner name. */
function ledgerLine(row: LedgerEntry): Line {
  const { id, at, recordedAt, address: _, ...evidence } = row;
  return { at, id: `ledger:${id}`, entry: { at: isoInstant(at), id, ...evidence, recordedAt: isoInstant(recordedAt) } };
}

/** What a `notify` step sent is about this person, and went to a colleague. */
const TO_STAFF = { to: 'staff' } as const;

/** A decision is one line; a message is one for every state that it went through. */
function logLines(row: StoredLogEntry): Line[] {
  const about = {
    campaign: row.campaign,
    topic: row.topic,
    enrollmentId: row.enrollmentId,
    messageId: row.messageId,
    class: row.class,
    ...(row.aside && row.kind === 'message' ? TO_STAFF : {}),
  };
  const kind = row.kind === 'decision' ? 'decision' : `message.${row.verdict}`;
  const first: Line = {
    at: row.at,
    id: `log:${row.id}`,
    entry: {
      at: isoInstant(row.at),
      kind,
      ...about,
      verdict: row.verdict,
      because: row.because,
      until: row.until === null ? null : isoInstant(row.until),
      trace: row.trace,
      ...(row.inputs ? { inputs: row.inputs } : {}),
    },
  };
  const later = row.feedback.map(
    ({ at, status }): Line => ({
      at,
      id: `log:${row.id}:${status}`,
      entry: { at: isoInstant(at), kind: `message.${status}`, ...about, verdict: status },
    }),
  );
  return [first, ...later];
}

function inFlightLine(message: Message): Line {
  const at = message.claim?.at ?? message.reachedAt;
  return {
    at,
    id: `message:${message.messageId}`,
    entry: {
      at: isoInstant(at),
      kind: `message.${message.status}`,
      campaign: message.campaign,
      topic: message.topic,
      enrollmentId: message.enrollmentId,
      messageId: message.messageId,
      class: message.class,
      ...(isStaffMail(message) ? TO_STAFF : {}),
      verdict: message.status,
      because: message.because,
      until: message.status === 'held' ? isoInstant(message.notBefore) : null,
    },
  };
}
