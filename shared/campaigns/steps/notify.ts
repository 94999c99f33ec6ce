import type { NotifyStep } from '../../workspace/campaign-definition.ts';
import type { StepKind } from './step.ts';

/** Writes to a colleague. The words are put together when the mail is claimed, as those of any mail are. */
export const notify: StepKind<NotifyStep> = {
  begin: () => ({ do: 'notify' }),
};
