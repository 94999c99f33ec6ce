import * as z from 'zod';
import type { CHECKED_FORM } from '../../shared/consent/sign-up-counts.ts';
import type { SubscribeRequest } from '../../shared/events/requests.ts';
import { type Instant, isoInstant } from '../../shared/kernel/instants.ts';
import { parseEmail } from '../../shared/profiles/address.ts';
import type { ReleaseContent, Topic } from '../../shared/workspace/definitions.ts';
import type { HttpRequest } from '../runtime/http-message.ts';
import { consentSentence } from './form.ts';
import type { PageFrame } from './page-frame.ts';

const email = z
  .string('is required: the mail address that asks')
  .max(1_000, 'is too long for a mail address')
  .transform((text, context) => {
    const parsed = parseEmail(text);
    if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.reason });
    return parsed.ok ? parsed.email : '';
  });

/** What a sign-up must say, as fields or as JSON. Judged by its text alone, never by what is stored (P-33). */
export function signUpSchema(content: ReleaseContent) {
  const topics = new Map(content.topics.map((topic) => [topic.id, topic]));
  const topic = z.string('is the id of a topic').transform((id, context): Topic => {
    const found = topics.get(id);
    if (!found) context.addIssue({ code: 'custom', message: 'is not a topic that is offered here' });
    return found as Topic;
  });
  return z.object({
    email,
    topics: z
      .array(topic, 'is required: the ids of the topics that are asked for')
      .min(1, 'is empty: name at least one topic')
      .max(50, 'names more than 50 topics')
      .transform((all) => [...new Set(all)]),
    captcha: z.string('is what the bot check of your form gave').max(4_096, 'is too long').optional(),
    locale: z.string('is a language tag such as en').max(35, 'is a language tag such as en').optional(),
  });
}

/** Who asks for what, with the ids that the page gives. */
export interface SignUp {
  readonly requestId: string;
  readonly form: { readonly id: 'subscribe' | typeof CHECKED_FORM | 'preferences'; readonly version: string };
  readonly email: string;
  readonly topics: readonly Topic[];
  readonly locale: string;
  readonly for: string | null;
  readonly at: Instant;
  readonly botCheck?: SubscribeRequest['botCheck'];
}

/** The queue's form of a sign-up; the text is what stood beside the ticked boxes in the language of the page (P-40). */
export function subscribeRequestOf(signUp: SignUp, frame: PageFrame, request: HttpRequest): SubscribeRequest {
  return {
    heed: 'subscribe',
    requestId: signUp.requestId,
    email: signUp.email,
    topics: signUp.topics.map((topic) => topic.id),
    locale: signUp.locale,
    text: signUp.topics.map((topic) => consentSentence(frame, topic)).join('\n'),
    form: signUp.form,
    ip: request.ip,
    userAgent: request.userAgent,
    for: signUp.for,
    botCheck: signUp.botCheck ?? 'none',
    at: isoInstant(signUp.at),
  };
}
