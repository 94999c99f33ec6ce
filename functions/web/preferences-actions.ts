import { addressOf } from '../../shared/consent/address-hmac.ts';
import { lastPauseDay } from '../../shared/consent/preference-choices.ts';
import { UNTIL_RESUMED } from '../../shared/consent/preferences.ts';
import { applyInputs } from '../../shared/person/apply.ts';
import { parseEmail } from '../../shared/profiles/address.ts';
import { consentSentence } from './form.ts';
import { isStale } from './preferences-asked.ts';
import { commitSaved } from './preferences-commit.ts';
import { factsIn } from './preferences-facts.ts';
import { dayInWords, nextDay } from './preferences-form.ts';
import { type PreferencesVisit, type Result, viewOf } from './preferences-view.ts';
import type { WebPorts } from './web-ports.ts';

/** Always taken, also from a stale page: it only lowers what is sent (P-64, P-65). */
export async function pause(ports: WebPorts, visit: PreferencesVisit, fields: URLSearchParams): Promise<Result> {
  const { frame, content, now } = visit;
  const { today } = await viewOf(ports, visit);
  const [first, last] = [nextDay(today), lastPauseDay(content.settings, now)];
  const until = fields.get('open') === '1' ? UNTIL_RESUMED : (fields.get('until') ?? '');
  const isDay = until === UNTIL_RESUMED || (/^\d{4}-\d{2}-\d{2}$/.test(until) && until >= first && until <= last);
  if (isDay && (await commitSaved(ports, visit, { choices: { pausedUntil: until } }))) {
    const words =
      until === UNTIL_RESUMED
        ? frame.say('preferencesPausedOpen')
        : frame.say('preferencesPausedUntil', { date: dayInWords(frame, until) });
    return { status: 200, say: [words] };
  }
  const range = { first: dayInWords(frame, first), last: dayInWords(frame, last) };
  return {
    status: 400,
    say: [frame.say('pageWrongTitle')],
    wrong: [['pause', frame.say('preferencesPauseWrong', range)]],
  };
}

/** Only from a page that showed the present state: it raises what is sent (P-64). */
export async function resume(ports: WebPorts, visit: PreferencesVisit, fields: URLSearchParams): Promise<Result> {
  if (isStale(fields, await viewOf(ports, visit))) return { status: 409, say: [visit.frame.say('pageConflictText')] };
  await commitSaved(ports, visit, { choices: { pausedUntil: null } });
  return { status: 200, say: [visit.frame.say('preferencesResumed')] };
}

/** Facts about oneself; nothing of the page's version is about them. */
export async function saveFacts(ports: WebPorts, visit: PreferencesVisit, fields: URLSearchParams): Promise<Result> {
  const { frame } = visit;
  const facts = factsIn(visit, fields);
  if (facts === null) {
    const wrong = [['facts', frame.say('preferencesFactsWrong')]] as const;
    return { status: 400, say: [frame.say('pageWrongTitle')], wrong };
  }
  if (Object.keys(facts).length > 0) await commitSaved(ports, visit, { facts });
  return { status: 200, say: [frame.say('preferencesSaved')] };
}

/** The words that would be agreed to at the new address: those beside the boxes of what is on (P-51). */
export async function changeAddress(
  ports: WebPorts,
  visit: PreferencesVisit,
  fields: URLSearchParams,
): Promise<Result> {
  const { frame, content, person, now, request } = visit;
  const parsed = parseEmail(fields.get('email') ?? '');
  if (!parsed.ok) {
    const wrong = [['email', frame.say('subscribeEmailWrong')]] as const;
    return { status: 400, say: [frame.say('pageWrongTitle')], wrong };
  }
  if (person) {
    const { on, language } = await viewOf(ports, visit);
    const topics = content.topics.filter((each) => on.has(each.id));
    const evidence = {
      text: topics.map((topic) => consentSentence(frame, topic)).join('\n'),
      method: 'preferences-address',
      locale: language,
      form: { id: 'preferences', version: String(visit.release) },
      ip: request.ip,
      userAgent: request.userAgent,
    };
    const address = await addressOf(ports.keys, parsed.email);
    const ids = topics.map((each) => each.id);
    const asked = {
      kind: 'address-requested',
      requestId: ports.randomId(),
      at: now,
      address,
      topics: ids,
      evidence,
    } as const;
    await applyInputs(ports, person.profileId, [asked]);
  }
  return { status: 200, say: [frame.say('preferencesAddressSent')] };
}
