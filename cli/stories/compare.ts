import type { Json } from '../../shared/kernel/json.ts';
import { canonicalJson } from '../../shared/workspace/content-hash.ts';
import type { Observed } from './observed.ts';
import { isSameMinute } from './story-time.ts';

/** How a list differs from what was expected of it. `index` is the place in the expected list. */
export type Difference =
  | { readonly kind: 'missing'; readonly index: number; readonly wanted: Observed }
  | { readonly kind: 'unexpected'; readonly found: Observed }
  | {
      readonly kind: 'wrong';
      readonly index: number;
      readonly fact: string;
      readonly wanted: Observed;
      readonly found: Observed;
    };

/** Amounts and dates stand with no-break spaces, `15,00 €`, which look like others and are hard to type. */
function plainly(value: Json | undefined): string {
  return canonicalJson(value ?? null).replace(/[\u00a0\u202f]/g, ' ');
}

function equals(fact: string, wanted: Json | undefined, found: Json | undefined): boolean {
  if ((fact === 'at' || fact === 'until') && typeof wanted === 'number' && typeof found === 'number') {
    return isSameMinute(wanted, found);
  }
  return plainly(wanted) === plainly(found);
}

/** The first fact that is another one than wanted; null where all that is named agrees. */
function wrongFact(wanted: Observed, found: Observed): string | null {
  return Object.keys(wanted).find((fact) => !equals(fact, wanted[fact], found[fact])) ?? null;
}

/**
 * Compares in any order: every wanted item takes one that fits it, those that name most go first. What is left on both sides is the
 * same thing with a wrong fact where `identity` agrees, else missing or unexpected.
 */
export function differences(
  wanted: readonly Observed[],
  found: readonly Observed[],
  identity: string,
): readonly Difference[] {
  const left = [...found];
  const takeOut = (fits: (each: Observed) => boolean): Observed | undefined => {
    const place = left.findIndex(fits);
    return place < 0 ? undefined : left.splice(place, 1)[0];
  };
  const byFacts = wanted
    .map((item, index) => ({ item, index }))
    .toSorted((a, b) => Object.keys(b.item).length - Object.keys(a.item).length);
  const unmet = byFacts.filter(({ item }) => takeOut((each) => wrongFact(item, each) === null) === undefined);
  const told = unmet.map(({ item, index }): Difference => {
    const near =
      item[identity] === undefined ? undefined : takeOut((each) => equals(identity, item[identity], each[identity]));
    if (!near) return { kind: 'missing', index, wanted: item };
    return { kind: 'wrong', index, wanted: item, found: near, fact: wrongFact(item, near) as string };
  });
  const rank = (each: Difference) => (each.kind === 'unexpected' ? wanted.length : each.index);
  return [
    ...told.toSorted((a, b) => rank(a) - rank(b)),
    ...left.map((each) => ({ kind: 'unexpected', found: each }) as const),
  ];
}
