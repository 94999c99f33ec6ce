import type { Effect } from '../person/effects.ts';
import { EFFECTS, PROFILE_ID, VERSION } from './keys.ts';
import type { PersonRow } from './person-codec.ts';

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
 * empty list.
 */
export function effectsOf(newImage: PersonRow, removed = false): CommittedEffects {
  return {
    profileId: newImage[PROFILE_ID]?.S ?? '',
    version: Number(newImage[VERSION]?.N ?? 0),
    effects: JSON.parse(newImage[EFFECTS]?.S ?? '[]') as Effect[],
    ...(removed ? { removed } : {}),
  };
}
