import type { Json } from '../kernel/json.ts';
import { timeZone } from './schemas/scalars.ts';

/** Names that paths and Liquid can say: `profile.<name>`. */
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** Whose mail it is, and whose profile: a campaign decides neither. */
const OTHERS: ReadonlySet<string> = new Set(['email', 'profileId']);

/** What heed itself reads of a trait, and so must be what it says. */
const READ: Readonly<Record<string, (value: Json) => boolean>> = {
  timeZone: (value) => timeZone.safeParse(value).success,
  locale: (value) => typeof value === 'string' && isLocale(value),
};

/** `de_AT`, which many systems write, is understood wherever a trait is read. */
function isLocale(value: string): boolean {
  try {
    return Intl.getCanonicalLocales(value.replace('_', '-')).length === 1;
  } catch {
    return false;
  }
}

/** Whether a `set` step may say a trait of this name. */
export function isSettable(name: string): boolean {
  return NAME.test(name) && !OTHERS.has(name) && !(name in Object.prototype);
}

/** Whether a value can be that of the trait; null takes it away. */
export function isSettableValue(name: string, value: Json): boolean {
  const reads = Object.hasOwn(READ, name) ? READ[name] : undefined;
  return value === null || reads === undefined || reads(value);
}
