import type { ExitStep } from '../../workspace/campaign-definition.ts';
import type { StepKind } from './step.ts';

/** Ends the run here. */
export const exit: StepKind<ExitStep> = {
  begin: () => ({ do: 'exit', because: 'exit-step' }),
};
