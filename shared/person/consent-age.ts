import type { Problem } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instants.ts';
import { ageAt } from '../profiles/age.ts';
import type { Draft } from './draft.ts';
import { placeOf } from './place.ts';

/**
 * P-104, GDPR Art. 8: who is known to have been younger than `permission.consentAge` at that instant could not consent. Gives
 * the refusal, or nothing; an unknown birthday refuses nothing. Withdrawals never ask.
 */
export function tooYoungToConsent({ person, workspace }: Draft, at: Instant): readonly Problem[] {
  const { consentAge } = workspace.settings.permission;
  const place = placeOf(person);
  const zones = place.known === 'nothing' ? [workspace.settings.timeZone] : place.zones;
  const years = ageAt(person.traits['birthday']?.value, zones, at);
  if (years === null || years >= consentAge) return [];
  const message = `says that the person was younger than ${consentAge}, too young to consent (P-104, GDPR Art. 8)`;
  return [{ field: 'traits.birthday', message }];
}
