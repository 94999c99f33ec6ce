import type { WaitForStep } from '../../workspace/campaign-definition.ts';
import type { StepKind } from './step.ts';

/** Waits for an event or the outcome of a send; what comes first, that or the timeout, says how the run goes on. */
export const waitFor: StepKind<WaitForStep> = {
  begin: (step, reachedAt) => ({ do: 'listen', until: reachedAt + step.timeout }),
};
