import type { Instant } from '../../shared/kernel/instants.ts';
import type { Message } from '../../shared/messages/message.ts';
import type { Person } from '../../shared/person/person.ts';
import { decodePerson, type PersonRow } from '../../shared/table/person-codec.ts';
import type { DueIndex } from '../due-index.ts';
import type { DynamodbCall } from '../engines/dynamodb-call.ts';

/** What will happen to somebody if nothing else happens before. */
export interface Coming {
  readonly at: Instant;
  readonly profileId: string;
  readonly campaign: string | null;
  readonly what: 'wait' | 'silence' | 'date' | 'hold' | 'mail' | 'confirmation' | 'forgetting';
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

/** What happens next, earliest first, at most `limit`: the people whom the due index names first, and what their rows say. */
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
    .flatMap(({ Item }) => (Item ? comingIn(Item as PersonRow) : []))
    .sort((left, right) => left.at - right.at)
    .slice(0, limit);
}

/** A row that this version cannot read is left out: the page must open. */
function comingIn(row: PersonRow): readonly Coming[] {
  try {
    return comingOf(decodePerson(row));
  } catch {
    return [];
  }
}
