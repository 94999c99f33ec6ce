import type { JsonObject } from '../kernel/json.ts';
import type { Verdict } from './because.ts';
import type { Answer, Gate, Question } from './gate.ts';
import { address } from './gates/address.ts';
import { age } from './gates/age.ts';
import { audience } from './gates/audience.ts';
import { flagged, ticket } from './gates/care.ts';
import { cause } from './gates/cause.ts';
import { chosenFrequency } from './gates/chosen-frequency.ts';
import { complaint } from './gates/complaint.ts';
import { consent } from './gates/consent.ts';
import { expiry } from './gates/expiry.ts';
import { frequencyCap } from './gates/frequency-cap.ts';
import { holdout } from './gates/holdout.ts';
import { messageClass } from './gates/message-class.ts';
import { muted } from './gates/muted.ts';
import { paused } from './gates/paused.ts';
import { preferredWindow } from './gates/preferred-window.ts';
import { quietHours } from './gates/quiet-hours.ts';
import { recipient } from './gates/recipient.ts';
import { sending } from './gates/sending.ts';
import { softQuarantine } from './gates/soft-quarantine.ts';
import { standing } from './gates/standing.ts';
import { stop } from './gates/stop.ts';
import { switches } from './gates/switches.ts';
import { template } from './gates/template.ts';
import { unverified } from './gates/unverified.ts';
import { isStaffMail } from './staff-mail.ts';

/** The order of permission.md 1.5: the first that fails names the reason, lasting refusals before passing delays. */
export const gates: readonly Gate[] = [
  sending,
  expiry,
  cause,
  audience,
  recipient,
  address,
  softQuarantine,
  unverified,
  messageClass,
  complaint,
  stop,
  flagged,
  age,
  consent,
  muted,
  template,
  paused,
  holdout,
  switches,
  standing,
  ticket,
  frequencyCap,
  chosenFrequency,
  quietHours,
  preferredWindow,
];

/** One gate's answer, as `explain` shows it. */
export interface TraceLine {
  readonly gate: string;
  readonly verdict: Answer['verdict'];
  readonly facts: JsonObject;
}

interface GateDecision {
  readonly verdict: Verdict;
  /** Every gate that was asked, in order; the last line is the one that decided. */
  readonly trace: readonly TraceLine[];
}

function traceLine(gate: Gate, answer: Answer): TraceLine {
  return {
    gate: gate.name,
    verdict: answer.verdict,
    facts: answer.verdict === 'pass' ? answer.facts : { ...answer.because },
  };
}

function askAll(asked: readonly Gate[], question: Question): GateDecision {
  const trace: TraceLine[] = [];
  for (const gate of asked) {
    const answer = gate.ask(question);
    trace.push(traceLine(gate, answer));
    if (answer.verdict !== 'pass') return { verdict: answer, trace };
  }
  return { verdict: { verdict: 'send' }, trace };
}

function kindOf(question: Question): Gate['appliesTo'][number] {
  if (isStaffMail(question)) return 'staff';
  return question.campaign === undefined ? 'own' : question.class;
}

/**
 * Decides whether a message may go: `send`, `hold` until an instant, or `skip`. A hold is checked for what would refuse it at
 * its end: if any lasting gate would, the answer is that refusal now (1.5). Pure; the trace holds ids, words and instants only.
 */
export function askGates(question: Question): GateDecision {
  const kind = kindOf(question);
  const asked = gates.filter((gate) => gate.appliesTo.includes(kind));
  const decision = askAll(asked, question);
  if (decision.verdict.verdict !== 'hold') return decision;
  const atItsEnd = askAll(
    asked.filter((gate) => gate.lasting),
    { ...question, asOf: decision.verdict.until },
  );
  if (atItsEnd.verdict.verdict !== 'skip') return decision;
  // What it would have had to wait for stays in the trace: "expired" alone does not tell that a cap was in the way.
  return { verdict: atItsEnd.verdict, trace: [...decision.trace.slice(-1), ...atItsEnd.trace] };
}
