import type { StoredLogEntry } from '../../shared/person/timeline.ts';
import { LOG_PREFIX, personKey } from '../../shared/table/keys.ts';
import { logEntryOf } from '../../shared/table/log-codec.ts';
import type { DynamodbCall } from '../engines/dynamodb-call.ts';

export interface RecentDecision {
  readonly profileId: string;
  readonly entry: StoredLogEntry;
}

type Row = Parameters<typeof logEntryOf>[0];

/** The page must open at once on a store of any size: it looks at so many rows, and says so by being called recent. */
const LOOKED_AT = 2_000;

/** What was decided last, newest first. Rows that this version cannot read are left out. */
export async function recentDecisions(
  call: DynamodbCall,
  recordsTable: string,
  limit: number,
): Promise<RecentDecision[]> {
  const page = await call('Scan', {
    TableName: recordsTable,
    Limit: LOOKED_AT,
    FilterExpression: 'begins_with(SK, :log)',
    ExpressionAttributeValues: { ':log': { S: LOG_PREFIX } },
  });
  return (page.Items as readonly Row[])
    .flatMap((row) => read(row))
    .sort((a, b) => b.entry.at - a.entry.at)
    .slice(0, limit);
}

function read(row: Row): RecentDecision[] {
  try {
    return [{ profileId: (row.PK?.S ?? '').slice(personKey('').length), entry: logEntryOf(row) }];
  } catch {
    return [];
  }
}
