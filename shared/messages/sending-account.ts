import type { Instant } from '../kernel/instants.ts';

/** What SES says of the account that we send with. */
export interface SendingAccount {
  /** Mails a second. */
  readonly maxRate: number;
  /** Mails in 24 rolling hours; null: unlimited, or not told. */
  readonly dailyQuota: number | null;
  readonly sentInDay: number;
  /** SES takes no mail: suspended, or paused by hand or by SES (P-76). */
  readonly isStopped: boolean;
  /** When SES said so. */
  readonly at: Instant;
}

export interface SendingAccounts {
  /** Asked of SES at most once a minute; without an answer the last one known stays, else the least that every account has. */
  read(): Promise<SendingAccount>;
}
