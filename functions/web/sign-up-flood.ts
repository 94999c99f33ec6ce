import { COMPARED_DAYS, hourOf, isFlooded, type SignUpCounts } from '../../shared/consent/sign-up-counts.ts';
import { DAY, type Instant, SECOND } from '../../shared/kernel/instants.ts';
import { orIfUnavailable } from '../../shared/kernel/or-if-unavailable.ts';
import type { SignUpLimits } from '../../shared/workspace/definitions.ts';

/** The counts of a week are some 170 rows: read once in so long, whoever asks. */
const KEPT_FOR = 10 * SECOND;

/**
 * Whether the breaker of sign-ups is tripped (P-35), as the form must know: the same for every address (P-33). Counts that cannot be
 * read are no flood: the form works then, and the mails behind it ask for themselves.
 */
export function floodWatch(
  signUps: Pick<SignUpCounts, 'since'>,
): (now: Instant, limits: SignUpLimits) => Promise<boolean> {
  let known: { readonly at: Instant; readonly counts: ReadonlyMap<Instant, number> } | null = null;
  return async (now, limits) => {
    if (!known || now < known.at || now - known.at >= KEPT_FOR) {
      known = { at: now, counts: await countsOf(signUps, now) };
    }
    return isFlooded(known.counts, now, limits);
  };
}

function countsOf(signUps: Pick<SignUpCounts, 'since'>, now: Instant): Promise<ReadonlyMap<Instant, number>> {
  return orIfUnavailable(
    () => signUps.since(hourOf(now) - COMPARED_DAYS * DAY),
    () => new Map(),
  );
}
