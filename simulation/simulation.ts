import { consentState } from '../shared/consent/consent-state.ts';
import type { Problem } from '../shared/kernel/errors.ts';
import { type Instant, isoInstant } from '../shared/kernel/instants.ts';
import type { CustomerEvent } from '../shared/person/input.ts';
import type { Person } from '../shared/person/person.ts';
import type { Workspace } from '../shared/workspace/workspace.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { Told } from './state.ts';
import { count, newTally } from './tally.ts';
import { createWorld, type World } from './world.ts';

/** Something that happened to somebody, at the instant at which it is taken. */
export interface Happening {
  readonly profileId: string;
  readonly event: CustomerEvent;
  readonly at: Instant;
}

interface SimulationOptions {
  /** What happens before makes people what they are, and is not counted. */
  readonly from: Instant;
  /** Topics that everybody is imagined to have agreed to who never said anything about them; no withdrawal is overruled. */
  readonly assumedTopics: readonly string[];
  /** Every mail is delivered at once; else nothing is heard of it behind `sent`. */
  readonly delivers?: boolean;
  /** Hears every line of every timeline. */
  readonly told?: Told;
}

/** One workspace, asked what it would have done. */
export interface Simulation {
  /** Happenings come in the order of their instants. Gives why one was refused, else null. */
  take(happening: Happening): readonly Problem[] | null;
  /** Lets everything happen until `to`, which is not before the last happening, and counts. */
  end(to: Instant): Outcome;
}

export function simulation(
  workspace: Workspace,
  { from, assumedTopics, delivers, told }: SimulationOptions,
): Simulation {
  const tally = newTally(from);
  const tell: Told = (profileId, entry) => {
    count(tally, profileId, entry);
    told?.(profileId, entry);
  };
  const world = createWorld(workspace, tell, undefined, delivers);
  const assumption = assumedConsent(world, assumedTopics, from);
  return {
    take(happening) {
      const { profileId, event, at } = happening;
      assumption.before(happening);
      const refused = world.take(profileId, event, at);
      assumption.after(happening);
      return refused;
    },
    end(to) {
      assumption.begin(to);
      world.advanceTo(to);
      return outcomeOf(tally, world, to);
    },
  };
}

interface Assumption {
  before(happening: Happening): void;
  after(happening: Happening): void;
  /** Of everybody who is known at `from`, once it is reached. */
  begin(now: Instant): void;
}

const nothingAssumed: Assumption = { before() {}, after() {}, begin() {} };

/**
 * Grants in the name of whoever says nothing: of those known before `from` at `from`, when all that the data says of their permission
 * is told; of others with their first event, after it where it is about permission itself.
 */
function assumedConsent(world: World, topics: readonly string[], from: Instant): Assumption {
  if (topics.length === 0) return nothingAssumed;
  let hasBegun = false;
  const newcomers = new Set<string>();
  const begin = (now: Instant) => {
    if (hasBegun || now < from) return;
    hasBegun = true;
    for (const { profileId } of [...world.people()]) assume(world, profileId, topics, from);
  };
  return {
    begin,
    before({ profileId, event, at }) {
      begin(at);
      if (!hasBegun || world.person(profileId)) return;
      if (saysPermission(event)) newcomers.add(profileId);
      else assume(world, profileId, topics, at);
    },
    after({ profileId, at }) {
      if (newcomers.delete(profileId)) assume(world, profileId, topics, at);
    },
  };
}

function saysPermission({ type }: CustomerEvent): boolean {
  return /^(consent|subscription|preferences|profile)\./.test(type);
}

function assume(world: World, profileId: string, topics: readonly string[], at: Instant): void {
  const person = world.person(profileId);
  if (person?.permission.stoppedAt != null || person?.mergedInto != null) return;
  const silent = topics.filter((topic) => !person || saysNothing(person, topic, at));
  if (silent.length === 0) return;
  const properties = {
    topics: silent,
    basis: 'express-doi',
    grantedAt: isoInstant(at),
    method: 'assumed',
    text: 'Assumed for a simulation.',
    source: 'simulation',
  };
  const eventId = `assumed:${profileId}`;
  const event = { kind: 'event', type: 'consent.recorded', eventId, occurredAt: at, properties, traits: {} } as const;
  // A minor, say, cannot have agreed: then nothing is assumed either.
  world.take(profileId, event, at);
}

function saysNothing({ permission, address }: Person, topic: string, at: Instant): boolean {
  const { state } = consentState(permission, topic, address?.hmac ?? null, at);
  return state === 'none' || state === 'pending';
}
