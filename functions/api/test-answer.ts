import { testSend } from '../../shared/api/previews.ts';
import { addressHmac } from '../../shared/consent/address-hmac.ts';
import { isStopped } from '../../shared/consent/address-state.ts';
import type { MailOutcome } from '../../shared/messages/mailer.ts';
import { isTestRecipient, markedAsTest } from '../../shared/messages/test-mail.ts';
import { localeFor, previewMail } from '../../shared/person/preview.ts';
import { parseEmail } from '../../shared/profiles/address.ts';
import type { HttpRequest } from '../runtime/http-message.ts';
import { parseBody } from './json-body.ts';
import { orUncomposable, seenBy } from './preview-request.ts';
import { fieldProblem, type ProblemAnswer, problem } from './problem.ts';
import type { AnswerTo, BodyOf } from './route.ts';
import type { ApiWorld } from './world.ts';

const NOT_SENT = 'No test was sent';

/** One mail of the campaign that the path names, to one address of the staff. */
export async function testAnswer(request: HttpRequest, world: ApiWorld): Promise<AnswerTo<typeof testSend>> {
  const body = parseBody(request.body, testSend.body);
  if (!body.ok) return body.answer;
  const email = parseEmail(body.value.to);
  if (!email.ok) return refusedRecipient(400, email.reason);
  const refusal = await recipientRefusal(world, email.email);
  if (refusal) return refusal;
  const seen = await seenBy(world, request.params.id ?? '', body.value);
  if ('answer' in seen) return seen.answer;
  const [sight] = seen.sights;
  if (!sight) return problem(422, 'This campaign sends no mail.', { title: NOT_SENT });
  const locale = body.value.locale ?? localeFor(seen.world, sight);
  return orUncomposable(async () => {
    const { subject, html, text, headers, from, replyTo } = await previewMail(sight, locale, seen.world);
    const campaign = request.params.id ?? '';
    const list = Object.entries(headers).map(([name, value]) => ({ name, value }));
    const mail = markedAsTest({ campaign, from, to: email.email, replyTo, subject, html, text, headers: list });
    const outcome = await world.testMailer.send(mail);
    const told = { campaign, template: sight.template.id, step: sight.step, locale, subject: mail.subject };
    return outcomeAnswer(outcome, told);
  });
}

/** Staff only; and never to an address that bounced, complained or asked for no mail: whoever owns it said so. */
async function recipientRefusal(world: ApiWorld, email: string): Promise<ProblemAnswer<403> | null> {
  const { staffDomains } = (await world.releases.active()).content.settings;
  if (!isTestRecipient(email, staffDomains, world.testMailer.allows(email))) {
    return refusedRecipient(
      403,
      'is not one that tests may go to: name its domain under `staff: { domains: […] }` of settings.yaml; a stage with an allow-list writes to nobody else',
    );
  }
  const state = await world.addresses.read(await addressHmac(world.keys, email));
  if (state.suppression) return refusedRecipient(403, `must not be written to (${state.suppression.reason})`);
  return isStopped(state) ? refusedRecipient(403, 'asked for no mail at all (unsubscribed-all)') : null;
}

function refusedRecipient<Status extends 400 | 403>(status: Status, message: string): ProblemAnswer<Status> {
  return fieldProblem(status, 'No test was sent.', [{ field: 'to', message }]);
}

function outcomeAnswer(outcome: MailOutcome, told: Omit<BodyOf<typeof testSend>, 'status'>): AnswerTo<typeof testSend> {
  switch (outcome.outcome) {
    case 'sent':
      return { status: 200, body: { status: 'sent', ...told } };
    case 'unknown':
      return { status: 202, body: { status: 'unknown', ...told } };
    case 'deferred':
      return problem(503, `SES did not take it for now (${outcome.because.reason}): try again later.`);
    case 'failed':
      return problem(422, `SES did not take it (${outcome.because.reason}).`, { title: NOT_SENT });
  }
}
