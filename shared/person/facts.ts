import type { Enrollment } from '../campaigns/enrollment.ts';
import type { Facts } from '../campaigns/paths.ts';
import { consentState } from '../consent/consent-state.ts';
import { DAY, type Instant, isoInstant } from '../kernel/instants.ts';
import type { JsonObject } from '../kernel/json.ts';
import { traitValues } from '../profiles/traits.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Person } from './person.ts';
import { stepFacts } from './results.ts';

/** What started the run or is being applied: `properties` and `event` of the conditions. */
export interface Occasion {
  readonly type: string;
  readonly occurredAt: Instant;
  readonly properties: JsonObject;
}

function counterFacts(person: Person, now: Instant): JsonObject {
  return Object.fromEntries(
    Object.entries(person.counters).map(([type, counter]) => [
      type,
      {
        count: counter.count,
        daysSince: Math.floor((now - counter.last) / DAY),
        first: isoInstant(counter.first),
        last: isoInstant(counter.last),
      },
    ]),
  );
}

/** `count` is 0 and never absent for every type the workspace remembers. */
function eventFacts(person: Person, workspace: Workspace, now: Instant): JsonObject {
  const remembered = Object.entries(workspace.events).filter(([, tracked]) => tracked.remember);
  return { ...Object.fromEntries(remembered.map(([type]) => [type, { count: 0 }])), ...counterFacts(person, now) };
}

function consentFacts(person: Person, workspace: Workspace, now: Instant): JsonObject {
  const hmac = person.address?.hmac ?? null;
  return Object.fromEntries(
    [...workspace.topics.keys()].map((topic) => [topic, consentState(person.permission, topic, hmac, now).state]),
  );
}

/**
 * The names that conditions, keys and templates see (design: one path language). Parts are made when they are asked for:
 * most conditions look at one of them.
 */
export function factsOf(
  person: Person,
  workspace: Workspace,
  now: Instant,
  occasion: Occasion | null,
  enrollment: Pick<Enrollment, 'enrollmentId' | 'key' | 'results'> | null,
): Facts {
  return {
    get profile() {
      return { ...traitValues(person.traits), profileId: person.profileId };
    },
    get properties() {
      return occasion?.properties ?? {};
    },
    get event() {
      return occasion ? { type: occasion.type, occurredAt: isoInstant(occasion.occurredAt) } : {};
    },
    get events() {
      return eventFacts(person, workspace, now);
    },
    get consents() {
      return consentFacts(person, workspace, now);
    },
    get steps() {
      return enrollment ? stepFacts(enrollment) : {};
    },
    get enrollment() {
      return enrollment ? { id: enrollment.enrollmentId, key: enrollment.key } : {};
    },
  };
}
