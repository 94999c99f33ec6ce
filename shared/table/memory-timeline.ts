import type { LedgerEntry } from '../consent/ledger.ts';
import { type Instant, isoDay } from '../kernel/instants.ts';
import { type Counted, countedOf } from '../person/counted.ts';
import type { LogEntry } from '../person/effects.ts';
import type { Page, StoredLogEntry, TellingFeedback, TimelineStore } from '../person/timeline.ts';
import { cursorOf, sortKeyOf } from './cursor.ts';
import { LEDGER_PREFIX, LOG_PREFIX, ledgerKey, logKey } from './keys.ts';
import { inOrder, logIdOf } from './log-codec.ts';

/** The twin of `dynamoTimelineStore`. `ledgerOf` gives the evidence that commits wrote (`memoryPersonStore`). */
export interface MemoryTimelineStore extends TimelineStore {
  /** What was counted, as `<campaign> <day> <counter>` to number. */
  counts(): ReadonlyMap<string, number>;
  /** Takes up to `limit` log rows out; what only an erasure does. Gives whether there are more. */
  dropLog(profileId: string, limit: number): boolean;
}

export function memoryTimelineStore(ledgerOf: (profileId: string) => readonly LedgerEntry[]): MemoryTimelineStore {
  const logs = new Map<string, Map<string, StoredLogEntry>>();
  const counts = new Map<string, number>();
  const logOf = (profileId: string): Map<string, StoredLogEntry> => {
    const log = logs.get(profileId) ?? new Map<string, StoredLogEntry>();
    logs.set(profileId, log);
    return log;
  };
  const count = (campaign: string | null, at: Instant, counted: Counted | null): void => {
    if (campaign === null || counted === null) return;
    for (const [counter, by] of Object.entries(counted)) {
      const name = `${campaign} ${isoDay(at)} ${counter}`;
      counts.set(name, (counts.get(name) ?? 0) + by);
    }
  };
  const put = (profileId: string, entry: LogEntry): void => {
    const { SK } = logKey(profileId, entry.at, logIdOf(entry));
    if (logOf(profileId).has(SK)) return;
    logOf(profileId).set(SK, { ...entry, feedback: [] });
    count(entry.campaign, entry.at, countedOf(entry));
  };
  const move = (profileId: string, { messageId, logAt, status, at, campaign }: TellingFeedback): void => {
    const { SK } = logKey(profileId, logAt, messageId);
    const row = logOf(profileId).get(SK);
    if (!row || row.feedback.some((each) => each.status === status)) return;
    logOf(profileId).set(SK, { ...row, feedback: inOrder([...row.feedback, { status, at }]) });
    count(campaign, at, { [status]: 1 });
  };
  return {
    async ledger(profileId, limit, from) {
      const rows = ledgerOf(profileId).map((entry) => [ledgerKey(profileId, entry.at, entry.id).SK, entry] as const);
      return page(rows, LEDGER_PREFIX, limit, from);
    },
    async log(profileId, limit, from) {
      return page([...logOf(profileId)], LOG_PREFIX, limit, from);
    },
    async tell(tellings) {
      for (const each of tellings) {
        if ('entry' in each) put(each.profileId, each.entry);
        else move(each.profileId, each.feedback);
      }
    },
    async record(profileId, entry) {
      put(profileId, entry);
    },
    async recordFeedback(profileId, feedback) {
      move(profileId, feedback);
    },
    counts: () => counts,
    dropLog(profileId, limit) {
      for (const key of [...logOf(profileId).keys()].slice(0, limit)) logOf(profileId).delete(key);
      return logOf(profileId).size > 0;
    },
  };
}

function page<Row>(
  rows: readonly (readonly [string, Row])[],
  prefix: string,
  limit: number,
  from: string | null,
): Page<Row> {
  const before = from === null ? null : sortKeyOf(from, prefix);
  const found = rows.filter(([key]) => before === null || key < before).toSorted(([a], [b]) => (a < b ? 1 : -1));
  const last = found[limit - 1];
  return {
    rows: found.slice(0, limit).map(([, row]) => row),
    next: found.length > limit && last ? cursorOf(last[0]) : null,
  };
}
