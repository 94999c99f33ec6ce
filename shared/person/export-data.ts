import type { AddressBook } from '../consent/address-book.ts';
import { isStopped } from '../consent/address-state.ts';
import type { LedgerEntry } from '../consent/ledger.ts';
import { type Instant, isoInstant } from '../kernel/instants.ts';
import type { Person } from './person.ts';
import type { Page, StoredLogEntry, TimelineStore } from './timeline.ts';

interface ExportPorts {
  readonly timeline: Pick<TimelineStore, 'ledger' | 'log'>;
  readonly addresses: Pick<AddressBook, 'read'>;
}

const ROWS_A_READ = 500;

/** Every row, newest first; an export leaves nothing out. */
async function allRows<Row>(read: (limit: number, from: string | null) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let from: string | null | undefined; from !== null; ) {
    const page: Page<Row> = await read(ROWS_A_READ, from ?? null);
    rows.push(...page.rows);
    from = page.next;
  }
  return rows;
}

/** The person's own rows, then those of profiles that were merged into this one: their evidence stays where it was written. */
async function rowsOfAll<Row>(
  { profileId, mergedFrom }: Person,
  read: (profileId: string, limit: number, from: string | null) => Promise<Page<Row>>,
): Promise<Row[]> {
  const ids = [profileId, ...mergedFrom.map((each) => each.profileId)];
  return (await Promise.all(ids.map((id) => allRows((limit, from) => read(id, limit, from))))).flat();
}

function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : isoInstant(at);
}

/** What was said at a moment, by name. */
function timed(named: Readonly<Record<string, { readonly value: unknown; readonly at: Instant }>>) {
  return Object.fromEntries(
    Object.entries(named).map(([name, { value, at }]) => [name, { value, at: isoInstant(at) }]),
  );
}

/** Evidence with its texts, without the HMAC of the address, which is an inner name. */
function ledgerLine(entry: LedgerEntry) {
  const { address: _, at, recordedAt, ...evidence } = entry;
  return { at: isoInstant(at), recordedAt: isoInstant(recordedAt), ...evidence };
}

function logLine(entry: StoredLogEntry) {
  const { at, campaign, topic, messageId, verdict, because, until } = entry;
  const feedback = entry.feedback.map((each) => ({ status: each.status, at: isoInstant(each.at) }));
  return { at: isoInstant(at), campaign, topic, messageId, class: entry.class, verdict, because, until, feedback };
}

/** In flight first; of those that ended the log tells more, and longer, than the row. */
function messagesOf(person: Person, log: readonly StoredLogEntry[]) {
  const told = log.filter((entry) => entry.kind === 'message');
  const known = new Set(told.map((entry) => entry.messageId));
  const inFlight = person.messages.map(({ messageId, campaign, topic, status, reachedAt, because }) => ({
    at: isoInstant(reachedAt),
    campaign,
    topic,
    messageId,
    verdict: status,
    because,
  }));
  const recent = person.recent
    .filter((each) => !known.has(each.messageId))
    .map(({ messageId, campaign, topic, status, at }) => ({
      at: isoInstant(at),
      campaign,
      topic,
      messageId,
      verdict: status,
    }));
  return [...inFlight, ...recent, ...told.map(logLine)];
}

function permissionOf({ permission }: Person) {
  return {
    consents: permission.consents.map(({ topic, purpose, grant, withdrawnAt }) => ({
      topic,
      purpose,
      basis: grant?.basis ?? null,
      method: grant?.method ?? null,
      grantedAt: isoOrNull(grant?.at ?? null),
      withdrawnAt: isoOrNull(withdrawnAt),
    })),
    requests: permission.requests.map(({ topics, requestedAt, expiresAt, text, method, ip, userAgent }) => ({
      topics,
      requestedAt: isoInstant(requestedAt),
      expiresAt: isoInstant(expiresAt),
      text,
      method,
      ip,
      userAgent,
    })),
    stoppedEverythingAt: isoOrNull(permission.stoppedAt),
  };
}

/** What is known against the address, whoever holds it. */
async function addressOf(person: Person, addresses: ExportPorts['addresses']) {
  if (!person.address) return null;
  const { suppression, ...state } = await addresses.read(person.address.hmac);
  return {
    email: person.address.email,
    suppression: suppression && { reason: suppression.reason, since: isoInstant(suppression.since) },
    stoppedAt: isStopped(state) ? isoOrNull(state.stoppedAt) : null,
  };
}

/**
 * Everything that is known of a person, as JSON for that person (P-60): facts, preferences, permission with its whole log and the
 * texts that were shown, messages, counted events, runs. Instants are ISO text. Rejects with RetryableError when a store does
 * not answer.
 */
export async function exportData(person: Person, ports: ExportPorts, now: Instant) {
  const { profileId, counters, enrollments } = person;
  const [address, ledger, log] = await Promise.all([
    addressOf(person, ports.addresses),
    rowsOfAll(person, (id, limit, from) => ports.timeline.ledger(id, limit, from)),
    rowsOfAll(person, (id, limit, from) => ports.timeline.log(id, limit, from)),
  ]);
  return {
    exportedAt: isoInstant(now),
    profile: { profileId, address, traits: timed(person.traits) },
    preferences: timed(person.preferences),
    ...permissionOf(person),
    consentLog: ledger.map(ledgerLine),
    messages: messagesOf(person, log),
    decisions: log.filter((entry) => entry.kind === 'decision').map(logLine),
    enrollments: enrollments.map(({ campaign, enrollmentId, startedAt, dueAt, properties }) => ({
      campaign,
      enrollmentId,
      startedAt: isoInstant(startedAt),
      dueAt: isoOrNull(dueAt),
      properties,
    })),
    events: Object.fromEntries(
      Object.entries(counters).map(([type, { count, first, last }]) => [
        type,
        { count, first: isoInstant(first), last: isoInstant(last) },
      ]),
    ),
    care: person.care,
  };
}
