import type { Person } from '../../shared/person/person.ts';
import type { ApiWorld } from './world.ts';

/** The person of an id; null also for one who was erased and whose row only waits for its deletion. */
export async function livingPerson(world: ApiWorld, profileId: string): Promise<Person | null> {
  const person = await world.people.load(profileId);
  return person?.erasedAt === null ? person : null;
}
