import { type Gate, pass, skip } from '../gate.ts';

/** 1.5/3: what the message is about is still so. A confirmation mail for a request that is gone asks for nothing. */
export const cause: Gate = {
  name: 'cause',
  appliesTo: ['own'],
  lasting: true,
  ask: ({ causeStands }) => (causeStands ? pass() : skip({ reason: 'trigger-void' })),
};
