import type { Permission } from '../consent/consent.ts';
import { allowedBases } from '../consent/jurisdiction.ts';
import { derivedId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instants.ts';
import { gates } from '../messages/gates.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Effect } from './effects.ts';
import type { Person } from './person.ts';

/**
 * What a decision was made from (P-55): with the person of that version, the input, the release and the instant of the log row,
 * `decide` gives the same answer again. Small, because it stands in every log row.
 */
export interface InputVersions {
  /** Of the person's row as it was read. */
  readonly person: number;
  /** The newest change of permission, and of preferences, that was known; absent where there was none. */
  readonly consentAt?: Instant;
  readonly preferencesAt?: Instant;
  readonly release: number;
  /** Which gates in which order, and which bases count where: see `policyVersion`. */
  readonly policy: string;
  /** Names the input: `event:<id>`, `timer:<instant>`, …; a hash where the name is long. */
  readonly cause: string;
}

/** Raised when a gate answers the same question differently than before; a gate that comes, goes or moves is seen without it. */
const RULES = 1;

/** The version of the policy that this code holds. */
export const policyVersion = derivedId(
  'policy',
  RULES,
  JSON.stringify(gates.map((gate) => gate.name)),
  JSON.stringify(allowedBases),
).slice(0, 8);

const LONGEST_CAUSE = 64;

function newest(moments: readonly (Instant | null | undefined)[]): Instant | null {
  const known = moments.filter((each) => each !== null && each !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}

function newestConsent({ consents, requests, stoppedAt, resumedAt }: Permission): Instant | null {
  return newest([
    ...consents.flatMap((each) => [each.grant?.at, each.withdrawnAt]),
    ...requests.map((each) => each.requestedAt),
    stoppedAt,
    resumedAt,
  ]);
}

/** The versions of what one decision was given. */
export function inputVersions(person: Person, workspace: Workspace, cause: string): InputVersions {
  const consentAt = newestConsent(person.permission);
  const preferencesAt = newest(Object.values(person.preferences).map((each) => each.at));
  return {
    person: person.version,
    ...(consentAt === null ? {} : { consentAt }),
    ...(preferencesAt === null ? {} : { preferencesAt }),
    release: workspace.release,
    policy: policyVersion,
    cause: cause.length <= LONGEST_CAUSE ? cause : derivedId(cause),
  };
}

/** The effects with the versions in every log row among them; made once, and only where there is one. */
export function withVersions(
  effects: readonly Effect[],
  person: Person,
  workspace: Workspace,
  cause: string,
): readonly Effect[] {
  if (!effects.some((each) => each.type === 'log')) return effects;
  const inputs = inputVersions(person, workspace, cause);
  return effects.map((each) => (each.type === 'log' ? { ...each, entry: { ...each.entry, inputs } } : each));
}
