import type { SetStep } from '../../workspace/campaign-definition.ts';
import { filledIn } from '../liquid-values.ts';
import type { StepKind } from './step.ts';

/** Says traits of the person: facts for later conditions, never a permission. */
export const set: StepKind<SetStep> = {
  begin: (step, _reachedAt, view) => ({ do: 'set', traits: filledIn(step.traits, view) }),
};
