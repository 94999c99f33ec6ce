import {
  DeleteSuppressedDestinationCommand,
  ListSuppressedDestinationsCommand,
  type SESv2Client,
} from '@aws-sdk/client-sesv2';
import type { SuppressionReason } from '../consent/address-state.ts';
import { RetryableError } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instants.ts';

export interface SuppressedAddress {
  /** As SES has it; goes into a keyed HMAC and nowhere else (P-57, P-59). */
  readonly email: string;
  readonly reason: SuppressionReason;
  readonly since: Instant;
}

/**
 * The suppression list of the account. SES takes one call a second on it (P-79): never called on the way of a mail. Rejects with
 * RetryableError when SES does not answer as it should.
 */
export interface SesSuppressionList {
  /** Up to 1,000 addresses that changed since an instant (null: ever), and what to ask for the next ones. */
  page(since: Instant | null, from: string | null): Promise<SuppressedPage>;
  /** Takes an address off the list; one that is not on it is fine. */
  remove(email: string): Promise<void>;
}

interface SuppressedPage {
  readonly addresses: readonly SuppressedAddress[];
  readonly next: string | null;
}

const PAGE = 1_000;

export function sesSuppressionList(client: SESv2Client): SesSuppressionList {
  return {
    async page(since, from) {
      const command = new ListSuppressedDestinationsCommand({
        PageSize: PAGE,
        ...(since === null ? {} : { StartDate: new Date(since) }),
        ...(from === null ? {} : { NextToken: from }),
      });
      const answer = await client.send(command).catch(unavailable);
      const addresses = (answer.SuppressedDestinationSummaries ?? []).map((each): SuppressedAddress => {
        const reason = each.Reason === 'COMPLAINT' ? 'complaint' : 'hard-bounce';
        return { email: each.EmailAddress ?? '', reason, since: each.LastUpdateTime?.getTime() ?? 0 };
      });
      return { addresses: addresses.filter((each) => each.email !== ''), next: answer.NextToken ?? null };
    },
    async remove(email) {
      await client.send(new DeleteSuppressedDestinationCommand({ EmailAddress: email })).catch((error: unknown) => {
        if (!(error instanceof Error && error.name === 'NotFoundException')) unavailable(error);
      });
    },
  };
}

/** Without the cause: SES's own words quote the address. */
function unavailable(error: unknown): never {
  const name = error instanceof Error ? error.name : typeof error;
  throw new RetryableError(`the suppression list of SES did not answer as it should (${name})`);
}
