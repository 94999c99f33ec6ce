import { derivedNumber } from '../../kernel/ids.ts';
import { type Gate, pass, skip } from '../gate.ts';

/**
 * People of the holdout walk the same steps and get nothing, so that goals compare. Asked after every refusal of permission:
 * who would have been refused anyway belongs to neither side of the comparison. Sticky by hash; percent.
 */
export const holdout: Gate = {
  name: 'holdout',
  appliesTo: ['marketing'],
  lasting: true,
  ask({ campaign, profileId }) {
    if (!campaign || campaign.holdout === 0) return pass();
    const inHoldout = derivedNumber(100, 'holdout', campaign.id, profileId) < campaign.holdout;
    return inHoldout ? skip({ reason: 'holdout', percent: campaign.holdout }) : pass({ percent: campaign.holdout });
  },
};
