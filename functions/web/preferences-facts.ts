import type { Json } from '../../shared/kernel/json.ts';
import type { OwnFact } from '../../shared/workspace/definitions.ts';
import { postForm } from './form.ts';
import { type Html, html } from './html.ts';
import { type Wrong, wrongText } from './preferences-fields.ts';
import type { PreferencesVisit } from './preferences-view.ts';

const LONGEST = 200;

function factField({ frame }: PreferencesVisit, fact: OwnFact, index: number, isWrong: boolean): Html {
  const label = frame.inWords(fact.label);
  const type = fact.type === 'date' ? 'date' : 'text';
  const hints = [...(fact.type === 'list' ? [`fact-${index}-more`] : []), ...(isWrong ? ['facts-wrong'] : [])];
  return html`<div class="field"><label for="fact-${index}">${label}</label>
<input type="${type}" id="fact-${index}" name="fact.${fact.trait}" maxlength="${LONGEST}"${hints.length > 0 && html` aria-describedby="${hints.join(' ')}"`}>
${fact.type === 'list' && html`<p class="hint" id="fact-${index}-more">${frame.say('preferencesFactsList')}</p>`}
<div class="choice small plain"><input type="checkbox" id="remove-${index}" name="remove" value="${fact.trait}">
<label for="remove-${index}">${frame.say('preferencesFactsRemove', { fact: label })}</label></div></div>`;
}

/** Facts about oneself that the workspace lets people tell. What is known is not shown: a link may be passed on (P-32). */
export function factsSection(visit: PreferencesVisit, wrong: Wrong): Html | null {
  const { frame, content } = visit;
  const facts = content.settings.selfService.traits;
  if (facts.length === 0) return null;
  const isWrong = wrong.has('facts');
  const fields = html`<input type="hidden" name="facts" value="1">${wrongText(wrong, 'facts')}
${facts.map((fact, index) => factField(visit, fact, index, isWrong))}<button type="submit" class="quiet">${frame.say('pageSave')}</button>`;
  return html`<details${isWrong && html` open`}><summary>${frame.say('preferencesFacts')}</summary>
<p>${frame.say('preferencesFactsText')}</p>${postForm(frame, fields)}</details>`;
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(at).toISOString().startsWith(text);
}

/** `undefined`: not said; `'wrong'` cannot be a value, because text is wrapped. */
function factOf(fact: OwnFact, given: string): { readonly value: Json } | 'wrong' | undefined {
  const text = given.trim();
  if (text === '') return undefined;
  if (text.length > LONGEST || (fact.type === 'date' && !isDay(text))) return 'wrong';
  if (fact.type !== 'list') return { value: text };
  return {
    value: [
      ...new Set(
        text
          .split(',')
          .map((each) => each.trim())
          .filter((each) => each !== ''),
      ),
    ],
  };
}

/** The facts of the form by trait, `null` for one to be removed; null where a value is not of its kind. */
export function factsIn(visit: PreferencesVisit, fields: URLSearchParams): Readonly<Record<string, Json>> | null {
  const removed = fields.getAll('remove');
  const said: [string, Json][] = [];
  for (const fact of visit.content.settings.selfService.traits) {
    const found = removed.includes(fact.trait) ? { value: null } : factOf(fact, fields.get(`fact.${fact.trait}`) ?? '');
    if (found === 'wrong') return null;
    if (found) said.push([fact.trait, found.value]);
  }
  return Object.fromEntries(said);
}
