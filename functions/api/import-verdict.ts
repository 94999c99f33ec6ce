import type * as z from 'zod';
import type { Told } from '../../shared/api/endpoint.ts';
import type { importRow, importVerdictSchema } from '../../shared/api/imports.ts';
import { addressOf } from '../../shared/consent/address-hmac.ts';
import { type AddressState, isStopped, unknownAddress } from '../../shared/consent/address-state.ts';
import { consentFor } from '../../shared/consent/consent-state.ts';
import { consentRecorded } from '../../shared/consent/evidence.ts';
import { profileHmac } from '../../shared/consent/profile-hmac.ts';
import { problemsOf } from '../../shared/events/envelope.ts';
import type { Problem } from '../../shared/kernel/errors.ts';
import { parseInstant } from '../../shared/kernel/instants.ts';
import type { JsonObject } from '../../shared/kernel/json.ts';
import { workspaceFor } from '../../shared/person/apply.ts';
import { decide } from '../../shared/person/decide.ts';
import { newPerson, type Person } from '../../shared/person/person.ts';
import { loadSurvivor } from '../../shared/person/survivor.ts';
import { type Address, parseEmail } from '../../shared/profiles/address.ts';
import type { ApiWorld } from './world.ts';

export type ImportRow = z.output<typeof importRow>;

/** What would become of one row with a permission. A refusal names its reason and, where one is at fault, the field. */
export type ImportVerdict = Told<z.output<typeof importVerdictSchema>>;

/** The profile as it stands, its address now, and everybody else at the row's address. */
interface Known {
  readonly person: Person;
  readonly isErased: boolean;
  readonly address: Address | null;
  readonly state: AddressState;
  readonly holders: readonly Person[];
}

/**
 * Whether a permission may be taken over (P-45): never for a suppressed or stopped address, never against a later withdrawal of
 * anybody who holds it (P-44, P-52), never for another address than the profile's (P-51), and only what `decide` would take.
 * All rows are read strongly. Rejects with RetryableError when a store does not answer.
 */
export async function importVerdict(row: ImportRow, world: ApiWorld): Promise<ImportVerdict> {
  const parsed = row.email === undefined ? null : parseEmail(row.email);
  if (parsed && !parsed.ok) return refuse('bad-address', parsed.reason, 'email');
  const known = await knownOf(row.profileId, parsed?.email ?? null, world);
  return (
    refusedByEvidence(row) ??
    refusedByAddress(known) ??
    refusedByWithdrawal(row, known) ??
    (await refusedByDecision(row, known, world)) ?? { verdict: 'accept' }
  );
}

function refuse(reason: string, message: string, field = ''): ImportVerdict {
  return { verdict: 'refuse', reason, field, message };
}

async function knownOf(profileId: string, email: string | null, world: ApiWorld): Promise<Known> {
  const stored = await loadSurvivor(world.people, profileId);
  const person = stored ?? newPerson(profileId);
  const erasedBefore = async () => (await world.isErased?.(await profileHmac(world.keys, profileId))) ?? false;
  const isErased = stored ? stored.erasedAt !== null : await erasedBefore();
  const address = email === null ? person.address : await addressOf(world.keys, email);
  const state = address ? await world.addresses.read(address.hmac) : unknownAddress;
  const others = state.holders.filter((holder) => holder !== person.profileId);
  const loaded = await Promise.all(others.map((holder) => world.people.load(holder)));
  const holders = loaded.filter((each) => each !== null).filter((each) => each.address?.hmac === address?.hmac);
  return { person, isErased, address, state, holders };
}

/** Before anything else: a withdrawal cannot be compared with a permission that has no moment. */
function refusedByEvidence(row: ImportRow): ImportVerdict | null {
  const parsed = consentRecorded.safeParse(evidenceOf(row));
  const problem = parsed.success ? undefined : problemsOf(parsed.error)[0];
  return problem ? refuse(reasonOf(problem), problem.message, `consent.${problem.field}`) : null;
}

function evidenceOf({ profileId: _, email: __, traits: ___, ...evidence }: ImportRow): JsonObject {
  return evidence as unknown as JsonObject;
}

function refusedByAddress({ person, isErased, address, state }: Known): ImportVerdict | null {
  if (isErased) return refuse('erased', 'was erased: nothing may make somebody new of the id (P-58)', 'profileId');
  if (person.address && address && person.address.hmac !== address.hmac) {
    return refuse(
      'other-address',
      'is not the address that the profile has now: the permission was given for another one (P-51)',
      'email',
    );
  }
  const suppression = state.suppression ?? person.suppression;
  if (suppression) {
    return refuse(
      'suppressed',
      `must not be written to: ${suppression.reason}. An import cannot lift it (P-45, P-84)`,
      'email',
    );
  }
  if (isStopped(state) || isStopped(person.permission)) {
    return refuse(
      'unsubscribed-all',
      'asked for no mail at all: only the person can take that back (P-45, P-52)',
      'email',
    );
  }
  return null;
}

/** Of anybody at the address: who withdrew under one id must not be written to again under another. */
function refusedByWithdrawal({ topics, grantedAt }: ImportRow, { person, holders }: Known): ImportVerdict | null {
  const at = parseInstant(grantedAt ?? '') ?? 0;
  const asked = [person, ...holders];
  const withdrawn = topics.filter((topic) =>
    asked.some(({ permission }) => {
      const topicAt = consentFor(permission, topic, 'marketing.email')?.withdrawnAt ?? 0;
      return Math.max(topicAt, permission.stoppedAt ?? 0) >= at;
    }),
  );
  if (withdrawn.length === 0) return null;
  return refuse(
    'withdrawn',
    `withdrew ${withdrawn.join(', ')} after this permission was given (P-44)`,
    'consent.grantedAt',
  );
}

/** Of the fields that are refused, the ones with a reason of their own. */
function reasonOf({ field }: Problem): string {
  if (field.startsWith('properties.topics')) return 'unknown-topic';
  if (field === 'properties.basis') return 'basis-not-enough';
  if (field === 'defaultState' || field === 'preTicked') return 'pre-ticked';
  if (field === 'bundled') return 'bundled';
  return field === 'traits.birthday' ? 'too-young' : 'no-evidence';
}

/** Asks `decide` itself, and throws its answer away: an import accepts no row that would be rejected later. */
async function refusedByDecision(row: ImportRow, known: Known, world: ApiWorld): Promise<ImportVerdict | null> {
  const properties = evidenceOf(row);
  const now = world.clock();
  const event = {
    kind: 'event',
    type: 'consent.recorded',
    eventId: 'import-check',
    occurredAt: now,
    properties,
    traits: row.traits as JsonObject,
  } as const;
  const { refused } = decide(known.person, event, await workspaceFor(world.releases, known.person), now);
  const problem = refused?.[0];
  return problem ? refuse(reasonOf(problem), problem.message, problem.field.replace('properties.', 'consent.')) : null;
}
