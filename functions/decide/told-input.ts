import * as z from 'zod';
import { problemsOf, profileIdSchema } from '../../shared/events/envelope.ts';
import type { PersonStore } from '../../shared/person/person-store.ts';
import { inputOfTold } from '../../shared/person/told.ts';
import type { Addressed } from './inputs-of.ts';

const at = z.number();

/** What one profile's commit told another, as the relay puts it into the queue of inputs. */
const toldSchema = z.object({
  heed: z.literal('told'),
  profileId: profileIdSchema,
  told: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('merge-away'), into: profileIdSchema, at }),
    z.object({ kind: z.literal('merge-in'), from: profileIdSchema, at }),
    z.object({ kind: z.literal('merge-done'), into: profileIdSchema, at }),
    z.object({ kind: z.literal('erasure'), reason: z.string(), at }),
  ]),
});

/**
 * Reads it. The facts of a profile that goes are read from its row here, at the entrance, since deciding asks no store: from the
 * moment it stands for another one they do not change. Rejects with RetryableError.
 */
export async function toldInput({ people }: { readonly people: PersonStore }, body: unknown): Promise<Addressed> {
  const parsed = toldSchema.safeParse(body);
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error) };
  const { profileId, told } = parsed.data;
  const from = told.kind === 'merge-in' ? await people.load(told.from) : null;
  return { ok: true, profileId, input: inputOfTold(told, from) };
}
