import { choiceProblems, choicesIn, preferencesChanged } from '../consent/preference-choices.ts';
import { type Choices, chosenOf, withChoices } from '../consent/preferences.ts';
import { problemsOf } from '../events/envelope.ts';
import type { Problem } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Reason } from '../messages/because.ts';
import { applyTraits } from '../profiles/traits.ts';
import { tooYoungToConsent } from './consent-age.ts';
import type { Draft } from './draft.ts';
import type { CustomerEvent, PreferencesSaved } from './input.ts';
import { gateMessage } from './message-life.ts';
import { grantTopic, noWords, recordPreferences, withdrawTopic } from './permission.ts';
import { advanceBehind } from './walk.ts';

type Taken = readonly Problem[] | null;

/** Holds that a changed choice may end, or turn into a refusal: they are asked again at once, not at their old moment. */
const byChoice: ReadonlySet<Reason> = new Set(['preferred-window', 'frequency-cap', 'quiet-hours']);

function askAgain(draft: Draft): void {
  const held = draft.person.messages.filter((each) => each.status === 'held' && each.because !== null);
  for (const message of held) {
    if (message.because === null || !byChoice.has(message.because.reason)) continue;
    if (gateMessage(draft, message).verdict === 'skip') advanceBehind(draft, message);
  }
}

/** Choices of one moment, whoever made them. Each is a register of its own: the later word wins, in whatever order they come. */
function takeChoices(draft: Draft, choices: Choices, at: Instant, method: string): Taken {
  const problems = choiceProblems(choices, draft.workspace.settings, at);
  if (problems.length > 0) return problems;
  const preferences = withChoices(draft.person.preferences, choices, at);
  if (preferences === draft.person.preferences) return null;
  draft.person = { ...draft.person, preferences };
  recordPreferences(draft, choices, at, method);
  askAgain(draft);
  return null;
}

/** `preferences.changed`: refused as a whole, with field paths, when one of its choices cannot be. */
export function takePreferenceEvent(draft: Draft, event: CustomerEvent): Taken {
  if (event.type !== 'preferences.changed') return null;
  const parsed = preferencesChanged.safeParse(event.properties);
  if (!parsed.success) return problemsOf(parsed.error, ['properties']);
  const refused = takeChoices(draft, choicesIn(parsed.data), event.occurredAt, 'event');
  return refused?.map(({ field, message }) => ({ field: `properties.${field}`, message })) ?? null;
}

/** The mutes that stand after this page's: it says what was ticked and unticked, so that two pages at once keep both. */
function mutesAfter({ person }: Draft, { mute, unmute }: PreferencesSaved): Choices {
  if (mute.length + unmute.length === 0) return {};
  const { muted } = chosenOf(person.preferences);
  const kept = muted.filter((each) => !unmute.includes(each));
  return { muted: [...new Set([...kept, ...mute])].sort() };
}

/** A tick of a person who holds a link that only their mailbox got; measuring needs no second proof of the address (P-22). */
function takeTracking(draft: Draft, { tracking, at }: PreferencesSaved): Taken {
  if (tracking === null) return null;
  if (tracking === 'off') {
    withdrawTopic(draft, null, 'tracking.email', at, 'preference-page');
    return null;
  }
  const tooYoung = tooYoungToConsent(draft, at);
  if (tooYoung.length > 0) return tooYoung;
  grantTopic(
    draft,
    null,
    'tracking.email',
    { at, basis: 'express' },
    { ...noWords, ...tracking, method: 'preference-page' },
  );
  return null;
}

const stale: readonly Problem[] = [{ field: 'seen', message: 'is not how it stands any more: look once more (P-64)' }];

/** True where the page only lowers what is sent: then it must never fail for want of room. */
export function onlyLowers({ choices, unmute, facts, tracking }: PreferencesSaved): boolean {
  const pauses = Object.entries(choices).every(([name, value]) => name === 'pausedUntil' && value !== null);
  return pauses && unmute.length === 0 && Object.keys(facts).length === 0 && (tracking === null || tracking === 'off');
}

/** What the preference page saved: choices, mutes, facts about oneself, tracking. Refused as a whole, by name of the choice. */
export function takePreferencesSaved(draft: Draft, saved: PreferencesSaved): Taken {
  const { at, choices, facts } = saved;
  if (saved.seen && JSON.stringify(saved.seen) !== JSON.stringify(chosenOf(draft.person.preferences))) return stale;
  const refused = takeChoices(draft, { ...choices, ...mutesAfter(draft, saved) }, at, 'preference-page');
  if (refused) return refused;
  const traits = applyTraits(draft.person.traits, facts, at);
  if (traits !== draft.person.traits) draft.person = { ...draft.person, traits };
  return takeTracking(draft, saved);
}
