import { applyInputs } from '../../shared/person/apply.ts';
import type { Input } from '../../shared/person/input.ts';
import type { HttpAnswer } from '../runtime/http-message.ts';
import { buttonForm } from './form.ts';
import { type Html, html } from './html.ts';
import { page } from './page.ts';
import type { PageFrame } from './page-frame.ts';
import type { Visit } from './token-page.ts';
import type { WebPorts } from './web-ports.ts';

type PreferencesVisit = Visit<'preferences'>;

/** The part of the preference page that is about the data themselves: have them sent, have them erased. */
export function personalDataSection(frame: PageFrame): Html {
  return html`<section class="apart"><h2>${frame.say('exportTitle')}</h2>
${buttonForm(frame, 'personal-data', 'export', frame.say('preferencesExport'), true)}
${buttonForm(frame, 'personal-data', 'erase', frame.say('preferencesErase'), true)}</section>`;
}

/**
 * Answers what that part posts; null where the form is about something else. Every answer is the same whether somebody is
 * stored or not (P-61). Erasing takes a second press, and no mail to the address first: the link was sent to nobody but the
 * address within its 30 days, and waiting for a mail would keep data against the person's will.
 */
export async function submitPersonalData(
  ports: WebPorts,
  visit: PreferencesVisit,
  fields: URLSearchParams,
): Promise<HttpAnswer | null> {
  const { frame, now } = visit;
  switch (fields.get('personal-data')) {
    case 'export':
      await apply(ports, visit, { kind: 'export-request', at: now });
      return page(frame, 200, frame.say('exportTitle'), html`<p role="status">${frame.say('exportAskedText')}</p>`);
    case 'erase':
      return askAgain(frame);
    case 'erase-now':
      await apply(ports, visit, { kind: 'erasure', at: now, reason: 'preference-page' });
      return page(frame, 200, frame.say('eraseDoneTitle'), html`<p role="status">${frame.say('eraseDoneText')}</p>`);
    default:
      return null;
  }
}

function askAgain(frame: PageFrame): HttpAnswer {
  const content = html`<p>${frame.say('eraseIntro')}</p>
${buttonForm(frame, 'personal-data', 'erase-now', frame.say('eraseButton'))}`;
  return page(frame, 200, frame.say('eraseTitle'), content);
}

/** Committed before the answer. A link must not make a person (P-58). */
async function apply(ports: WebPorts, { person }: PreferencesVisit, input: Input): Promise<void> {
  if (person) await applyInputs(ports, person.profileId, [input]);
}
