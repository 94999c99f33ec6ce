import { type Instant, isoInstant, parseInstant } from '../../shared/kernel/instants.ts';
import type { JsonObject } from '../../shared/kernel/json.ts';
import { RefusedRow } from '../import/cells.ts';
import { csvRows } from '../import/csv-rows.ts';
import { checkHead } from '../import/people-file.ts';
import { peopleRow } from '../import/people-row.ts';
import type { ImportPlan } from '../import/plan.ts';
import { isBroken, type RawRow } from '../import/raw-row.ts';
import type { ImportedEvent } from '../import/ready-row.ts';
import { byTime, type Read, readLine, type Told } from './happenings.ts';
import { happeningsIn, type Readings } from './source.ts';

/**
 * Who there is, and what they agreed to: CSV as `heed import` reads it, or JSON lines with an event each, as `samples/people.jsonl`
 * has them. `since`: for rows that say no time of their own. Gives what the file says in the order of time; all of it is held.
 */
export async function peopleIn(plan: ImportPlan, readings: Readings, since: Instant): Promise<readonly Told[]> {
  const { file } = plan;
  const all: Told[] = [];
  if (/\.(jsonl|ndjson|json)(\.gz)?$/i.test(file)) {
    for await (const batch of happeningsIn(file, readings)) all.push(...batch);
    return all.sort(byTime);
  }
  for await (const row of csvRows(file, readings.reading, (names) => checkHead(plan, names))) {
    const { happenings, problems } = isBroken(row)
      ? { happenings: [], problems: [{ field: '', message: row.problem }] }
      : await readRow(plan, row, since);
    if (problems.length > 0) readings.findings.add(file, row.line, problems);
    all.push(...happenings.map((happening) => ({ ...happening, file, line: row.line })));
  }
  return all.sort(byTime);
}

/** The far end of time: what a row says of the future is said, and happens then. */
const NO_END = parseInstant('9999-01-01T00:00:00Z') as Instant;

async function readRow(plan: ImportPlan, row: RawRow, since: Instant): Promise<Pick<Read, 'happenings' | 'problems'>> {
  try {
    const { events } = peopleRow({ ...plan, asOf: since }, plan.file, row, NO_END);
    const read = await Promise.all(inTheirTime(events).map((event) => readLine(event, event.eventId)));
    return {
      happenings: read.flatMap((each) => each.happenings),
      problems: read.flatMap((each) => each.problems),
    };
  } catch (error) {
    if (!(error instanceof RefusedRow)) throw error;
    const { field, message } = error.refusal;
    return { happenings: [], problems: [{ field, message }] };
  }
}

/** A permission that is given later than the row counts from is taken when it was given; the facts beside it are known before. */
function inTheirTime(events: readonly ImportedEvent[]): readonly ImportedEvent[] {
  return events.flatMap((event) => {
    const said = saidAt(event.properties);
    if (said === null || said <= Date.parse(event.occurredAt)) return [event];
    const facts = { ...event, type: 'profile.imported', eventId: `${event.eventId}:facts`, properties: {} };
    return [facts, { ...event, traits: {}, occurredAt: isoInstant(said) }];
  });
}

function saidAt({ grantedAt, at }: JsonObject): Instant | null {
  const text = grantedAt ?? at;
  return typeof text === 'string' ? parseInstant(text) : null;
}
