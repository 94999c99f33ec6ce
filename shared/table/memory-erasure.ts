import type { ErasureNote, ErasureStore } from '../person/erasure-store.ts';
import type { MemoryPersonStore } from './memory-person.ts';
import type { MemoryTimelineStore } from './memory-timeline.ts';
import { type Proof, proofOf } from './proof-codec.ts';

/** The twin of `dynamoErasureStore`, over the twins of the rows that it deletes. */
export interface MemoryErasureStore extends ErasureStore {
  /** What stands under an HMAC. */
  kept(hmac: string): { readonly notes: readonly ErasureNote[]; readonly proofs: readonly Proof[] };
}

export function memoryErasureStore(people: MemoryPersonStore, timeline: MemoryTimelineStore): MemoryErasureStore {
  const erased = new Set<string>();
  const notes = new Map<string, Map<number, ErasureNote>>();
  const proofs = new Map<string, Map<string, Proof>>();
  return {
    async isErased(profileHmac) {
      return erased.has(profileHmac);
    },
    async note(hmac, note) {
      notes.set(hmac, new Map(notes.get(hmac)).set(note.at, note));
    },
    async proveAndForget(profileId, { profileHmac }, limit) {
      for (const entry of people.takeLedger(profileId, limit)) {
        const hmac = entry.address ?? profileHmac;
        proofs.set(hmac, new Map(proofs.get(hmac)).set(`${entry.at}#${entry.id}`, proofOf(entry)));
      }
      return people.ledgerOf(profileId).length > 0;
    },
    async forgetLog(profileId, limit) {
      return timeline.dropLog(profileId, limit);
    },
    async removePerson(person, profileHmac) {
      people.remove(person);
      erased.add(profileHmac);
    },
    kept: (hmac) => ({
      notes: [...(notes.get(hmac)?.values() ?? [])],
      proofs: [...(proofs.get(hmac)?.values() ?? [])],
    }),
  };
}
