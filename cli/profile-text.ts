import type * as z from 'zod';
import type { profileSchema } from '../shared/api/profile.ts';

/** Lines for people, a heading for each part that has something in it. */
export function profileLines(profile: z.output<typeof profileSchema>): string[] {
  const { suppression } = profile;
  return [
    profile.profileId,
    ...(suppression ? [`  no mail to this address: ${suppression.reason} since ${suppression.since}`] : []),
    ...part(
      'traits',
      Object.entries(profile.traits).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
    ),
    ...part(
      'permission',
      profile.consents.map((each) => words([each.topic ?? each.purpose, each.state, each.basis, each.grantedAt])),
    ),
    ...part(
      'journeys',
      profile.enrollments.map((each) =>
        words([each.enrollmentId, `step ${each.step}`, each.dueAt && `due ${each.dueAt}`]),
      ),
    ),
    ...part(
      'messages',
      profile.messages.map((each) =>
        words([each.campaign ?? 'confirmation', each.status, each.reason, each.notBefore]),
      ),
    ),
    ...part(
      'events',
      Object.entries(profile.events).map(([type, seen]) => `${type}  ${seen.count}, last ${seen.last}`),
    ),
    ...part('preferences', [profile.links.preferences]),
  ];
}

function part(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${heading}`, ...lines.map((line) => `    ${line}`)];
}

function words(parts: readonly (string | null)[]): string {
  return parts.filter((each) => each !== null).join('  ');
}
