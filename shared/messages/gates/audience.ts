import { type Gate, pass, skip } from '../gate.ts';

/** The campaign's audience, asked at entry and again at every send. */
export const audience: Gate = {
  name: 'audience',
  appliesTo: ['marketing', 'transactional'],
  lasting: true,
  ask: ({ inAudience }) => (inAudience ? pass() : skip({ reason: 'not-in-audience' })),
};
