import { type Instant, SECOND } from '../kernel/instants.ts';
import type { PermissionSettings } from '../workspace/definitions.ts';
import type { SendingAccount } from './sending-account.ts';
import { type SpamRate, stoppingRate } from './spam-rate.ts';

/** What the sender's own good standing says against a mail at a moment; asked at the claim, where it is known. */
export interface Standing {
  /** Against every class (P-76): SES takes nothing from the account, or the whole of the day's quota is used. Null: it does. */
  readonly stopped: 'account' | 'daily-quota' | null;
  /** Null: no daily quota, or room in it. */
  readonly quota: { readonly quota: number; readonly sent: number } | null;
  /** Null: no rate is known, or none that is too high. */
  readonly spam: Pick<SpamRate, 'domain' | 'day' | 'percent'> | null;
}

export type StandingSettings = Pick<PermissionSettings, 'sendRateShare' | 'marketingQuotaShare' | 'spamRate'>;

/** P-77: mails a second that all invocations together may send. */
export function permittedRate(account: SendingAccount, { sendRateShare }: StandingSettings): number {
  return (account.maxRate * sendRateShare) / 100;
}

/**
 * What stands against mail (P-76), and against marketing (P-77, P-83). SES's count is up to a minute old: what could have been sent since, at the full
 * permitted rate, counts as sent, so that the share is kept whatever the others do.
 */
export function standingOf(
  account: SendingAccount,
  rates: readonly SpamRate[],
  settings: StandingSettings,
  now: Instant,
): Standing {
  const { dailyQuota, sentInDay, at } = account;
  const since = (Math.max(now - at, 0) / SECOND) * permittedRate(account, settings);
  const sent = Math.ceil(sentInDay + since);
  const isUsed = dailyQuota !== null && sent >= (dailyQuota * settings.marketingQuotaShare) / 100;
  return {
    stopped: stopOf(account),
    quota: isUsed ? { quota: dailyQuota, sent } : null,
    spam: stoppingRate(rates, settings, now),
  };
}

/** By SES's own count: what is still to be had is for transactional mail, up to the last one. */
function stopOf({ isStopped, dailyQuota, sentInDay }: SendingAccount): Standing['stopped'] {
  if (isStopped) return 'account';
  return dailyQuota !== null && sentInDay >= dailyQuota ? 'daily-quota' : null;
}
