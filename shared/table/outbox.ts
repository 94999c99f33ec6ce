import type { Effect } from '../person/effects.ts';
import { effectsSchema } from './effect-schema.ts';
import { EFFECTS, PROFILE_ID, VERSION } from './keys.ts';
import type { PersonRow } from './person-codec.ts';
import { fieldsOf } from './row-fields.ts';

const fields = fieldsOf('people', 'profileId');

/** What one commit asks the world to do, as its stream record tells it. */
export interface CommittedEffects {
  readonly profileId: string;
  readonly version: number;
  readonly effects: readonly Effect[];
  /** The row was deleted, which only an erasure does: its key is all that the record tells. */
  readonly removed?: boolean;
}

/**
 * The effects of a stream record's new image. The relay's filter lets only images with effects pass; one without gives an
 * empty list. Throws UnreadableRowError where they are not what a commit asks for.
 */
export function effectsOf(newImage: PersonRow, removed = false): CommittedEffects {
  return {
    profileId: fields.text(newImage, PROFILE_ID),
    version: fields.numberOrNull(newImage, VERSION) ?? 0,
    effects: fields.jsonOrNull(newImage, EFFECTS, effectsSchema) ?? [],
    ...(removed ? { removed } : {}),
  };
}
