import type { Instant } from '../../shared/kernel/instants.ts';
import type { Message } from '../../shared/messages/message.ts';
import type { Person } from '../../shared/person/person.ts';
import { decodePerson, type PersonRow } from '../../shared/table/person-codec.ts';
import type { DueIndex } from '../due-index.ts';
import type { DynamodbCall } from '../engines/dynamodb-call.ts';

/** What will happen to somebody, or with a broadcast to everybody, if nothing else happens before. */
export interface Coming {
  readonly at: Instant;
  /** Null: the audience of a broadcast. */
  readonly profileId: string | null;
  readonly campaign: string | null;
  readonly what: 'wait' | 'silence' | 'date' | 'hold' | 'mail' | 'broadcast' | 'confirmation' | 'forgetting';
  /** What it waits for, in words. */
  readonly about: string;
}

/** Everything that a person's row waits for, in the words of its fields. */
export function comingOf(person: Person): readonly Coming[] {
  const { profileId } = person;
  const own = (what: Coming['what'], at: Instant, about: string): Coming => {
    return { at, profileId, campaign: null, what, about };
  };
  return [
    ...person.enrollments.flatMap(({ campaign, dueAt, key }): Coming[] =>
      dueAt === null ? [] : [{ ...own('wait', dueAt, key === null ? '' : key), campaign }],
    ),
    ...person.silences.map(({ campaign, dueAt, type, key }) => ({
      ...own('silence', dueAt, `since ${type}${key === null ? '' : ` of ${key}`}`),
      campaign,
    })),
    ...person.comingDates.map(({ campaign, dueAt, day, before, key }) => ({
      ...own('date', dueAt, `${before === 'P0D' ? '' : `${before} before `}${day}${key === null ? '' : ` of ${key}`}`),
      campaign,
    })),
    ...person.messages.map((message) => ({ ...own(...messageWords(message)), campaign: message.campaign })),
    ...person.permission.requests.map(({ expiresAt }) =>
      own('confirmation', expiresAt, 'the link in the mail expires'),
    ),
    ...(person.forgetAt === null ? [] : [own('forgetting', person.forgetAt, 'nobody confirmed the sign-up')]),
  ];
}

function messageWords({ status, notBefore, because }: Message): [Coming['what'], Instant, string] {
  return status === 'held' ? ['hold', notBefore, because?.reason ?? ''] : ['mail', notBefore, `is ${status}`];
}

/** What happens to people next, earliest first, at most `limit`: those whom the due index names first, and what their rows say. */
export async function whatComes(
  call: DynamodbCall,
  peopleTable: string,
  due: DueIndex,
  limit: number,
): Promise<readonly Coming[]> {
  const people = await due.list(limit);
  const rows = await Promise.all(
    people.map(({ profileId }) => call('GetItem', { TableName: peopleTable, Key: { profileId: { S: profileId } } })),
  );
  return rows
    .flatMap(({ Item }) => (Item ? comingIn(Item as RawRow) : []))
    .sort((left, right) => left.at - right.at)
    .slice(0, limit);
}

/** As the engine's JSON has it: bytes are base64, which the SDK would have decoded. */
type RawRow = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A row that this version cannot read is left out: the page must open. */
function comingIn(row: RawRow): readonly Coming[] {
  try {
    return comingOf(decodePerson(asRead(row)));
  } catch {
    return [];
  }
}

function asRead(row: RawRow): PersonRow {
  const read = Object.entries(row).map(([name, value]) =>
    typeof value['B'] === 'string' ? [name, { B: Buffer.from(value['B'], 'base64') }] : [name, value],
  );
  return Object.fromEntries(read) as PersonRow;
}
