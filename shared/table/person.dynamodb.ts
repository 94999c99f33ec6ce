import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  type Put,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { LedgerEntry } from '../consent/ledger.ts';
import type { Person } from '../person/person.ts';
import type { Commit, ManyPeople, PersonStore } from '../person/person-store.ts';
import {
  CONDITION_FAILED,
  cancellationCodes,
  conflict,
  isConditionFailure,
  isTransactionConflict,
  orUnavailable,
  unavailable,
} from './failures.dynamodb.ts';
import { ledgerKey, PROFILE_ID, SK, VERSION } from './keys.ts';
import { ledgerRow } from './ledger-codec.ts';
import { decodePerson, type PersonRow } from './person-codec.ts';
import { rowWithinLimits } from './row-size.ts';

export interface PersonTables {
  readonly people: string;
  readonly records: string;
}

const NOBODY_IS_STORED = 'attribute_not_exists(#id)';
const VERSION_IS_UNCHANGED = '#version = :read';
const LEDGER_ROW_IS_NEW = 'attribute_not_exists(#sk)';

/** A transaction takes 100 actions and one is the person. */
const MAX_LEDGER_ROWS = 99;

/** People in DynamoDB: one strongly consistent read, one conditional put; a transaction only where evidence goes along. */
export function dynamoPersonStore(client: DynamoDBClient, tables: PersonTables): PersonStore & ManyPeople {
  return {
    async load(profileId) {
      const { Item } = await orUnavailable(`person ${profileId}`, () =>
        client.send(
          new GetItemCommand({
            TableName: tables.people,
            Key: { [PROFILE_ID]: { S: profileId } },
            ConsistentRead: true,
          }),
        ),
      );
      return Item ? decodePerson(Item) : null;
    },
    loadAll: (profileIds) => loadAll(client, tables.people, profileIds),
    async commit(before, commit) {
      const after: Person = { ...commit.person, version: before.version + 1 };
      const put = personPut(tables.people, rowWithinLimits(before, commit, after), before);
      await write(client, tables.records, put, after.profileId, commit);
      return after;
    },
  };
}

async function loadAll(
  client: DynamoDBClient,
  table: string,
  profileIds: readonly string[],
): Promise<ReadonlyMap<string, Person | null>> {
  const Keys = profileIds.map((profileId) => ({ [PROFILE_ID]: { S: profileId } }));
  const read = new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } });
  // Whoever is loaded alone then meets the failure, or only it does: a row that cannot be read must not stop the others.
  const { Responses, UnprocessedKeys } = await client
    .send(read)
    .catch(() => ({ Responses: null, UnprocessedKeys: {} }));
  if (!Responses) return new Map();
  const unread = new Set(UnprocessedKeys?.[table]?.Keys?.map((key) => key[PROFILE_ID]?.S));
  const rows = new Map((Responses[table] ?? []).map((row) => [row[PROFILE_ID]?.S, row]));
  return new Map(profileIds.flatMap((id) => (unread.has(id) ? [] : readable(id, rows.get(id)))));
}

/** Nobody, or the person of a row; nothing where newer code wrote it. */
function readable(profileId: string, row: PersonRow | undefined): readonly (readonly [string, Person | null])[] {
  try {
    return [[profileId, row ? decodePerson(row) : null]];
  } catch {
    return [];
  }
}

function personPut(table: string, row: PersonRow, before: Person): Put {
  const put = { TableName: table, Item: row };
  if (before.version === 0) {
    return { ...put, ConditionExpression: NOBODY_IS_STORED, ExpressionAttributeNames: { '#id': PROFILE_ID } };
  }
  return {
    ...put,
    ConditionExpression: VERSION_IS_UNCHANGED,
    ExpressionAttributeNames: { '#version': VERSION },
    ExpressionAttributeValues: { ':read': { N: String(before.version) } },
  };
}

async function write(client: DynamoDBClient, records: string, put: Put, profileId: string, commit: Commit) {
  const what = `person ${profileId}`;
  let ledger = distinctRows(profileId, commit.ledger);
  if (ledger.length > MAX_LEDGER_ROWS) {
    throw new Error(`${what}: ${ledger.length} ledger rows in one commit, at most ${MAX_LEDGER_ROWS}`);
  }
  for (;;) {
    try {
      await writeOnce(
        client,
        put,
        ledger.map((entry) => ledgerPut(records, profileId, entry)),
      );
      return;
    } catch (error) {
      if (isConditionFailure(error) || isTransactionConflict(error)) throw conflict(what, error);
      const [person, ...rows] = cancellationCodes(error);
      if (person === CONDITION_FAILED) throw conflict(what, error);
      // The person is unchanged, but evidence with the same id stands already: its cause came again after the ring of seen
      // events had forgotten it. The row that stands is the evidence (append-only, P-40), so it is kept and the commit
      // goes on without it. Failing instead would fail for ever; overwriting would lose when it was first recorded.
      const fresh = ledger.filter((_, n) => rows[n] !== CONDITION_FAILED);
      if (fresh.length === ledger.length) throw unavailable(what, error);
      ledger = fresh;
    }
  }
}

/** One row a key, the first: two inputs of one commit may tell of the same cause, and a transaction takes an item once. */
function distinctRows(profileId: string, ledger: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const rows = new Map<string, LedgerEntry>();
  for (const entry of ledger) {
    const { SK: key } = ledgerKey(profileId, entry.at, entry.id);
    if (!rows.has(key)) rows.set(key, entry);
  }
  return [...rows.values()];
}

async function writeOnce(client: DynamoDBClient, put: Put, evidence: readonly TransactWriteItem[]): Promise<void> {
  // A transaction costs double: only with evidence.
  if (evidence.length === 0) await client.send(new PutItemCommand(put));
  else await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: put }, ...evidence] }));
}

function ledgerPut(table: string, profileId: string, entry: LedgerEntry): TransactWriteItem {
  return {
    Put: {
      TableName: table,
      Item: ledgerRow(profileId, entry),
      ConditionExpression: LEDGER_ROW_IS_NEW,
      ExpressionAttributeNames: { '#sk': SK },
    },
  };
}
