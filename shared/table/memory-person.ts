import type { LedgerEntry } from '../consent/ledger.ts';
import { ConflictError } from '../kernel/errors.ts';
import type { Person } from '../person/person.ts';
import type { ManyPeople, PersonStore } from '../person/person-store.ts';
import { dueAtOf } from '../person/timers.ts';
import type { DueShards } from './due-shards.ts';
import { ledgerKey } from './keys.ts';
import { memoryDueShards } from './memory-due-shards.ts';
import type { CommittedEffects } from './outbox.ts';
import { packedWithinLimit } from './row-size.ts';

/** The twin of `dynamoPersonStore` and its stream: for laws, simulation and benchmarks. */
export interface MemoryPersonStore extends PersonStore, ManyPeople, DueShards {
  /** The effects of commits since the last call, in order, as the stream would deliver them. */
  drainEffects(): readonly CommittedEffects[];
  /** Evidence of a person, in the order of the table's keys. */
  readonly ledgerOf: (profileId: string) => readonly LedgerEntry[];
  /** Everybody, as a scan of the table. */
  people(): Iterable<Person>;
  /** Takes somebody out, on the version; what only an erasure does. */
  remove(person: Person): void;
  /** Takes up to `limit` ledger rows out, and gives them. */
  takeLedger(profileId: string, limit: number): readonly LedgerEntry[];
}

export function memoryPersonStore(): MemoryPersonStore {
  const people = new Map<string, Person>();
  const ledgers = new Map<string, Map<string, LedgerEntry>>();
  const due = memoryDueShards();
  let stream: CommittedEffects[] = [];
  const append = (profileId: string, entry: LedgerEntry): void => {
    const ledger = ledgers.get(profileId) ?? new Map<string, LedgerEntry>();
    const { SK } = ledgerKey(profileId, entry.at, entry.id);
    if (!ledger.has(SK)) ledger.set(SK, entry);
    ledgers.set(profileId, ledger);
  };
  return {
    async load(profileId) {
      return people.get(profileId) ?? null;
    },
    async loadAll(profileIds) {
      return new Map(profileIds.map((id) => [id, people.get(id) ?? null]));
    },
    async commit(before, commit) {
      const { profileId } = before;
      const after: Person = { ...commit.person, version: before.version + 1 };
      packedWithinLimit(before, commit, after);
      const stored = people.get(profileId);
      if ((stored?.version ?? 0) !== before.version) {
        throw new ConflictError(`person ${profileId} was changed by somebody else`);
      }
      people.set(profileId, after);
      due.move(profileId, stored ? dueAtOf(stored) : null, dueAtOf(after));
      for (const entry of commit.ledger) append(profileId, entry);
      if (commit.effects.length > 0) stream.push({ profileId, version: after.version, effects: commit.effects });
      return after;
    },
    dueIn: (shard, now, limit, from) => due.dueIn(shard, now, limit, from),
    drainEffects() {
      const drained = stream;
      stream = [];
      return drained;
    },
    ledgerOf: (profileId) =>
      [...(ledgers.get(profileId) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry),
    people: () => people.values(),
    remove({ profileId, version }) {
      const stored = people.get(profileId);
      if (stored?.version !== version) throw new ConflictError(`person ${profileId} was changed by somebody else`);
      people.delete(profileId);
      due.move(profileId, dueAtOf(stored), null);
    },
    takeLedger(profileId, limit) {
      const taken = [...(ledgers.get(profileId) ?? [])].slice(0, limit);
      for (const [key] of taken) ledgers.get(profileId)?.delete(key);
      return taken.map(([, entry]) => entry);
    },
  };
}
