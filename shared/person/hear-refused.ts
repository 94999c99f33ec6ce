import { parseInstant } from '../kernel/instants.ts';
import { applyTraits } from '../profiles/traits.ts';
import { tooYoungToConsent } from './consent-age.ts';
import type { Draft } from './draft.ts';
import type { CustomerEvent } from './input.ts';
import { stopEverything, withdrawTopic } from './permission.ts';

/** In the ledger, where the event did not say how the person withdrew. */
const UNSAID = 'unsaid';

/**
 * What a refused event lowers all the same. Its problems are told, and whoever sent it mends them; but a person who said stop is not
 * written to meanwhile because somebody wrote that down badly (P-43), and who is known as a child stays one (P-104).
 */
export function hearRefused(draft: Draft, event: CustomerEvent): void {
  if (event.type === 'consent.withdrawn') hearWithdrawal(draft, event);
  else keepBirthdayOfChild(draft, event);
}

/** Of several things said, all of them; of a moment that cannot be read, that of the event. */
function hearWithdrawal(draft: Draft, { properties, occurredAt }: CustomerEvent): void {
  const { all, purpose, topics, method, at } = properties;
  const said = typeof at === 'string' ? parseInstant(at) : null;
  const when = Math.min(said ?? occurredAt, draft.now);
  const how = typeof method === 'string' && method.trim() !== '' ? method : UNSAID;
  if (all === true) stopEverything(draft, when, how);
  if (purpose === 'tracking.email') withdrawTopic(draft, null, purpose, when, how);
  for (const topic of Array.isArray(topics) ? topics : [topics])
    if (typeof topic === 'string' && topic !== '') withdrawTopic(draft, topic, 'marketing.email', when, how);
}

function keepBirthdayOfChild(draft: Draft, event: CustomerEvent): void {
  const { birthday } = event.traits;
  if (birthday === undefined) return;
  const { person } = draft;
  const traits = applyTraits(person.traits, { birthday }, event.occurredAt);
  const asTold: Draft = { ...draft, person: { ...person, traits } };
  if (tooYoungToConsent(asTold, draft.now).length > 0) draft.person = asTold.person;
}
