import type { Instant } from '../kernel/instants.ts';
import type { EvidenceStore } from '../person/evidence-store.ts';
import { ledgerKey } from './keys.ts';
import type { MemoryPersonStore } from './memory-person.ts';
import type { MemoryTimelineStore } from './memory-timeline.ts';

/** The twin of `dynamoEvidenceStore`, over the twins of the rows whose terms it keeps. */
export interface MemoryEvidenceStore extends EvidenceStore {
  /** Terms of log rows, by message. */
  readonly shortened: ReadonlyMap<string, Instant>;
}

export function memoryEvidenceStore(people: MemoryPersonStore, timeline: MemoryTimelineStore): MemoryEvidenceStore {
  const terms = new Map<string, Instant>();
  const shortened = new Map<string, Instant>();
  const nameOf = (profileId: string, at: Instant, id: string) => Object.values(ledgerKey(profileId, at, id)).join(' ');
  return {
    shortened,
    async rows(profileId) {
      return people
        .ledgerOf(profileId)
        .map((entry) => ({ entry, keepUntil: terms.get(nameOf(profileId, entry.at, entry.id)) ?? null }));
    },
    async keep(profileId, { at, id }, until) {
      if (until === null) terms.delete(nameOf(profileId, at, id));
      else terms.set(nameOf(profileId, at, id), until);
    },
    async shortenLog(profileId, messageIds, { from, to }, until) {
      const { rows } = await timeline.log(profileId, Number.MAX_SAFE_INTEGER, null);
      for (const { messageId, at } of rows) {
        if (messageId !== null && messageIds.includes(messageId) && at >= from && at <= to)
          shortened.set(messageId, until);
      }
    },
  };
}
