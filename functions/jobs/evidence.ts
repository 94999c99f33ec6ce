import { ConflictError } from '../../shared/kernel/errors.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { DAY, type Instant } from '../../shared/kernel/instants.ts';
import { type EvidenceTerms, keptUntil, unconfirmedEnd, unconfirmedUntil } from '../../shared/person/evidence-life.ts';
import type { EvidenceStore, KeptEvidence } from '../../shared/person/evidence-store.ts';
import type { Person } from '../../shared/person/person.ts';
import type { PersonStore } from '../../shared/person/person-store.ts';
import { loadSurvivor } from '../../shared/person/survivor.ts';
import { inParallel } from '../runtime/in-parallel.ts';

export interface EvidencePorts {
  readonly people: Pick<PersonStore, 'load'>;
  readonly evidence: EvidenceStore;
  readonly clock: () => Instant;
}

interface OwnedEvidence extends KeptEvidence {
  /** Whose ledger the row is in: of a merged profile it stays there. */
  readonly owner: string;
}

const WIDTH = 16;

/**
 * Gives each row of evidence its term, from what the person's row says now (P-37, P-62): whichever order came first, and however
 * often, the terms end up the same. Rejects with ConflictError where the person changed meanwhile: the order comes again and
 * looks anew, so that no grant taken up again loses its proof.
 */
export async function tendEvidence(ports: EvidencePorts, profileId: string, terms: EvidenceTerms): Promise<void> {
  const person = await loadSurvivor(ports.people, profileId);
  if (!person || person.erasedAt !== null || person.mergedInto !== null) return;
  const rows = await rowsOf(ports.evidence, person);
  const ledger = rows.map((each) => each.entry);
  const now = ports.clock();
  let changed = 0;
  await inParallel(rows, WIDTH, async ({ owner, entry, keepUntil }) => {
    const until = keptUntil(person, entry, ledger, terms, now);
    // A term that stands was counted from the end of use; a later end of something else does not prolong it.
    if ((until === null) === (keepUntil === null)) return;
    changed += 1;
    await ports.evidence.keep(owner, entry, until);
    if (until !== null) await forgetMails(ports.evidence, person, { owner, entry, keepUntil }, rows, terms);
  });
  if (changed > 0) await refuseIfMoved(ports, person);
}

async function rowsOf(evidence: EvidenceStore, { profileId, mergedFrom }: Person): Promise<readonly OwnedEvidence[]> {
  const owners = [profileId, ...mergedFrom.map((each) => each.profileId)];
  const rows = await Promise.all(
    owners.map(async (owner) => (await evidence.rows(owner)).map((row) => ({ ...row, owner }))),
  );
  return rows.flat();
}

/** P-37: the log tells that a confirmation mail went out, or why not: as much a trace of an unconfirmed request as its evidence. */
async function forgetMails(
  evidence: EvidenceStore,
  person: Person,
  { owner, entry }: OwnedEvidence,
  rows: readonly OwnedEvidence[],
  terms: EvidenceTerms,
): Promise<void> {
  const { requestId, kind } = entry;
  if (requestId === null || kind !== 'consent.requested') return;
  const end = unconfirmedEnd(
    requestId,
    rows.map((each) => each.entry),
    person.permission,
    terms,
  );
  if (end === null) return;
  const mails = ['confirmation', 'reminder', 'address'].map((what) => derivedId(owner, what, requestId));
  const span = { from: Math.min(entry.at, entry.recordedAt), to: Math.max(end, terms.at) + DAY };
  await evidence.shortenLog(owner, mails, span, unconfirmedUntil(end, terms));
}

async function refuseIfMoved({ people }: EvidencePorts, { profileId, version }: Person): Promise<void> {
  const person = await people.load(profileId);
  if (person?.version !== version) throw new ConflictError(`person ${profileId} was changed by somebody else`);
}
