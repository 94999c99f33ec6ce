import { matches } from '../../pattern/pattern.ts';
import type { BranchStep } from '../../workspace/campaign-definition.ts';
import type { StepKind } from './step.ts';

/** Takes the first way whose condition holds now, else the last. */
export const branch: StepKind<BranchStep> = {
  begin(step, _reachedAt, { campaign, position, facts }) {
    const found = step.cases.find((_, index) => {
      const pattern = campaign.stepPatterns.get(`${position}.${index}`);
      return pattern !== undefined && matches(pattern, facts);
    });
    return { do: 'go', to: found?.to ?? step.else };
  },
};
