import type { Instant } from '../shared/kernel/instants.ts';

/**
 * What is due when: a binary heap, earliest first, of one instant what was set first. Entries are never taken out before their time: who
 * set a timer anew finds the old one and passes over it.
 */
export interface Timers<Owner> {
  set(at: Instant, owner: Owner): void;
  /** Takes out the earliest that is due at or before an instant; null where nothing is. */
  next(upTo: Instant): { readonly at: Instant; readonly owner: Owner } | null;
}

interface Entry<Owner> {
  readonly at: Instant;
  readonly order: number;
  readonly owner: Owner;
}

function isBefore(left: Entry<unknown>, right: Entry<unknown>): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}

export function timers<Owner>(): Timers<Owner> {
  const heap: Entry<Owner>[] = [];
  let orders = 0;
  return {
    set(at, owner) {
      orders += 1;
      rise(heap, { at, order: orders, owner });
    },
    next(upTo) {
      const [first] = heap;
      if (!first || first.at > upTo) return null;
      const last = heap.pop() as Entry<Owner>;
      if (heap.length > 0) sink(heap, last);
      return first;
    },
  };
}

/** From the end of the heap towards its root. */
function rise<Owner>(heap: Entry<Owner>[], entry: Entry<Owner>): void {
  let place = heap.length;
  while (place > 0) {
    const above = (place - 1) >> 1;
    const other = heap[above] as Entry<Owner>;
    if (!isBefore(entry, other)) break;
    heap[place] = other;
    place = above;
  }
  heap[place] = entry;
}

/** From the root towards the leaves. */
function sink<Owner>(heap: Entry<Owner>[], entry: Entry<Owner>): void {
  let place = 0;
  for (;;) {
    let below = 2 * place + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && isBefore(heap[below + 1] as Entry<Owner>, heap[below] as Entry<Owner>)) below += 1;
    const other = heap[below] as Entry<Owner>;
    if (!isBefore(other, entry)) break;
    heap[place] = other;
    place = below;
  }
  heap[place] = entry;
}
