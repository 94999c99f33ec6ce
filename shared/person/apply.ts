import type { LedgerEntry } from '../consent/ledger.ts';
import type { Problem } from '../kernel/errors.ts';
import { ConflictError } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Releases } from '../workspace/recent-release.ts';
import { loadWorkspace, type Release, type Workspace, withPinned } from '../workspace/workspace.ts';
import { type Decision, decide } from './decide.ts';
import type { Effect } from './effects.ts';
import type { Input } from './input.ts';
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

/** Per input, in order: problems of a refused one, else null. */
export interface Applied {
  readonly before: Person;
  readonly person: Person;
  readonly workspace: Workspace;
  readonly refused: readonly (readonly Problem[] | null)[];
}

interface Folded {
  readonly person: Person;
  readonly effects: readonly Effect[];
  readonly ledger: readonly LedgerEntry[];
  readonly refused: readonly (readonly Problem[] | null)[];
}

const TRIES = 3;

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

/** A throw is a bug. It must not hold up the person's other inputs, nor be lost: the input is refused and set aside. */
function decideOrRefuse(person: Person, input: Input, workspace: Workspace, now: Instant): Decision {
  try {
    return decide(person, input, workspace, now);
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    return {
      person,
      effects: [],
      ledger: [],
      refused: [{ field: '', message: `could not be decided (${name}): report it` }],
    };
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
  for (const { input, index } of asTheyHappened(inputs)) {
    const decision = decideOrRefuse(person, input, workspace, now);
    person = decision.person;
    effects.push(...decision.effects);
    ledger.push(...decision.ledger);
    refused[index] = decision.refused;
  }
  return { person, effects, ledger, refused };
}

/** A decision that changed nothing returns the very person it was given: then there is nothing to write. */
async function commitFolded(people: PersonStore, before: Person, folded: Folded & Commit): Promise<Person> {
  if (folded.person === before && folded.effects.length === 0 && folded.ledger.length === 0) return before;
  return people.commit(before, folded);
}

/**
 * Applies inputs to one person: load strongly, fold `decide` over them one by one, commit once. A lost race reloads and
 * decides again, three times; then ConflictError goes to the caller, whose queue (or a 503) tries again.
 * Inputs that are refused leave no trace on the person; their problems are in `refused`, in order.
 * `known`: the person as just read or committed (null: nobody), taken in place of the first reading; the commit finds out whether it still is so.
 */
export function applyInputs(
  ports: ApplyPorts,
  profileId: string,
  inputs: readonly Input[],
  known?: Person | null,
): Promise<Applied> {
  return applyTo(ports, profileId, inputs, true, known);
}

/** `follows`: where the profile was merged into another one, what concerns that one goes there. */
async function applyTo(
  ports: ApplyPorts,
  profileId: string,
  inputs: readonly Input[],
  follows: boolean,
  given?: Person | null,
): Promise<Applied> {
  for (let tried = 1; ; tried += 1) {
    const known = tried === 1 && given !== undefined ? given : await ports.people.load(profileId);
    if (follows && known && known.mergedInto !== null && inputs.some(movesOn)) return applyMerged(ports, known, inputs);
    const before = known ?? newPerson(profileId);
    const workspace = await workspaceFor(ports.releases, before);
    const folded = fold(before, inputs, workspace, ports.clock());
    if (!known && isOfConsequence(folded, before) && (await ports.isErased?.(profileId))) {
      return { before, person: before, workspace, refused: inputs.map(() => null) };
    }
    try {
      const person = await commitFolded(ports.people, before, { ...folded, lowers: inputs.every(lowersPermission) });
      return { before, person, workspace, refused: folded.refused };
    } catch (error) {
      if (error instanceof RowTooLargeError && inputs.length > 1)
        return applyOneByOne(ports, profileId, inputs, follows);
      if (error instanceof RowTooLargeError) return { before, person: before, workspace, refused: [TOO_LARGE] };
      if (!(error instanceof ConflictError) || tried >= TRIES) throw error;
    }
  }
}

/**
 * The profile was merged into another one: what comes for it acts there (docs/decisions/0016-merge.md). What its own mails and
 * the merge still need stays here; feedback is told to both, since the log of the mail is here and the address is there.
 */
async function applyMerged(ports: ApplyPorts, merged: Person, inputs: readonly Input[]): Promise<Applied> {
  const own = inputs.filter(staysBehind);
  const moved = inputs.filter(movesOn);
  const here = own.length === 0 ? null : await applyTo(ports, merged.profileId, own, false);
  const survivor = await loadSurvivor(ports.people, merged.profileId);
  // A ring that a race made has no end: nobody is there to act on.
  if (!survivor || survivor.mergedInto !== null) throw new Error(`${merged.profileId} was merged into nobody`);
  const there = await applyTo(ports, survivor.profileId, moved, false);
  const refused = inputs.map((input) => {
    if (movesOn(input)) return there.refused[moved.indexOf(input)] ?? null;
    return here?.refused[own.indexOf(input)] ?? null;
  });
  return { ...there, refused };
}

/** Also what would be refused: the queue of the rejected must not keep what comes late for somebody who was erased. */
function isOfConsequence(folded: Folded, before: Person): boolean {
  return folded.person !== before || folded.effects.length > 0 || folded.refused.some((problems) => problems !== null);
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
): Promise<Applied> {
  const applied: Applied[] = [];
  for (const input of inputs) applied.push(await applyTo(ports, profileId, [input], follows));
  const [first, last] = [applied[0] as Applied, applied.at(-1) as Applied];
  return { ...last, before: first.before, refused: applied.flatMap((each) => each.refused) };
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
