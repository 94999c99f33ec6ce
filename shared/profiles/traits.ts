import type { Instant } from '../kernel/instants.ts';
import type { Json } from '../kernel/json.ts';

/** A fact about a person with the time it was said: the later word wins, whatever order they arrive in. */
export interface Trait {
  readonly value: Json;
  readonly at: Instant;
}

export type Traits = Readonly<Record<string, Trait>>;

/**
 * True when `next` replaces `held`: later wins, and of two words at one instant, such as those of one batch, the one that is
 * taken last: their order is all that tells them apart. A redelivered event is known by its id.
 */
function replaces(next: Trait, held: Trait | undefined): boolean {
  if (!held) return true;
  if (next.at !== held.at) return next.at > held.at;
  return JSON.stringify(next.value) !== JSON.stringify(held.value);
}

/** A trait may be called `constructor`: only own names count. */
function held(traits: Traits, name: string): Trait | undefined {
  return Object.hasOwn(traits, name) ? traits[name] : undefined;
}

/**
 * The traits after a person's event said `values` at `at`. Gives the same object when nothing changed.
 * A repeated value still moves its time: else an older, different word that arrives late would win.
 */
export function applyTraits(traits: Traits, values: Readonly<Record<string, Json>>, at: Instant): Traits {
  const newer = Object.entries(values).filter(([name, value]) => replaces({ value, at }, held(traits, name)));
  if (newer.length === 0) return traits;
  return { ...traits, ...Object.fromEntries(newer.map(([name, value]) => [name, { value, at }])) };
}

/** The bare values, as conditions and templates see them under `profile`. */
export function traitValues(traits: Traits): Record<string, Json> {
  return Object.fromEntries(Object.entries(traits).map(([name, trait]) => [name, trait.value]));
}
