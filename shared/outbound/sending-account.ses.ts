import { GetAccountCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import { type Instant, MINUTE, SECOND } from '../kernel/instants.ts';
import type { SendingAccount, SendingAccounts } from '../messages/sending-account.ts';

/** GetAccount takes one call a second from the whole account, and thirty instances of `send` may ask. */
const KEPT_FOR = MINUTE;
/** After a failure the next mail may ask again this much later. */
const ASKED_AGAIN_AFTER = 30 * SECOND;
/** What every account has, a sandboxed one too: safe while SES does not say. */
const LEAST_RATE = 1;

/** P-77: the rate and the quota of the account. One question at a time. */
export function sesSendingAccounts(client: SESv2Client, now: () => Instant): SendingAccounts {
  let account: SendingAccount = { maxRate: LEAST_RATE, dailyQuota: null, sentInDay: 0, isStopped: false, at: now() };
  let goodUntil = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    try {
      const at = now();
      const { SendQuota, SendingEnabled, EnforcementStatus } = await client.send(new GetAccountCommand({}));
      const isStopped = SendingEnabled === false || EnforcementStatus === 'SHUTDOWN';
      account = { ...account, ...told(SendQuota), isStopped, at };
      goodUntil = now() + KEPT_FOR;
    } catch {
      goodUntil = now() + ASKED_AGAIN_AFTER;
    } finally {
      asking = null;
    }
  };
  return {
    async read() {
      if (now() >= goodUntil) {
        asking ??= ask();
        await asking;
      }
      return account;
    },
  };
}

interface Quota {
  readonly MaxSendRate?: number | undefined;
  readonly Max24HourSend?: number | undefined;
  readonly SentLast24Hours?: number | undefined;
}

/** -1 is SES's word for a quota without an end. */
function told(quota: Quota | undefined): Partial<SendingAccount> {
  if (quota === undefined) return {};
  const { MaxSendRate, Max24HourSend = -1, SentLast24Hours = 0 } = quota;
  return {
    ...(MaxSendRate !== undefined && MaxSendRate > 0 ? { maxRate: MaxSendRate } : {}),
    dailyQuota: Max24HourSend < 0 ? null : Max24HourSend,
    sentInDay: SentLast24Hours,
  };
}
