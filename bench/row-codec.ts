import { decodePerson, encodePerson, type PersonRow } from '../shared/table/person-codec.ts';
import { aCustomer } from '../test/table/people.ts';
import { perSecond } from './measure.ts';
import { figure, type Part } from './row.ts';

const KB = 1_024;

/** A customer's row, with a journey, a held mail, and a month of mails: its size, and what writing and reading it down costs. */
export function rowCodec(): Part {
  const person = aCustomer();
  const row = encodePerson(person);
  const bytes = bytesOf(row);
  const micros = (work: () => void) => `${figure(1_000_000 / perSecond(work, 400))} µs`;
  return {
    rows: [
      { what: 'a typical row, without effects', measured: `${bytes} bytes`, budget: '<= 1 KB', met: bytes <= KB },
      { what: '… encode', measured: micros(() => void encodePerson(person)) },
      { what: '… decode', measured: micros(() => void decodePerson(row)) },
    ],
  };
}

/** As DynamoDB counts: names and values; a number is half a byte a digit and one more. */
function bytesOf(row: PersonRow): number {
  return Object.entries(row).reduce((sum, [name, { S, N, B }]) => {
    const value =
      S !== undefined ? Buffer.byteLength(S) : N !== undefined ? Math.ceil(N.length / 2) + 1 : (B?.length ?? 0);
    return sum + name.length + value;
  }, 0);
}
