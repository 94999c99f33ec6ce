import { assertNever } from '../kernel/exhaustive.ts';
import type { Told } from './effects.ts';
import type { Input } from './input.ts';
import type { Person } from './person.ts';

/**
 * What one profile's commit told another, as the input of that other. `from`: of a `merge-in`, the profile that goes, null where
 * nobody is stored; from the moment it stands for another one its facts do not change. Null of everything else.
 */
export function inputOfTold(told: Told, from: Person | null): Input {
  switch (told.kind) {
    case 'merge-away':
    case 'merge-done':
      return told;
    case 'merge-in':
      return { ...told, from };
    case 'erasure':
      return { ...told, own: true };
    default:
      return assertNever(told);
  }
}
