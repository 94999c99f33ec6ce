import type * as z from 'zod';
import type { decisionSchema, getExplanation } from '../shared/api/explanation.ts';

type Explanation = z.output<typeof getExplanation.answer>;
type Decision = z.output<typeof decisionSchema>;

/** Each reason as a sentence about the person or the campaign. */
const sentences: Readonly<Record<string, string>> = {
  'sending-disabled': 'sending is switched off or held back, or the campaign is not active',
  duplicate: 'this very message was decided before',
  expired: 'its time would be over before it can be sent',
  'trigger-void': 'what it was about no longer holds',
  exited: 'the journey ended first',
  'not-in-audience': 'the person is not in the audience of the campaign',
  erased: 'the person was erased',
  'no-address': 'no mail address is known',
  'hard-bounce': 'mail to the address came back for good',
  'ses-suppressed': 'SES had the address on its list of those not to use, and did not send it',
  'soft-quarantine': 'mail to the address came back on several days, so it rests for a while',
  unverified: 'SES doubts that the address exists, and nothing has proved it since',
  'class-mismatch': 'the template is of another class than the campaign',
  complaint: 'the person marked a mail as spam',
  'unsubscribed-all': 'the person asked for no mail at all',
  flagged: 'a flag such as bereavement stands for the person until somebody lifts it',
  minor: 'the person is known to be too young',
  'age-unknown': 'the topic is for adults only, and the age of the person is not known',
  'no-consent': 'the person never agreed to the topic',
  'consent-pending': 'the person asked for the topic but has not confirmed it',
  'consent-withdrawn': 'the person withdrew the permission',
  'consent-expired': 'the permission has expired',
  'topic-opted-out': 'the person opted out of the topic',
  muted: 'the person wants no more mail of this campaign',
  'template-incomplete': 'the template is not complete in any language that fits',
  'no-mail': 'the campaign writes no mail to the person',
  holdout: 'the person is in the holdout, which gets nothing so that goals can be compared',
  'open-ticket': 'the person waits for an answer to a support ticket',
  'ticket-cooldown': 'a support ticket of the person was closed only just now',
  paused: 'the person paused all mail, and what falls into a pause is not sent later',
  'frequency-cap': 'the person had as many mails as may come in that time',
  'quiet-hours': 'these are quiet hours where the person lives',
  'preferred-window': 'the person chose other days or hours',
  reentry: 'the person was in this campaign already',
  'too-late': 'the event came too late to start anything',
  unreadable: 'what is known of the address could not be read, and then nothing is sent',
  'date-unreadable': 'what stands there is no date, such as 2027-03-20',
  'recipient-not-allowed': 'this stage may not write to the address, or it is of no staff domain',
  'emit-loop': 'events of the workspace caused each other too often in a row, so this one was not published',
  'too-large': 'what was to be published is too large for an event',
  'confirmation-cap': 'the address had as many confirmation mails as may come in that time',
  blocked: 'somebody said of the address that it was not them, so it gets no confirmation mail',
  'sign-up-breaker': 'so many people signed up at once that confirmation mails wait until it is quiet again',
  merged: 'the profile was merged into another one',
  'rejected-by-ses': 'SES refused the message for good',
  'sending-paused': 'sending is paused for this account',
  throttled: 'SES asked for a pause',
  goal: 'the goal of the campaign was reached',
  'exit-step': 'the journey came to a step that ends it',
  'unknown-outcome': 'SES gave no clear answer, and what may have been sent is not sent again',
  'soft-opt-in-not-applicable': 'the permission of an existing customer does not reach this far',
  queued: 'it is on its way to SES',
  sending: 'it is being handed to SES',
  sent: 'SES accepted it',
  delivered: 'it was delivered',
  bounced: 'it was sent and came back',
  complained: 'it was sent and marked as spam',
  unknown: 'it was handed to SES, which gave no clear answer',
};

/** A reason in words; one that is not known here by its own word. */
export function sentence(reason: string): string {
  return sentences[reason] ?? reason;
}

const verdicts: Readonly<Record<string, string>> = {
  send: 'send',
  hold: 'hold',
  skip: 'skip',
  'not-entered': 'not entered',
};

/** Lines for people: the verdict in words, the gate that decided with its facts, what a trigger now would give, the trace. */
export function explanationLines(profileId: string, campaign: string, explanation: Explanation): string[] {
  const { now, history } = explanation;
  const deciding = now.trace.length > 0 ? now.trace : explanation.trace;
  return [
    ...headLines(`${profileId}, ${campaign}`, explanation),
    '',
    `A trigger now: ${sentenceOf(now)}`,
    ...deciding.map((line) => `  ${markOf(line.verdict)} ${line.gate.padEnd(16)} ${factsText(line.facts)}`.trimEnd()),
    ...(history.length > 0 ? ['', 'Before:'] : []),
    ...history.map((each) => `  ${each.at}  ${sentenceOf(each)}`),
  ];
}

/** What is under way says more than what a trigger now would give; a decision that was made comes first. */
function headLines(about: string, explanation: Explanation): string[] {
  const [first, ...others] = explanation.waiting.map(waitingText);
  const decided = [`${about}: ${sentenceOf(explanation)}`, ...gateLines(explanation)];
  if (!isSupposed(explanation))
    return first ? [...decided, `  ${first}`, ...others.map((each) => `  ${each}`)] : decided;
  if (first) return [`${about}: ${first}`, ...others.map((each) => `  ${each}`)];
  return [...decided, '  so far no event began a run of it; this is what one would come to now'];
}

function waitingText({ for: kind, key, step, until, since, day, before }: Explanation['waiting'][number]): string {
  const whose = key === null ? '' : ` of ${key}`;
  if (kind === 'date') return `waits for ${day}${whose}: a run begins ${until} (${before} before)`;
  if (kind === 'silence') return `a silence${whose} runs since ${since}: a run begins ${until} if nothing breaks it`;
  return `in the run${whose}, at step ${step}, ${until === null ? 'until its mail has gone or was refused' : `until ${until}`}`;
}

/** Where nothing was decided yet, the API answers with what a trigger now would give. */
function isSupposed({ history, because, now }: Explanation): boolean {
  return history.length === 0 && typeof because?.messageId !== 'string' && because?.reason === now.because?.reason;
}

function sentenceOf({ verdict, because, until }: Decision): string {
  const reason = typeof because?.reason === 'string' ? because.reason : null;
  const why = reason === null ? '' : `, because ${sentences[reason] ?? reason} (${reason})`;
  const when = until ? ` until ${until}` : '';
  const word = verdicts[verdict] ?? verdict;
  // What was handed over needs no cause: the state is the news.
  if (verdict === 'send')
    return reason === null ? 'send, every gate is passed' : `send: ${sentences[reason] ?? reason}`;
  return `${word}${when}${why}`;
}

function gateLines({ trace, because }: Decision): string[] {
  const gate = trace.findLast((line) => line.verdict !== 'pass');
  const wait = gate?.verdict === 'skip' ? trace.find((line) => line.verdict === 'hold') : undefined;
  const { reason: _, ...rest } = because ?? {};
  const known = Object.keys(rest).length > 0 ? factsText(rest) : '';
  return [
    ...(gate ? [`  gate   ${gate.gate}`] : []),
    ...(known ? [`  facts  ${known}`] : []),
    ...(wait ? [`  wait   ${wait.gate}, for longer than that`] : []),
  ];
}

/** A reason as a sentence, with its word and the facts that it saw. */
export function becauseText(because: Readonly<Record<string, unknown>>): string {
  const reason = String(because['reason']);
  const known = factsText(because);
  return `${sentences[reason] ?? reason} (${reason}${known === '' ? '' : `: ${known}`})`;
}

function markOf(verdict: string): string {
  if (verdict === 'pass') return 'pass';
  return verdict === 'hold' ? 'HOLD' : 'SKIP';
}

function factsText(known: Readonly<Record<string, unknown>>): string {
  return Object.entries(known)
    .filter(([name]) => name !== 'reason')
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('  ');
}
