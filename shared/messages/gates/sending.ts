import { type Gate, pass, skip } from '../gate.ts';

/** 1.5/1: a campaign that was archived or taken out of the workspace writes to nobody (P-107); a paused one holds, see `switches`. */
export const sending: Gate = {
  name: 'sending',
  appliesTo: ['marketing', 'transactional', 'own', 'staff'],
  lasting: true,
  ask({ campaign }) {
    if (campaign === undefined) return pass();
    const status = campaign?.status ?? 'removed';
    return status === 'active' || status === 'paused'
      ? pass({ status })
      : skip({ reason: 'sending-disabled', campaign: status });
  },
};
