import type { Problem } from '../../shared/kernel/errors.ts';
import type { Topic } from '../../shared/workspace/definitions.ts';
import { postForm, topicBoxes } from './form.ts';
import { type Html, html } from './html.ts';
import type { PageFrame } from './page-frame.ts';

/** What was filled in, shown again where something is wrong with it. */
export interface GivenSignUp {
  readonly email: string;
  readonly topics: readonly string[];
  readonly locale?: string | undefined;
}

/** Nothing is ticked for anybody (P-42). */
export const emptySignUp: GivenSignUp = { email: '', topics: [] };

/** The form of `/subscribe`, with what is wrong told in text beside the field (WCAG 3.3.1). */
export function signUpForm(
  frame: PageFrame,
  topics: readonly Topic[],
  given: GivenSignUp,
  botCheck: Html,
  problems: readonly Problem[] = [],
): Html {
  const wrong = (field: string) => problems.some((each) => each.field.startsWith(field));
  return html`${problems.length > 0 && html`<p class="wrong" role="alert">${frame.say('pageWrongTitle')}</p>`}
<p>${frame.say('subscribeIntro')}</p>
${postForm(
  frame,
  html`${emailField(frame, given.email, wrong('email'))}
${topicField(frame, topics, new Set(given.topics), wrong('topics'))}
${localeField(frame, given.locale)}${botCheck}
<button type="submit">${frame.say('subscribeButton')}</button>`,
)}`;
}

function emailField(frame: PageFrame, value: string, wrong: boolean): Html {
  return html`<div class="field">
<label for="email">${frame.say('subscribeEmail')}</label>
<input type="email" id="email" name="email" value="${value}" autocomplete="email" required${
    wrong && html` aria-invalid="true" aria-describedby="email-wrong"`
  }>
${wrong && html`<p class="wrong" id="email-wrong">${frame.say('subscribeEmailWrong')}</p>`}
</div>`;
}

function topicField(frame: PageFrame, topics: readonly Topic[], ticked: ReadonlySet<string>, wrong: boolean): Html {
  return html`<fieldset${wrong && html` aria-describedby="topics-wrong"`}>
<legend>${frame.say('subscribeTopics')}</legend>
${wrong && html`<p class="wrong" id="topics-wrong">${frame.say('subscribeTopicsWrong')}</p>`}
${topicBoxes(frame, topics, ticked)}
</fieldset>`;
}

/** The language of the mails; in a workspace of one language there is nothing to choose. */
function localeField(frame: PageFrame, given: string | undefined): Html | null {
  if (frame.locales.length < 2) return null;
  const selected = given !== undefined && frame.locales.includes(given) ? given : frame.locale;
  const names = new Intl.DisplayNames(frame.locale, { type: 'language' });
  const option = (locale: string) =>
    html`<option value="${locale}"${locale === selected && html` selected`}>${names.of(locale) ?? locale}</option>`;
  return html`<div class="field">
<label for="locale">${frame.say('preferencesLanguage')}</label>
<select id="locale" name="locale">${frame.locales.map(option)}</select>
</div>`;
}
