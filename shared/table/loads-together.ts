import type { Person } from '../person/person.ts';
import type { ManyPeople, PersonStore } from '../person/person-store.ts';

interface Asking {
  readonly profileId: string;
  readonly told: (person: Person | null | Promise<Person | null>) => void;
}

/** What one reading of many takes. */
const MOST = 100;

/**
 * A store whose loads of one moment are one reading: the mails of a batch begin together, and a call a person is a sixth of what a
 * mail costs in CPU. Each is read strongly after it was asked for, as by itself; whoever the reading leaves out is loaded alone.
 */
export function loadsTogether(store: PersonStore & ManyPeople): PersonStore {
  let asking: Asking[] = [];
  const read = async (some: readonly Asking[]): Promise<void> => {
    const ids = [...new Set(some.map(({ profileId }) => profileId))];
    const known = ids.length > 1 ? await store.loadAll(ids) : new Map<string, Person | null>();
    for (const { profileId, told } of some) {
      const person = known.get(profileId);
      told(person === undefined ? store.load(profileId) : person);
    }
  };
  const begin = () => {
    const all = asking;
    asking = [];
    for (let from = 0; from < all.length; from += MOST) void read(all.slice(from, from + MOST));
  };
  return {
    load: (profileId) =>
      new Promise((told) => {
        if (asking.length === 0) setImmediate(begin);
        asking.push({ profileId, told });
      }),
    commit: (before, commit) => store.commit(before, commit),
  };
}
