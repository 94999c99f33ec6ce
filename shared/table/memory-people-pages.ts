import { derivedNumber } from '../kernel/ids.ts';
import type { PeoplePage, PeoplePages } from '../person/people-pages.ts';
import type { MemoryPersonStore } from './memory-person.ts';

/** The twin of `dynamoPeoplePages`. */
export function memoryPeoplePages(store: Pick<MemoryPersonStore, 'people'>): PeoplePages {
  const everybody = () => [...store.people()].sort((a, b) => (a.profileId < b.profileId ? -1 : 1));
  const page = <Row extends { readonly profileId: string }>(
    rows: readonly Row[],
    limit: number,
    from: string | null,
  ): PeoplePage<Row> => {
    const ahead = rows.filter(({ profileId }) => from === null || profileId > from);
    const found = ahead.slice(0, limit);
    return { rows: found, next: ahead.length > limit ? (found.at(-1)?.profileId ?? null) : null };
  };
  return {
    async ids({ index, of }, limit, from) {
      const mine = everybody().filter(({ profileId }) => derivedNumber(of, profileId) === index);
      const { rows, next } = page(mine, limit, from);
      return { rows: rows.map(({ profileId }) => profileId), next };
    },
    async people(limit, from) {
      return page(everybody(), limit, from);
    },
  };
}
