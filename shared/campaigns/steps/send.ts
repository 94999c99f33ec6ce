import type { SendStep } from '../../workspace/campaign-definition.ts';
import type { StepKind } from './step.ts';

/** Writes one message. The run goes on when that message has ended: sent, refused or lost. */
export const send: StepKind<SendStep> = {
  begin: (step) => ({ do: 'send', template: step.template, replyTo: step.replyTo ?? null }),
};
