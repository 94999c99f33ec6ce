import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import { hourOf, type SignUpCounts } from '../../shared/consent/sign-up-counts.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../../shared/kernel/instants.ts';
import type { BotVerifier } from '../../shared/outbound/bot-verifier.ts';
import type { SignUpLimits } from '../../shared/workspace/definitions.ts';
import { SHOWN } from './bot-check.ts';
import { type Html, html } from './html.ts';
import type { PageFrame } from './page-frame.ts';

/*
 * The check that the form asks for while sign-ups flood in (P-35): a sum in plain words, answered without a script, or, for
 * whom sums are no way (WCAG 2.2, 3.3.8), nothing but a minute of waiting. docs/decisions/0021-sign-up-check.md.
 */

const FIELD = 'check';
const ANSWER = 'answer';
/** Its place in the counts, which makes it good once, is kept a little longer than this. */
const GOOD_FOR = HOUR;
const WAITED = MINUTE;
/** Nobody reads a question and writes the answer in less. */
const PEOPLE_NEED = 2 * SECOND;

export interface CheckPorts {
  readonly keys: MacKeys;
  readonly signUps: Pick<SignUpCounts, 'take'>;
}

interface Check {
  readonly shownAt: Instant;
  readonly sum: readonly [number, number];
  readonly token: string;
}

/** What is signed says when it was shown and which one it is; the sum comes out of the signature, so it stands nowhere in it. */
async function checkOf(keys: MacKeys, shownAt: Instant, id: string): Promise<Check> {
  const text = `${shownAt.toString(36)}.${id}`;
  const mac = createHmac('sha256', await keys.key('form'))
    .update(`check ${text}`)
    .digest();
  const sum = [2 + ((mac[30] ?? 0) % 18), 2 + ((mac[31] ?? 0) % 8)] as const;
  return { shownAt, sum, token: `${text}.${mac.subarray(0, 16).toString('base64url')}` };
}

/** The question with its way around; `wrong`: it was asked before, and the answer was no good. */
export async function checkFields(
  keys: MacKeys,
  frame: PageFrame,
  now: Instant,
  id: string,
  wrong: boolean,
): Promise<Html> {
  const { token, sum } = await checkOf(keys, now, id);
  const question = frame.say('subscribeCheck', { first: String(sum[0]), second: String(sum[1]) });
  return html`<div class="field"><p>${frame.say('subscribeCheckIntro')}</p>
<label for="${ANSWER}">${question}</label>
<input type="text" id="${ANSWER}" name="${ANSWER}" inputmode="numeric" autocomplete="off" aria-describedby="${ANSWER}-more${
    wrong && ` ${ANSWER}-wrong`
  }"${wrong && html` aria-invalid="true"`}>
<p id="${ANSWER}-more">${frame.say('subscribeCheckMore')}</p>
${wrong && html`<p class="wrong" id="${ANSWER}-wrong">${frame.say('subscribeCheckWrong')}</p>`}
<input type="hidden" name="${FIELD}" value="${token}"></div>`;
}

/**
 * What a sign-up says to the check. `none`: it was not asked. A good answer is good for one sign-up, whatever it is repeated
 * with. Rejects with RetryableError.
 */
export async function checkAnswered(
  { keys, signUps }: CheckPorts,
  fields: URLSearchParams,
  requestId: string,
  now: Instant,
): Promise<'passed' | 'wrong' | 'none'> {
  const token = fields.get(FIELD);
  if (token === null) return 'none';
  const [shown = '', id = ''] = token.split('.');
  const check = await checkOf(keys, Number.parseInt(shown, 36), id);
  const [given, expected] = [Buffer.from(token), Buffer.from(check.token)];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'wrong';
  if (!isAnswered(check, (fields.get(ANSWER) ?? '').trim(), now - check.shownAt)) return 'wrong';
  const place = await signUps.take(`check-${id}`, hourOf(check.shownAt), requestId, 1);
  return place === 'taken' ? 'passed' : 'wrong';
}

function isAnswered({ sum: [first, second] }: Check, answer: string, open: number): boolean {
  if (open >= GOOD_FOR) return false;
  return answer === '' ? open >= WAITED : open >= PEOPLE_NEED && answer === String(first + second);
}

/** What a sign-up brings along for the check. `fields`: null where it is JSON. */
export interface Checked {
  readonly fields: URLSearchParams | null;
  /** What the bot check of a company's own form gave, for that company's verifier. */
  readonly captcha: string | undefined;
  readonly requestId: string;
  readonly isFlooded: boolean;
}

/**
 * Whether a sign-up goes on (P-35). `passed`: its mail does not wait for the breaker. `needed`: it comes from heed's own form,
 * which shows the check, now or with this answer. `none`: nothing speaks for it, so its mail waits while sign-ups flood in; of
 * a company's own form too, since an answer of another kind is none that its program knows. Rejects with RetryableError.
 */
export async function checkVerdict(
  ports: CheckPorts & { readonly verify: BotVerifier },
  { verifier }: SignUpLimits,
  { fields, captcha, requestId, isFlooded }: Checked,
  now: Instant,
): Promise<'passed' | 'needed' | 'none'> {
  const answered = fields === null ? 'none' : await checkAnswered(ports, fields, requestId, now);
  if (answered === 'passed') return 'passed';
  if (!isFlooded) return 'none';
  if (captcha && verifier && (await ports.verify(verifier, captcha))) return 'passed';
  return fields?.has(SHOWN) ? 'needed' : 'none';
}
