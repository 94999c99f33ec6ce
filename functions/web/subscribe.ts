import { CHECKED_FORM } from '../../shared/consent/sign-up-counts.ts';
import { verifyToken } from '../../shared/consent/tokens.ts';
import { problemsOf } from '../../shared/events/envelope.ts';
import type { Problem } from '../../shared/kernel/errors.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import { resolveLocale } from '../../shared/profiles/locale.ts';
import type { Release } from '../../shared/workspace/workspace.ts';
import { formFields, jsonBody } from '../runtime/form-body.ts';
import { type HttpAnswer, type HttpRequest, speaksJson } from '../runtime/http-message.ts';
import type { Route } from '../runtime/http-routes.ts';
import { problemAnswer } from '../runtime/problem-details.ts';
import { botCheckFields, botCheckOf } from './bot-check.ts';
import { type Html, html } from './html.ts';
import { page } from './page.ts';
import { type PageFrame, pageFrame } from './page-frame.ts';
import { gonePage, notFoundPage } from './refusal-pages.ts';
import { signUpSchema, subscribeRequestOf } from './sign-up.ts';
import { checkFields, checkVerdict } from './sign-up-check.ts';
import { floodWatch } from './sign-up-flood.ts';
import { emptySignUp, type GivenSignUp, signUpForm } from './sign-up-form.ts';
import type { WebPorts } from './web-ports.ts';

/** `/subscribe`: everybody may ask; only a confirmation makes it a permission (P-26). */
export function subscribePage(world: WebPorts): Route {
  const isFlooded = floodWatch(world.signUps);
  const ports = {
    ...world,
    isFlooded: ({ content }: Release, now: Instant) => isFlooded(now, content.settings.permission.signUps),
  };
  return {
    path: '/subscribe',
    methods: { GET: (request) => show(ports, request), POST: (request) => submit(ports, request) },
  };
}

interface SubscribePorts extends WebPorts {
  readonly isFlooded: (release: Release, now: Instant) => Promise<boolean>;
}

type Customer =
  | { readonly ok: true; readonly profileId: string | null }
  | { readonly ok: false; readonly expired: boolean };

/** Who `?for=` names. A signature that is not good is refused like that of any link, not ignored (P-30). */
async function customerOf(ports: WebPorts, request: HttpRequest, release: Release, now: Instant): Promise<Customer> {
  const signed = request.query.get('for');
  if (signed === null) return { ok: true, profileId: null };
  const verified = await verifyToken(
    ports.keys,
    'subscribe',
    signed,
    now,
    release.content.settings.permission.revokedKeys,
  );
  if (!verified.ok) return { ok: false, expired: verified.reason === 'expired' };
  return { ok: true, profileId: verified.token.profileId };
}

function refusedCustomer(request: HttpRequest, frame: PageFrame, expired: boolean): HttpAnswer {
  if (speaksJson(request)) return problemAnswer(expired ? 410 : 404);
  return expired ? gonePage(frame) : notFoundPage(frame);
}

async function show(ports: SubscribePorts, request: HttpRequest): Promise<HttpAnswer> {
  const release = await ports.releases.active();
  const { content } = release;
  const now = ports.clock();
  const frame = pageFrame(content, request, null);
  const customer = await customerOf(ports, request, release, now);
  if (!customer.ok) return refusedCustomer(request, frame, customer.expired);
  return page(
    frame,
    200,
    frame.say('subscribeTitle'),
    signUpForm(frame, content.topics, emptySignUp, await botFields(ports, release, frame, now)),
  );
}

/** The form's own check, and while sign-ups flood in the question too (P-35). */
async function botFields(
  ports: SubscribePorts,
  release: Release,
  frame: PageFrame,
  now: Instant,
  wrong = false,
): Promise<Html> {
  const unseen = await botCheckFields(ports.keys, now);
  if (!wrong && !(await ports.isFlooded(release, now))) return unseen;
  return html`${await checkFields(ports.keys, frame, now, ports.randomId(), wrong)}${unseen}`;
}

async function given(request: HttpRequest): Promise<unknown> {
  if (speaksJson(request)) return jsonBody(request);
  const fields = await formFields(request);
  const topics = [...fields.getAll('topics'), ...fields.getAll('topics[]')];
  return {
    email: fields.get('email') ?? '',
    topics,
    locale: fields.get('locale') ?? undefined,
    captcha: fields.get('captcha') ?? undefined,
  };
}

/**
 * Answers from the text of the request alone and after the queue took it (P-33): no profile, no address is looked at, so the
 * answer is the same for everybody.
 */
async function submit(ports: SubscribePorts, request: HttpRequest): Promise<HttpAnswer> {
  const now = ports.clock();
  const release = await ports.releases.active();
  const body = await given(request);
  const customer = await customerOf(ports, request, release, now);
  if (!customer.ok) return refusedCustomer(request, pageFrame(release.content, request, null), customer.expired);
  const parsed = signUpSchema(release.content).safeParse(body);
  if (!parsed.success) return refused(ports, request, release, body, problemsOf(parsed.error));
  const requestId = ports.randomId();
  const fields = speaksJson(request) ? null : await formFields(request);
  const flooded = await ports.isFlooded(release, now);
  const asked = { fields, captcha: parsed.data.captcha, requestId, isFlooded: flooded };
  const check = await checkVerdict(ports, release.content.settings.permission.signUps, asked, now);
  if (check === 'needed') return refused(ports, request, release, body, [{ field: 'check', message: 'is missing' }]);
  // Who speaks JSON shows a form of its own, in the language it names; ours was shown in the language of the page.
  const frame = pageFrame(release.content, request, speaksJson(request) ? (parsed.data.locale ?? null) : null);
  const signUp = {
    requestId,
    form: { id: check === 'passed' ? CHECKED_FORM : 'subscribe', version: String(release.number) },
    email: parsed.data.email,
    topics: parsed.data.topics,
    locale: resolveLocale(parsed.data.locale, frame.locales, frame.locale) ?? frame.locale,
    for: customer.profileId,
    at: now,
    botCheck: fields === null ? 'none' : await botCheckOf(ports.keys, fields, request, now),
  } as const;
  await ports.enqueue(subscribeRequestOf(signUp, frame, request));
  return accepted(request, pageFrame(release.content, request, null));
}

async function refused(
  ports: SubscribePorts,
  request: HttpRequest,
  release: Release,
  body: unknown,
  problems: readonly Problem[],
): Promise<HttpAnswer> {
  if (speaksJson(request)) return problemAnswer(400, problems);
  const frame = pageFrame(release.content, request, null);
  const form = signUpForm(
    frame,
    release.content.topics,
    body as GivenSignUp,
    await botFields(
      ports,
      release,
      frame,
      ports.clock(),
      problems.some((each) => each.field === 'check'),
    ),
    problems,
  );
  return page(frame, 400, frame.say('subscribeTitle'), form);
}

function accepted(request: HttpRequest, frame: PageFrame): HttpAnswer {
  if (speaksJson(request)) {
    return { status: 202, headers: { 'content-type': 'application/json' }, body: '{"status":"accepted"}' };
  }
  const text = html`<p role="status">${frame.say('subscribeDoneText')}</p>`;
  return page(frame, 202, frame.say('subscribeDoneTitle'), text);
}
