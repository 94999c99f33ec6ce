import { DAY, type Instant } from '../../shared/kernel/instants.ts';
import type { JobStore } from '../../shared/person/job-store.ts';
import type { PeopleScan } from '../../shared/table/people-scan.dynamodb.ts';
import { logger } from '../runtime/logger.ts';
import { notice } from '../runtime/notices.ts';
import { type MirrorPorts, mirrorSuppressions } from './mirror.ts';
import { reviewSenders, type SenderPorts } from './senders.ts';
import { reviewSpamRates, type SpamRatePorts } from './spam-rates.ts';
import { unresolvedSends } from './unresolved.ts';

export interface ReconcilePorts extends MirrorPorts, SenderPorts, SpamRatePorts {
  readonly people: PeopleScan;
  readonly jobs: JobStore;
  readonly clock: () => Instant;
}

const JOB = 'reconcile';
/** SES's list is eventually consistent, and its clock is not ours. */
const OVERLAP = DAY;
/** P-80: how long an end may take. SES tries for 14 hours. */
const ENDS_WITHIN = DAY;
/** A row that nobody touched for so long belongs to a deployment that stands still. */
const REMEMBERED = 400 * DAY;
/** Events are best effort: one that got lost in a day is no reason to wake anybody. */
const TOLERATED = 10;

export interface Reconciled {
  readonly mirrored: number;
  readonly unresolved: number;
  /** Sender domains that receivers may distrust (P-87). */
  readonly unauthenticated: number;
  /** Domains that Gmail's spam rate is known of (P-83). */
  readonly spamRates: number;
  readonly [what: string]: number;
}

/**
 * What the events of SES may have left out (P-80), since the last run that came to its end: its suppressed addresses go into our
 * rows, sends without an end are counted and told; then our own standing is looked at. A run that fails is repeated as a whole; each
 * part may be.
 */
export async function reconcile(ports: ReconcilePorts): Promise<Reconciled> {
  const now = ports.clock();
  const progress = await ports.jobs.load(JOB);
  const through = typeof progress?.['through'] === 'number' ? progress['through'] : null;
  const mirrored = await mirrorSuppressions(ports, through === null ? null : through - OVERLAP);
  const { count, examples } = await unresolvedSends(
    ports.people,
    (through ?? now - DAY) - ENDS_WITHIN,
    now - ENDS_WITHIN,
  );
  if (count > 0) logger.warn('sends without an end', { count, examples });
  if (count > TOLERATED) notice('unresolved-sends', { count });
  await ports.jobs.save(JOB, { through: now }, now + REMEMBERED);
  const unauthenticated = await reviewSenders(ports);
  return { mirrored, unresolved: count, unauthenticated, spamRates: await reviewSpamRates(ports, now) };
}
