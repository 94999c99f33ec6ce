import type { Json } from '../kernel/json.ts';
import { applyTraits } from '../profiles/traits.ts';
import { LARGEST_SAID } from '../workspace/event-names.ts';
import { isSettable, isSettableValue } from '../workspace/settable-traits.ts';
import type { Draft } from './draft.ts';

/**
 * What a `set` step says, said now. Permission, addresses and who somebody is are no traits to set: publishing refuses those, and
 * so does this, since a run may be older than that rule. A value that Liquid made useless is left out: the trait stays what it was.
 */
export function setTraits(draft: Draft, values: { readonly [name: string]: Json }): void {
  const useful = Object.entries(values).filter(([name, value]) => isSettable(name) && isUseful(name, value));
  const traits = applyTraits(draft.person.traits, Object.fromEntries(useful), draft.now);
  if (traits !== draft.person.traits) draft.person = { ...draft.person, traits };
}

function isUseful(name: string, value: Json): boolean {
  return isSettableValue(name, value) && JSON.stringify(value).length <= LARGEST_SAID;
}
