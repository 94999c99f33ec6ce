import { type Gate, pass, skip } from '../gate.ts';
import { staffAddress } from '../staff-mail.ts';

/**
 * A mail to a colleague goes where the step of its run says, and only to a domain that settings.yaml calls the staff's now:
 * a run keeps its definition for months, a domain may be given up meanwhile.
 */
export const recipient: Gate = {
  name: 'recipient',
  appliesTo: ['staff'],
  lasting: true,
  ask({ colleague, settings }) {
    if (colleague === undefined) return skip({ reason: 'exited' });
    return staffAddress(colleague, settings.staffDomains) === null ? skip({ reason: 'recipient-not-allowed' }) : pass();
  },
};
