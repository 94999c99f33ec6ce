import { expect, test } from 'vitest';
import { whatComes } from '../../../local/home/coming.ts';
import { newPerson } from '../../../shared/person/person.ts';
import { encodePerson } from '../../../shared/table/person-codec.ts';

const AT = Date.parse('2026-12-30T08:00:00Z');

test('what comes is read from rows as the engine writes them, bytes as base64', async () => {
  const birthday = { campaign: 'birthday', trigger: 0, key: null, day: '2026-12-30', before: 'P0D', dueAt: AT };
  const row = encodePerson({ ...newPerson('c-ann'), version: 1, comingDates: [birthday] });
  const base64 = (_name: string, value: unknown) =>
    Buffer.isBuffer(value) || value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
  const Item = Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, 'B' in value ? { B: base64(name, value.B) } : value]),
  );
  const due = { earliest: async () => [], list: async () => [{ profileId: 'c-ann', at: AT }] };
  expect(await whatComes(async () => ({ Item }), 'people', due, 12)).toEqual([
    { at: AT, profileId: 'c-ann', campaign: 'birthday', what: 'date', about: '2026-12-30' },
  ]);
});
