import { consentState, hasStoppedEverything } from '../consent/consent-state.ts';
import type { Instant } from '../kernel/instants.ts';
import { ageAt } from '../profiles/age.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Draft } from './draft.ts';
import type { Person } from './person.ts';
import { placeOf } from './place.ts';

/**
 * P-50: an objection is a stop-everything, or a withdrawal that leaves no topic granted. Who never agreed to anything has not
 * objected. A request that waits is no return: only its confirmation is.
 */
function hasObjected({ permission, address }: Person, now: Instant): boolean {
  if (hasStoppedEverything(permission)) return true;
  const settled = { ...permission, requests: [] };
  const states = permission.consents
    .filter((each) => each.purpose === 'marketing.email')
    .map(({ topic, purpose }) => consentState(settled, topic, address?.hmac ?? null, now, purpose).state);
  return states.includes('withdrawn') && !states.includes('granted');
}

/** P-104: by the same age, zones and settings as the gate `age`. An unknown birthday makes nobody a minor. */
function isKnownMinor(person: Person, { settings }: Workspace, now: Instant): boolean {
  const said = person.traits['birthday']?.value;
  if (said === undefined) return false;
  const place = placeOf(person);
  const zones = place.known === 'nothing' ? [settings.timeZone] : place.zones;
  const years = ageAt(said, zones, now);
  return years !== null && years < settings.permission.minimumAge;
}

/**
 * Whether heed may remember what somebody does: counters, and whatever is computed from events. Not after an objection to
 * marketing (P-50), not of a known minor (P-104). For transactional campaigns neither: a fact that is kept for one of them
 * would be there for all.
 */
export function mayBeProfiled({ person, workspace, now }: Pick<Draft, 'person' | 'workspace' | 'now'>): boolean {
  return !hasObjected(person, now) && !isKnownMinor(person, workspace, now);
}

/** Forgets what was remembered of somebody who may not be profiled (any more): a new grant starts again from nothing. */
export function stopProfiling(draft: Draft): void {
  if (Object.keys(draft.person.counters).length === 0 || mayBeProfiled(draft)) return;
  draft.person = { ...draft.person, counters: {} };
}
