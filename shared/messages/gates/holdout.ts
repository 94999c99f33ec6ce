import { derivedNumber } from '../../kernel/ids.ts';
import type { MessageClass } from '../../workspace/definitions.ts';
import { type Gate, pass, skip } from '../gate.ts';

interface Groups {
  readonly campaign: { readonly id: string; readonly class: MessageClass; readonly holdout: number };
  /** Percent of everybody. */
  readonly controlGroup: number;
}

/** The group without mails that a person is in, by hash and so for good: the workspace's control group, or the campaign's holdout. */
export function groupWithoutMails({ campaign, controlGroup }: Groups, profileId: string): 'control' | 'holdout' | null {
  if (campaign.class === 'transactional') return null;
  if (derivedNumber(100, 'control-group', profileId) < controlGroup) return 'control';
  return derivedNumber(100, 'holdout', campaign.id, profileId) < campaign.holdout ? 'holdout' : null;
}

/**
 * People of the holdout and of the control group walk the same steps and get nothing, so that goals compare. Asked after every refusal of permission:
 * who would have been refused anyway belongs to neither side of the comparison. No colleague is sent to them either.
 */
export const holdout: Gate = {
  name: 'holdout',
  appliesTo: ['marketing', 'staff'],
  lasting: true,
  ask({ campaign, profileId, settings }) {
    const { controlGroup } = settings;
    if (!campaign || campaign.holdout + controlGroup === 0) return pass();
    const group = groupWithoutMails({ campaign, controlGroup }, profileId);
    if (group === 'control') return skip({ reason: 'holdout', group, percent: controlGroup });
    if (group === 'holdout') return skip({ reason: 'holdout', percent: campaign.holdout });
    return pass({ percent: campaign.holdout });
  },
};
