import { textHash } from '../../shared/consent/evidence.ts';
import type { Chosen } from '../../shared/consent/preferences.ts';
import { type Asked, askedIn } from './preferences-asked.ts';
import { commitSaved } from './preferences-commit.ts';
import { type PreferencesVisit, type Result, viewOf } from './preferences-view.ts';
import { subscribeRequestOf } from './sign-up.ts';
import { type Withdrawal, type Withdrawn, withdraw } from './stop.ts';
import { undoForm } from './undo.ts';
import type { WebPorts } from './web-ports.ts';

function withdrawalOf({ now }: PreferencesVisit, topic: string): Withdrawal {
  return { topic, method: 'preference-page', cause: [String(now)], at: now };
}

/** Days and hours as they were filled in: their words stand beside what is wrong with them. */
function givenIn({ choices }: Asked): Partial<Chosen> {
  const { days, hours } = choices as Partial<Chosen>;
  return { ...(days === undefined ? {} : { days }), ...(hours === undefined ? {} : { hours }) };
}

/** Opt-outs first and always; everything else only where the page showed the present state and every field is right (P-64). */
export async function save(ports: WebPorts, visit: PreferencesVisit, fields: URLSearchParams): Promise<Result> {
  const view = await viewOf(ports, visit);
  const asked = askedIn(fields, visit, view);
  const { frame } = visit;
  const lowered = await takeOptOuts(ports, visit, asked);
  const undo = await undoForm(ports, visit, lowered.withdrawn);
  const kept = lowered.any ? [frame.say('preferencesOptOutsSaved')] : [];
  if (asked.isStale) return { status: 409, say: [frame.say('pageConflictText'), ...kept], undo };
  if (asked.wrong.length > 0) {
    return {
      status: 400,
      say: [frame.say('pageWrongTitle'), ...kept],
      undo,
      wrong: wrongWords(visit, asked.wrong),
      given: givenIn(asked),
    };
  }
  if (!(await takeRest(ports, visit, asked, view.chosen)))
    return { status: 409, say: [frame.say('pageConflictText'), ...kept], undo };
  const isAsked = await askForTopics(ports, visit, asked.topics);
  return {
    status: 200,
    say: [frame.say('preferencesSaved'), ...(isAsked ? [frame.say('subscribeDoneText')] : [])],
    undo,
  };
}

function wrongWords({ frame, content }: PreferencesVisit, wrong: Asked['wrong']): [string, string][] {
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const { from, to } = content.settings.quietHours;
  const words = {
    days: frame.say('preferencesDaysWrong'),
    hours: frame.say('preferencesHoursWrong', { from: clock(from), to: clock(to) }),
    zone: frame.say('preferencesZoneWrong'),
  };
  return wrong.map((field) => [field, words[field]]);
}

async function takeOptOuts(
  ports: WebPorts,
  visit: PreferencesVisit,
  { optOuts }: Asked,
): Promise<{ readonly withdrawn: Withdrawn | null; readonly any: boolean }> {
  const { topics, mute, tracking } = optOuts;
  const { person } = visit;
  const any = topics.length > 0 || mute.length > 0 || tracking;
  if (!person) return { withdrawn: null, any };
  const withdrawals = topics.map((topic) => withdrawalOf(visit, topic));
  const withdrawn = withdrawals.length === 0 ? null : await withdraw(ports, person, withdrawals);
  if (mute.length > 0 || tracking) await commitSaved(ports, visit, { mute, tracking: tracking ? 'off' : null });
  return { withdrawn, any };
}

function mutedAfter({ muted }: Chosen, { optOuts }: Asked): readonly string[] {
  return optOuts.mute.length === 0 ? muted : [...new Set([...muted, ...optOuts.mute])].sort();
}

/** False: something else was chosen in this very moment. */
async function takeRest(ports: WebPorts, visit: PreferencesVisit, asked: Asked, seen: Chosen): Promise<boolean> {
  const { frame, request } = visit;
  const { choices, unmute } = asked;
  if (Object.keys(choices).length === 0 && unmute.length === 0 && !asked.trackingOn) return true;
  const text = frame.say('preferencesTracking');
  const words = {
    text,
    textHash: textHash(text),
    locale: frame.locale,
    form: { id: 'preferences', version: String(visit.release) },
    ip: request.ip,
    userAgent: request.userAgent,
  };
  const tracking = asked.trackingOn ? words : null;
  // A mute of this very POST stands already: it is no change of anybody else's.
  return commitSaved(ports, visit, { choices, unmute, tracking, seen: { ...seen, muted: mutedAfter(seen, asked) } });
}

/** Newly ticked topics go the way of every sign-up, by a confirmation (P-26): the way back after a stop-everything, too. */
async function askForTopics(ports: WebPorts, visit: PreferencesVisit, asked: readonly string[]): Promise<boolean> {
  const { frame, now, request, token, content, person } = visit;
  if (asked.length === 0 || !person?.address) return false;
  const signUp = {
    requestId: ports.randomId(),
    form: { id: 'preferences', version: String(visit.release) },
    email: person.address.email,
    topics: content.topics.filter((each) => asked.includes(each.id)),
    locale: frame.locale,
    for: token.profileId,
    at: now,
  } as const;
  await ports.enqueue(subscribeRequestOf(signUp, frame, request));
  return true;
}
