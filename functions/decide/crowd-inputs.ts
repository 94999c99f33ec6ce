import * as z from 'zod';
import { problemsOf, profileIdSchema } from '../../shared/events/envelope.ts';
import type { Input } from '../../shared/person/input.ts';
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
  const input = inputOf(data);
  return data.ids.map((profileId, index) => ({ ok: true, profileId, input, place: `ids[${index}].` }));
}

function inputOf(said: z.output<typeof crowdSchema>): Input {
  if (said.heed === 'arm') return { kind: 'arm' };
  const { campaign, occurrence, at } = said;
  return { kind: 'broadcast', campaign, occurrence, at };
}
