import type { Instant } from '../kernel/instants.ts';
import type { Step } from '../workspace/campaign-definition.ts';
import { branch } from './steps/branch.ts';
import { emit } from './steps/emit.ts';
import { exit } from './steps/exit.ts';
import { notify } from './steps/notify.ts';
import { send } from './steps/send.ts';
import { set } from './steps/set.ts';
import { split } from './steps/split.ts';
import type { Instruction, StepKind, StepView } from './steps/step.ts';
import { wait } from './steps/wait.ts';
import { waitFor } from './steps/wait-for.ts';
import { withdraw } from './steps/withdraw.ts';

/** Every kind of step there is. */
const kinds = { send, wait, waitFor, branch, split, set, emit, withdraw, notify, exit } satisfies {
  [Type in Step['type']]: StepKind<Extract<Step, { type: Type }>>;
};

/** Begins a step, whatever its kind. */
export function beginStep(step: Step, reachedAt: Instant, view: StepView): Instruction {
  const kind = kinds[step.type] as StepKind<Step>;
  return kind.begin(step, reachedAt, view);
}
