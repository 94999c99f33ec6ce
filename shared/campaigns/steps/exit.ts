import type { ExitStep } from '../../workspace/definitions.ts';
import type { StepKind } from './step.ts';

/** Ends the run here. */
export const exit: StepKind<ExitStep> = {
  begin: () => ({ do: 'exit', because: 'exit-step' }),
};
