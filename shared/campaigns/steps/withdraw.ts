import type { WithdrawStep } from '../../workspace/campaign-definition.ts';
import type { StepKind } from './step.ts';

/** Takes topics off a person who shows no interest any more. A campaign may only lower permission, never grant any (design 5). */
export const withdraw: StepKind<WithdrawStep> = {
  begin: (step) => ({ do: 'withdraw', topics: step.topics }),
};
