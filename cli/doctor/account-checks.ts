import { GetAccountCommand, type GetAccountCommandOutput, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { Check } from './check.ts';

/** The account as SES sees it: suspended, paused, in the sandbox, and what it may send. */
export async function accountChecks(client: SESv2Client): Promise<Check[]> {
  try {
    return checksOf(await client.send(new GetAccountCommand({})));
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    const words = `SES did not answer (${name}): the doctor asks it with your own AWS credentials and needs ses:GetAccount`;
    return [{ check: 'ses', verdict: 'unknown', words }];
  }
}

export function checksOf(
  account: Pick<
    GetAccountCommandOutput,
    'EnforcementStatus' | 'SendingEnabled' | 'ProductionAccessEnabled' | 'SendQuota' | 'SuppressionAttributes'
  >,
): Check[] {
  const { EnforcementStatus = 'unknown', SendQuota: quota, SuppressionAttributes } = account;
  const daily = quota?.Max24HourSend ?? -1;
  const words = `${quota?.MaxSendRate ?? '?'} a second, ${daily < 0 ? 'no daily quota' : `${quota?.SentLast24Hours ?? 0} of ${daily} sent in 24 hours`}`;
  const reasons = SuppressionAttributes?.SuppressedReasons ?? [];
  return [
    state(EnforcementStatus === 'HEALTHY', 'fault', `its reputation is ${EnforcementStatus}`),
    state(account.SendingEnabled === true, 'fault', 'sending is enabled', 'sending is paused for the account'),
    state(
      account.ProductionAccessEnabled === true,
      'warning',
      'out of the sandbox',
      'in the sandbox: only verified recipients get mail, 200 a day, one a second; ask for production access',
    ),
    state(
      daily < 0 || (quota?.SentLast24Hours ?? 0) < daily * 0.9,
      'warning',
      words,
      `${words}: marketing waits from 90 % on (P-77)`,
    ),
    state(
      reasons.includes('BOUNCE') && reasons.includes('COMPLAINT'),
      'fault',
      'its suppression list takes bounces and complaints',
      'its suppression list does not take bounces and complaints (P-78): aws sesv2 put-account-suppression-attributes',
    ),
  ];
}

function state(well: boolean, otherwise: 'fault' | 'warning', words: string, wrong = words): Check {
  return { check: 'ses', verdict: well ? 'fine' : otherwise, words: well ? words : wrong };
}
