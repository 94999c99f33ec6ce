import type { LedgerEntry } from '../consent/ledger.ts';
import type { Problem } from '../kernel/errors.ts';
import { assertNever } from '../kernel/exhaustive.ts';
import type { Instant } from '../kernel/instants.ts';
import { retryConflicts } from '../kernel/retry-conflicts.ts';
import type { Releases } from '../workspace/recent-release.ts';
import { loadWorkspace, type Release, type Workspace, withPinned } from '../workspace/workspace.ts';
import { type Decision, decide } from './decide.ts';
import type { Effect } from './effects.ts';
import type { CustomerEvent, Input } from './input.ts';
import { isOfSeenRecord } from './on-event.ts';
import { onlyLowers } from './on-preferences.ts';
import { newPerson, type Person } from './person.ts';
import { type Commit, type PersonStore, RowTooLargeError } from './person-store.ts';
import { loadSurvivor, movesOn, staysBehind } from './survivor.ts';

/** What applying inputs needs of the world; small so that a simulation can give it from memory. */
export interface ApplyPorts {
  readonly people: PersonStore;
  readonly releases: Releases;
  readonly clock: () => Instant;
  /**
   * Whether the id is that of somebody who was erased. Needed where an input may make somebody new; asked only when nobody is
   * stored and the inputs would change that (P-58). Rejects with RetryableError.
   */
  readonly isErased?: (profileId: string) => Promise<boolean>;
}

export interface Applied {
  readonly before: Person;
  readonly person: Person;
  readonly workspace: Workspace;
  /** Per input, in order: problems of a refused one, else null. */
  readonly refused: readonly (readonly Problem[] | null)[];
}

/** What deciding about one input threw: a bug. */
export interface Fault {
  readonly error: unknown;
}

export interface AppliedEach extends Applied {
  /** Per input, in order: null where deciding about it threw nothing. */
  readonly faults: readonly (Fault | null)[];
}

interface Folded extends Pick<AppliedEach, 'person' | 'refused' | 'faults'> {
  readonly effects: readonly Effect[];
  readonly ledger: readonly LedgerEntry[];
}

/** A loaded workspace is kept as long as its release is: compiling patterns again for every input would cost more than deciding. */
const loaded = new WeakMap<Release, Workspace>();

function workspaceOf(release: Release): Workspace {
  const known = loaded.get(release);
  if (known) return known;
  const workspace = loadWorkspace(release);
  loaded.set(release, workspace);
  return workspace;
}

/** The workspace for one person: the active release, and the definitions that the running enrollments started with. */
export async function workspaceFor(releases: ApplyPorts['releases'], person: Person): Promise<Workspace> {
  const workspace = workspaceOf(await releases.active());
  const missing = [...new Set(person.enrollments.map((each) => each.pin))].filter((pin) => !workspace.pinned.has(pin));
  return missing.length === 0 ? workspace : withPinned(workspace, await releases.pinned(missing));
}

/** A bug in one input must not hold up the person's others, nor be lost: it is a value here, for whoever knows where the input came from. */
function decideOrFault(person: Person, input: Input, workspace: Workspace, now: Instant): Decision | Fault {
  try {
    return decide(person, input, workspace, now);
  } catch (error) {
    return { error };
  }
}

/**
 * Events that arrived together are taken in the order in which they happened: which of two carts was left first is no matter of
 * luck then. Whatever is no event keeps its place.
 */
function asTheyHappened(inputs: readonly Input[]): readonly { readonly input: Input; readonly index: number }[] {
  const placed = inputs.map((input, index) => ({ input, index }));
  const events = placed.flatMap(({ input, index }) => (input.kind === 'event' ? [{ input, index }] : []));
  const inOrder = events.toSorted((left, right) => left.input.occurredAt - right.input.occurredAt);
  let next = 0;
  return placed.map((each) => (each.input.kind === 'event' ? (inOrder[next++] as (typeof placed)[number]) : each));
}

function fold(before: Person, inputs: readonly Input[], workspace: Workspace, now: Instant): Folded {
  let person = before;
  const effects: Effect[] = [];
  const ledger: LedgerEntry[] = [];
  const refused: (readonly Problem[] | null)[] = inputs.map(() => null);
  const faults: (Fault | null)[] = inputs.map(() => null);
  for (const { input, index } of asTheyHappened(inputs)) {
    const decision = decideOrFault(person, input, workspace, now);
    if ('error' in decision) {
      faults[index] = decision;
      continue;
    }
    if (isOfSeenRecord(before, input)) {
      // Taken before; what was refused then may not have been told, if whoever told it died.
      refused[index] = decision.refused;
      continue;
    }
    person = decision.person;
    effects.push(...decision.effects);
    ledger.push(...decision.ledger);
    refused[index] = decision.refused;
  }
  return { person, effects, ledger, refused, faults };
}

/** A decision that changed nothing returns the very person it was given: then there is nothing to write. Null: the row would be too large. */
async function commitFolded(people: PersonStore, before: Person, folded: Folded & Commit): Promise<Person | null> {
  if (folded.person === before && folded.effects.length === 0 && folded.ledger.length === 0) return before;
  try {
    return await people.commit(before, folded);
  } catch (error) {
    if (error instanceof RowTooLargeError) return null;
    throw error;
  }
}

/**
 * Applies inputs to one person: load strongly, fold `decide` over them one by one, commit once. A lost race reloads and
 * decides again, three times; then ConflictError goes to the caller, whose queue (or a 503) tries again.
 * Inputs that are refused leave no trace on the person; their problems are in `refused`, in order. Rejects with what deciding
 * about one of them threw, which is a bug: the others are committed then.
 * `known`: the person as just read or committed (null: nobody), taken in place of the first reading; the commit finds out whether it still is so.
 */
export async function applyInputs(
  ports: ApplyPorts,
  profileId: string,
  inputs: readonly Input[],
  known?: Person | null,
): Promise<Applied> {
  const { faults, ...applied } = await applyEach(ports, profileId, inputs, known);
  const fault = faults.find((each) => each !== null);
  if (fault) throw fault.error;
  return applied;
}

/**
 * As `applyInputs`, for whoever can set one input aside: what deciding about an input threw is in `faults`, in order, and leaves
 * as little trace on the person as a refusal.
 */
export function applyEach(
  ports: ApplyPorts,
  profileId: string,
  inputs: readonly Input[],
  known?: Person | null,
): Promise<AppliedEach> {
  return applyTo(ports, profileId, inputs, true, known);
}

type Tried =
  | { readonly is: 'applied'; readonly applied: AppliedEach }
  | { readonly is: 'merged'; readonly person: Person }
  | { readonly is: 'too-large'; readonly before: Person; readonly workspace: Workspace };

/** `follows`: where the profile was merged into another one, what concerns that one goes there. */
async function applyTo(
  ports: ApplyPorts,
  profileId: string,
  inputs: readonly Input[],
  follows: boolean,
  given?: Person | null,
): Promise<AppliedEach> {
  const tried = await retryConflicts(async (nth) => {
    const known = nth === 1 && given !== undefined ? given : await ports.people.load(profileId);
    return tryOnce(ports, known ?? newPerson(profileId), known !== null, inputs, follows);
  });
  switch (tried.is) {
    case 'applied':
      return tried.applied;
    case 'merged':
      return applyMerged(ports, tried.person, inputs);
    case 'too-large':
      if (inputs.length > 1) return applyOneByOne(ports, profileId, inputs, follows);
      return tooLarge(tried.before, tried.workspace);
    default:
      return assertNever(tried);
  }
}

function tooLarge(before: Person, workspace: Workspace): AppliedEach {
  return { before, person: before, workspace, refused: [TOO_LARGE], faults: [null] };
}

/** A transaction of DynamoDB has 100 parts; some are the row and what goes with it. */
const EVIDENCE_AT_ONCE = 90;

/** One reading and one commit. Rejects with ConflictError when somebody else was first. */
async function tryOnce(
  ports: ApplyPorts,
  before: Person,
  isStored: boolean,
  inputs: readonly Input[],
  follows: boolean,
): Promise<Tried> {
  if (follows && before.mergedInto !== null && inputs.some(movesOn)) return { is: 'merged', person: before };
  const workspace = await workspaceFor(ports.releases, before);
  const folded = fold(before, inputs, workspace, ports.clock());
  if (!isStored && isOfConsequence(folded, before) && (await ports.isErased?.(before.profileId))) {
    const nothing = inputs.map(() => null);
    return { is: 'applied', applied: { before, person: before, workspace, refused: nothing, faults: nothing } };
  }
  // Each row of evidence is a part of the transaction: many inputs that write many are commits of their own.
  if (inputs.length > 1 && folded.ledger.length > EVIDENCE_AT_ONCE) return { is: 'too-large', before, workspace };
  const person = await commitFolded(ports.people, before, { ...folded, lowers: inputs.every(lowersPermission) });
  if (person === null) return { is: 'too-large', before, workspace };
  const { refused, faults } = folded;
  return { is: 'applied', applied: { before, person, workspace, refused, faults } };
}

/**
 * The profile was merged into another one: what comes for it acts there (docs/decisions/0016-merge.md). What its own mails and
 * the merge still need stays here; feedback is told to both, since the log of the mail is here and the address is there.
 */
async function applyMerged(ports: ApplyPorts, merged: Person, inputs: readonly Input[]): Promise<AppliedEach> {
  const own = inputs.filter(staysBehind);
  const moved = inputs.filter(movesOn);
  const here = own.length === 0 ? null : await applyTo(ports, merged.profileId, own, false);
  const survivor = await loadSurvivor(ports.people, merged.profileId);
  // A ring that a race made has no end: nobody is there to act on.
  if (!survivor || survivor.mergedInto !== null) throw new Error(`${merged.profileId} was merged into nobody`);
  const there = await applyTo(ports, survivor.profileId, moved, false);
  const placeOf = (input: Input) =>
    movesOn(input) ? { applied: there, at: moved.indexOf(input) } : { applied: here, at: own.indexOf(input) };
  const places = inputs.map(placeOf);
  return {
    ...there,
    refused: places.map(({ applied, at }) => applied?.refused[at] ?? null),
    faults: places.map(({ applied, at }, index) => applied?.faults[at] ?? faultOf(here, own, inputs[index])),
  };
}

/** Of feedback, which is told to both: what went wrong over here counts as much. */
function faultOf(here: AppliedEach | null, own: readonly Input[], input: Input | undefined): Fault | null {
  return (input && here?.faults[own.indexOf(input)]) ?? null;
}

/** Also what would be refused or cannot be decided: the queue of the rejected must not keep what comes late for somebody who was erased. */
function isOfConsequence(folded: Folded, before: Person): boolean {
  const isSetAside = [...folded.refused, ...folded.faults].some((each) => each !== null);
  return folded.person !== before || folded.effects.length > 0 || isSetAside;
}

const TOO_LARGE: readonly Problem[] = [
  {
    field: '',
    message:
      'the profile has reached 300 KB, the most one person may hold: remove traits or events that grow without end',
  },
];

/**
 * The row would grow too large: each input is taken for itself, so that only those are refused that do not fit. What lowers
 * permission has room of its own above the limit, so that a withdrawal is never lost to size.
 */
async function applyOneByOne(
  ports: ApplyPorts,
  profileId: string,
  inputs: readonly Input[],
  follows: boolean,
): Promise<AppliedEach> {
  const applied: AppliedEach[] = [];
  // Each is a commit of its own: what the first one remembers of their record must not hide the others.
  const alone = (input: Input): Input => (input.kind === 'event' ? withoutRecord(input) : input);
  for (const input of inputs) applied.push(await applyTo(ports, profileId, [alone(input)], follows));
  const [first, last] = [applied[0] as AppliedEach, applied.at(-1) as AppliedEach];
  const refused = applied.flatMap((each) => each.refused);
  return { ...last, before: first.before, refused, faults: applied.flatMap((each) => each.faults) };
}

function withoutRecord({ among: _, ...event }: CustomerEvent): CustomerEvent {
  return event;
}

const LOWERING_EVENTS = new Set(['consent.withdrawn', 'profile.erased', 'flag.set', 'ticket.opened']);

/** What pages let people add to themselves; whatever else comes from outside but events lowers. */
const RAISING: ReadonlySet<Input['kind']> = new Set([
  'confirmation',
  'undo',
  'address-requested',
  'address-confirmed',
  'merge-in',
]);

/** Everything but what makes a profile know or permit more: withdrawals, feedback, and what messages under way became. */
function lowersPermission(input: Input): boolean {
  if (input.kind === 'event') return LOWERING_EVENTS.has(input.type);
  if (input.kind === 'preferences-saved') return onlyLowers(input);
  return !RAISING.has(input.kind);
}
