import { type Gate, pass, skip } from '../gate.ts';

/** 1.5/11: the person wants no more mail of this campaign; others of its topic may still come. */
export const muted: Gate = {
  name: 'muted',
  appliesTo: ['marketing'],
  lasting: true,
  ask({ campaign, chosen }) {
    if (!campaign || !chosen.muted.includes(campaign.id)) return pass();
    return skip({ reason: 'muted', campaign: campaign.id });
  },
};
