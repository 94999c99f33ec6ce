import { consentRecorded as recorded } from '../test/flows/flow-people.ts';
import type { CompanyEvent } from '../test/flows/local-run.ts';

export type { CompanyEvent };

/** Somebody joins as customers do: with a handful of traits and a consent for offers. */
export function consentRecorded(profileId: string): CompanyEvent {
  return recorded(profileId, { firstName: 'Ann', birthday: '1990-05-17', plan: 'gold' });
}

/** So many bytes of JSON as the detail of an event. */
const DETAIL = 1_000;

/** An event of 1 KB: a cart with as many items as fit. */
export function oneKilobyte(type: string, profileId: string, n: number): CompanyEvent {
  const items: object[] = [];
  const event = {
    type,
    profileId,
    eventId: `${type}-${profileId}-${n}`,
    properties: { cartId: `k-${n}`, total: 49.9, items },
  };
  for (let sku = 1; JSON.stringify(event).length < DETAIL; sku += 1) {
    items.push({ sku: `espresso-${sku}`, name: 'Ethiopia Guji 250 g', category: 'beans', price: 14.9 });
  }
  return event;
}

/**
 * `count` events over the people in turn. `relevant` percent concern somebody: a fifth of half of all (10 %) leads to a mail,
 * the others are orders that are counted; nobody asks about the rest.
 */
export function mixture(count: number, people: readonly string[], relevant: 50 | 100): CompanyEvent[] {
  return Array.from({ length: count }, (_, n) => {
    const isRelevant = relevant === 100 || n % 2 === 1;
    const type = n % 10 === 1 ? 'cart.abandoned' : isRelevant ? 'order.placed' : 'page.viewed';
    return oneKilobyte(type, people[n % people.length] as string, n);
  });
}

export function profileIds(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${prefix}-${n}`);
}
