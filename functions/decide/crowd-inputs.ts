import * as z from 'zod';
import { problemsOf, profileIdSchema } from '../../shared/events/envelope.ts';
import type { Addressed } from './inputs-of.ts';

const ids = z.array(profileIdSchema);

/** What the jobs function tells a page of people. */
const crowdSchema = z.discriminatedUnion('heed', [
  z.object({ heed: z.literal('broadcast'), campaign: z.string(), occurrence: z.string(), at: z.number(), ids }),
  z.object({ heed: z.literal('arm'), ids }),
]);

/** One input for each of the people. */
export function crowdInputs(body: unknown): readonly Addressed[] {
  const parsed = crowdSchema.safeParse(body);
  if (!parsed.success) return [{ ok: false, problems: problemsOf(parsed.error) }];
  const { data } = parsed;
  if (data.heed === 'arm') return data.ids.map((profileId) => ({ ok: true, profileId, input: { kind: 'arm' } }));
  const { campaign, occurrence, at } = data;
  const input = { kind: 'broadcast', campaign, occurrence, at } as const;
  return data.ids.map((profileId) => ({ ok: true, profileId, input }));
}
