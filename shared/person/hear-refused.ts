import { parseInstant } from '../kernel/instants.ts';
import { applyTraits } from '../profiles/traits.ts';
import { tooYoungToConsent } from './consent-age.ts';
import type { Draft } from './draft.ts';
import type { CustomerEvent } from './input.ts';
import { takeEnds, unreadableBirthday } from './on-event.ts';
import { stopEverything, withdrawTopic } from './permission.ts';

/** In the ledger, where the event did not say in a few words how the person withdrew. */
const UNSAID = 'unsaid';
const FEW_WORDS = 200;

/**
 * What a refused event lowers all the same. Its problems are told, and whoever sent it mends them; but a person who said stop is not
 * written to meanwhile because somebody wrote that down badly (P-43), who is known as a child stays one (P-104), and an order whose
 * birthday nobody can read is an order: what it ends has ended.
 */
export function hearRefused(draft: Draft, event: CustomerEvent): void {
  if (event.type === 'consent.withdrawn') hearWithdrawal(draft, event);
  else if (unreadableBirthday(event)) takeEnds(draft, event);
  else keepBirthdayOfChild(draft, event);
}

/** Whatever stands there but a no: who wrote "true" or 1 meant all. */
function isMeant(all: unknown): boolean {
  return all !== undefined && all !== null && !['', 'false', 'no', '0'].includes(String(all).trim().toLowerCase());
}

/** Of several things said, all of them; of a moment that cannot be read, that of the event. */
function hearWithdrawal(draft: Draft, { properties, occurredAt }: CustomerEvent): void {
  const { all, purpose, topics, method, at } = properties;
  const said = typeof at === 'string' ? parseInstant(at) : null;
  const when = Math.min(said ?? occurredAt, draft.now);
  const isSaid = typeof method === 'string' && method.trim() !== '' && method.length <= FEW_WORDS;
  const how = isSaid ? method : UNSAID;
  if (isMeant(all)) stopEverything(draft, when, how);
  if (purpose === 'tracking.email') withdrawTopic(draft, null, purpose, when, how);
  for (const topic of knownTopics(draft, Array.isArray(topics) ? topics : [topics]))
    withdrawTopic(draft, topic, 'marketing.email', when, how);
}

/** Of what was said, what can be withdrawn: topics of the workspace, and of the person's own consents. */
function knownTopics({ person, workspace }: Draft, said: readonly unknown[]): readonly string[] {
  const names = new Set(said.map((each) => (typeof each === 'string' ? each.trim().toLowerCase() : each)));
  const own = person.permission.consents.flatMap(({ topic }) => topic ?? []);
  return [...new Set([...workspace.topics.keys(), ...own])].filter((topic) => names.has(topic.toLowerCase()));
}

function keepBirthdayOfChild(draft: Draft, event: CustomerEvent): void {
  const { birthday } = event.traits;
  if (birthday === undefined) return;
  const { person } = draft;
  const traits = applyTraits(person.traits, { birthday }, event.occurredAt);
  const asTold: Draft = { ...draft, person: { ...person, traits } };
  if (tooYoungToConsent(asTold, draft.now).length > 0) draft.person = asTold.person;
}
