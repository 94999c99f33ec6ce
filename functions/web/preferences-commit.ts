import { applyInputs } from '../../shared/person/apply.ts';
import type { Input, PreferencesSaved } from '../../shared/person/input.ts';
import type { PreferencesVisit } from './preferences-view.ts';
import type { WebPorts } from './web-ports.ts';

/** Commits what the page saved. False: the choices were refused. A link must not make a person (P-58). */
export async function commitSaved(
  ports: WebPorts,
  visit: PreferencesVisit,
  saved: Partial<PreferencesSaved>,
): Promise<boolean> {
  if (!visit.person) return true;
  const nothing = { choices: {}, mute: [], unmute: [], facts: {}, seen: null, tracking: null } as const;
  const input: Input = { kind: 'preferences-saved', id: ports.randomId(), at: visit.now, ...nothing, ...saved };
  const { refused } = await applyInputs(ports, visit.person.profileId, [input]);
  return refused[0] === null;
}
