import { parseDuration } from '../../kernel/durations.ts';
import type { Instant } from '../../kernel/instants.ts';
import type { WaitEnd, WaitStep } from '../../workspace/campaign-definition.ts';
import { dayOf, daysBefore, momentOn, nextWeekday } from '../calendar.ts';
import { valuesAt } from '../paths.ts';
import type { Instruction, StepKind, StepView } from './step.ts';

/** Without the date there is nothing to wait for and nothing true to say: the run ends (P-96). */
function untilEnd(end: WaitEnd, reachedAt: Instant, { facts, zone }: StepView): Instruction {
  if ('weekday' in end) return { do: 'wait', until: nextWeekday(end.weekday, end.at, zone, reachedAt) };
  const day = dayOf(valuesAt(facts, end.path.replaceAll('[]', ''))[0], zone);
  if (!day) return { do: 'exit', because: 'trigger-void' };
  return { do: 'wait', until: Math.max(momentOn(daysBefore(day, end.before), end.at, zone), reachedAt) };
}

/** Waits a time, counted from the moment that was due, or until a day or date; a date that moves moves the wait. */
export const wait: StepKind<WaitStep> = {
  begin(step, reachedAt, view) {
    if (step.until) return untilEnd(step.until, reachedAt, view);
    const length = step.for ?? 0;
    if (typeof length === 'number') return { do: 'wait', until: reachedAt + length };
    const said = valuesAt(view.facts, length.path)[0];
    const ms = typeof said === 'string' ? parseDuration(said) : null;
    return { do: 'wait', until: reachedAt + (ms ?? length.default) };
  },
};
