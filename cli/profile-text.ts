import * as z from 'zod';

const text = z.string().nullable();

/** The answer of GET /api/profiles/{id}, as much as is told here. */
export const profileSchema = z.object({
  profileId: z.string(),
  traits: z.record(z.string(), z.unknown()),
  consents: z.array(z.object({ topic: text, purpose: z.string(), state: z.string(), basis: text, grantedAt: text })),
  suppression: z.object({ reason: z.string(), since: z.string() }).nullable(),
  stoppedEverythingAt: text,
  enrollments: z.array(z.object({ campaign: z.string(), enrollmentId: z.string(), step: z.string(), dueAt: text })),
  messages: z.array(
    z.object({ messageId: z.string(), campaign: text, status: z.string(), reason: text, notBefore: text }),
  ),
  events: z.record(z.string(), z.object({ count: z.number(), last: z.string() })),
  links: z.object({ preferences: z.string() }),
});
export type ProfileAnswer = z.infer<typeof profileSchema>;

/** Lines for people, a heading for each part that has something in it. */
export function profileLines(profile: ProfileAnswer): string[] {
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
