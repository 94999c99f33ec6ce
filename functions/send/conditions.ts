import { type Instant, MINUTE } from '../../shared/kernel/instants.ts';
import type { SendingAccounts } from '../../shared/messages/sending-account.ts';
import type { SpamRate, SpamRates } from '../../shared/messages/spam-rate.ts';
import { permittedRate, type Standing, type StandingSettings, standingOf } from '../../shared/messages/standing.ts';
import type { Release } from '../../shared/workspace/workspace.ts';
import type { notice } from '../runtime/notices.ts';

export interface ConditionPorts {
  readonly accounts: SendingAccounts;
  readonly spamRates: Pick<SpamRates, 'all'>;
  readonly releases: { active(): Promise<Release> };
  readonly clock: () => Instant;
  /** Tells an operator. */
  readonly tell: typeof notice;
}

/** Under what conditions mail goes out at this moment. */
export interface Conditions {
  /** Mails a second of all invocations together (P-77). */
  readonly rate: number;
  /** What stands against marketing. */
  readonly standing: Standing;
}

interface Known {
  readonly rates: readonly SpamRate[];
  readonly settings: StandingSettings;
  readonly goodUntil: Instant;
}

/** Two reads for many mails: neither the shares nor Gmail's figures of a day change from one mail to the next. */
const KEPT_FOR = MINUTE;

/** Reads them at most once a minute, and tells an operator of what holds mail back then; rejects with RetryableError. */
export function sendingConditions({
  accounts,
  spamRates,
  releases,
  clock,
  tell,
}: ConditionPorts): () => Promise<Conditions> {
  let known: Known | null = null;
  const read = async (): Promise<Known> => {
    const [rates, release] = await Promise.all([spamRates.all(), releases.active()]);
    return { rates, settings: release.content.settings.permission, goodUntil: clock() + KEPT_FOR };
  };
  return async () => {
    const now = clock();
    const fresh = known !== null && now < known.goodUntil ? known : null;
    const [account, { rates, settings }] = await Promise.all([
      accounts.read(),
      fresh ?? read().then((all) => (known = all)),
    ]);
    const standing = standingOf(account, rates, settings, now);
    if (!fresh) tellOf(tell, standing);
    return { rate: permittedRate(account, settings), standing };
  };
}

function tellOf(tell: typeof notice, { stopped, quota, spam }: Standing): void {
  if (stopped !== null) tell('sending-stopped', { by: stopped });
  else if (quota !== null) tell('daily-quota-reached', { ...quota });
  if (spam !== null) tell('spam-rate-stops-marketing', { ...spam });
}
