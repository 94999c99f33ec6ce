import { derivedNumber } from '../../kernel/ids.ts';
import type { SplitStep } from '../../workspace/campaign-definition.ts';
import type { StepKind } from './step.ts';

/** Ten thousandths, so that 33.33 percent is what it says. */
const PARTS = 1_000_000;

/** Sends people different ways by hash: sticky for a person, campaign and step, whatever run it is. */
export const split: StepKind<SplitStep> = {
  begin(step, _reachedAt, { campaign, profileId }) {
    const drawn = derivedNumber(PARTS, 'split', campaign.id, step.id, profileId);
    let below = 0;
    const way = step.ways.find(({ percent }) => {
      below += percent * (PARTS / 100);
      return drawn < below;
    });
    return { do: 'go', to: (way ?? (step.ways.at(-1) as SplitStep['ways'][number])).to };
  },
};
