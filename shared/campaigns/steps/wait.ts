import type { WaitStep } from '../../workspace/definitions.ts';
import type { StepKind } from './step.ts';

/** Waits a fixed time, counted from the moment that was due. */
export const wait: StepKind<WaitStep> = {
  begin: (step, reachedAt) => ({ do: 'wait', until: reachedAt + step.for }),
};
