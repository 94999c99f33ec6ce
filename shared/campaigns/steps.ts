import type { Instant } from '../kernel/instants.ts';
import type { Step } from '../workspace/definitions.ts';
import { send } from './steps/send.ts';
import type { Instruction, StepKind } from './steps/step.ts';
import { wait } from './steps/wait.ts';
import { withdraw } from './steps/withdraw.ts';

/** Every kind of step there is. */
const kinds = { send, wait, withdraw } satisfies { [Type in Step['type']]: StepKind<Extract<Step, { type: Type }>> };

/** Begins a step, whatever its kind. */
export function beginStep(step: Step, reachedAt: Instant): Instruction {
  const kind = kinds[step.type] as StepKind<Step>;
  return kind.begin(step, reachedAt);
}
