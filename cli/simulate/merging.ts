import type { Instant } from '../../shared/kernel/instants.ts';
import type { Told } from './happenings.ts';
import type { Source } from './source.ts';

interface Head {
  readonly source: Source;
  batch: readonly Told[];
  place: number;
}

/** Several sources as one. Of happenings at one instant those of the earlier source come first. */
export interface Merged {
  /** The instant of the first; null where there is nothing at all. */
  readonly first: Instant | null;
  /** What is still to come of them, to be merged with others. */
  readonly sources: readonly Source[];
  /** Hands over one after another until there is none, or `take` answers false. */
  each(take: (happening: Told) => boolean): Promise<void>;
}

export async function merged(sources: readonly Source[]): Promise<Merged> {
  const heads: Head[] = [];
  for (const source of sources) {
    const head = { source, batch: [], place: 0 };
    if (await refill(head)) heads.push(head);
  }
  return {
    first: heads.length === 0 ? null : Math.min(...heads.map(atOf)),
    sources: heads.map(restOf),
    async each(take) {
      for (let head = earliest(heads); head; head = earliest(heads)) {
        const limit = limitOf(heads, head);
        if (!takeUpTo(head, limit, take)) return;
        if (head.place < head.batch.length) continue;
        if (!(await refill(head))) heads.splice(heads.indexOf(head), 1);
      }
    },
  };
}

async function* restOf(head: Head): AsyncGenerator<readonly Told[], undefined> {
  do yield head.batch.slice(head.place);
  while (await refill(head));
}

async function refill(head: Head): Promise<boolean> {
  const next = await head.source.next();
  head.batch = next.value ?? [];
  head.place = 0;
  return next.done !== true;
}

function atOf({ batch, place }: Head): Instant {
  return (batch[place] as Told).at;
}

function earliest(heads: readonly Head[]): Head | undefined {
  return heads.reduce<Head | undefined>((best, head) => (best && atOf(best) <= atOf(head) ? best : head), undefined);
}

/** How far a source may go on before another one has its turn. */
function limitOf(heads: readonly Head[], mine: Head): { readonly at: Instant; readonly included: boolean } {
  let limit = { at: Number.POSITIVE_INFINITY, included: true };
  for (const head of heads) {
    if (head !== mine && atOf(head) < limit.at)
      limit = { at: atOf(head), included: heads.indexOf(head) > heads.indexOf(mine) };
  }
  return limit;
}

function takeUpTo(
  head: Head,
  { at, included }: { readonly at: Instant; readonly included: boolean },
  take: (happening: Told) => boolean,
): boolean {
  for (; head.place < head.batch.length; head.place += 1) {
    const happening = head.batch[head.place] as Told;
    if (happening.at > at || (happening.at === at && !included)) return true;
    if (!take(happening)) return false;
  }
  return true;
}
