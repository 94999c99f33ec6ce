import { readSamples } from '../../local/samples.ts';
import { addressOf } from '../../shared/consent/address-hmac.ts';
import { parseEventItem } from '../../shared/events/envelope.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import { memoryMacKeys } from '../../shared/outbound/memory-mac-keys.ts';
import { decide } from '../../shared/person/decide.ts';
import { newPerson, type Person } from '../../shared/person/person.ts';
import { parseEmail } from '../../shared/profiles/address.ts';
import type { Workspace } from '../../shared/workspace/workspace.ts';

/**
 * Somebody of `samples/` as heed would know them after all that the samples tell: the same decisions, on this machine. Null for
 * whom no sample speaks of.
 */
export async function samplePerson(
  folder: string,
  profileId: string,
  workspace: Workspace,
  now: Instant,
): Promise<Person | null> {
  const events = (await readSamples(folder, now)).flatMap((file) => file.events);
  const own = events.filter((event) => event['profileId'] === profileId);
  const keys = memoryMacKeys();
  let person = newPerson(profileId);
  for (const [index, item] of own.entries()) {
    const parsed = parseEventItem(item, { id: `sample-${index}`, time: now });
    if (!parsed.ok) continue;
    const { profileId: _, ...event } = parsed.value;
    const email = parseEmail(String(event.traits['email'] ?? ''));
    const address = email.ok ? { address: await addressOf(keys, email.email) } : {};
    ({ person } = decide(person, { kind: 'event', ...event, ...address }, workspace, now));
  }
  return own.length === 0 ? null : person;
}
