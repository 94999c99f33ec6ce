import { sentence } from '../explanation-text.ts';
import { tableLines } from '../table-text.ts';
import type { Reach } from './reach-of.ts';

/** List prices in us-east-1, USD. Accounts on SES's Essentials plan pay 0.16 for 1,000 mails, see docs/runbook.md. */
const SES_A_THOUSAND = 0.1;
/**
 * What heed itself uses up for one mail and its delivery, as the bench meters it: deciding, claiming, its outcome and feedback.
 * 16 write units at 0.625 a million, 8 read units at 0.125, 6 requests of SQS at 0.40, 0.2 GB-s of Lambda at 13.33.
 */
const HEED_A_MAIL = (16 * 0.625 + 8 * 0.125 + 6 * 0.4 + 0.2 * 13.3334) / 1_000_000;

/** USD for so many mails: SES, and heed's own share. */
export function costOf(mails: number): { readonly ses: number; readonly heed: number } {
  return { ses: (mails * SES_A_THOUSAND) / 1_000, heed: mails * HEED_A_MAIL };
}

/** How many a campaign reaches, how many not and why, and what that costs. */
export function reachLines(reach: Reach): string[] {
  const { campaign, status, people, mails, reachable, refused, isWhole } = reach;
  const reached = reachable.now + reachable.later;
  const { ses, heed } = costOf(reached * Math.max(1, mails));
  const counted = isWhole ? `${people} people` : `the first ${people} people (heed reach ${campaign} counts them all)`;
  return [
    `${campaign} (${status}): of ${counted}, ${reached} are reachable and ${people - reached} are not`,
    ...part('reachable at once', reachable.now, {}),
    ...part('reachable later', reachable.later, reachable.because),
    ...part('not reachable', refused.skipped + refused.notEntered, refused.because),
    `  ${mails === 1 ? 'one mail' : `at most ${mails} mails`} each: about ${usd(ses + heed)} (SES ${usd(ses)}, heed ${usd(heed)})`,
  ];
}

function part(name: string, number: number, because: Readonly<Record<string, number>>): string[] {
  if (number === 0) return [];
  const rows = Object.entries(because).toSorted(([, a], [, b]) => b - a);
  const lines =
    rows.length === 0
      ? []
      : tableLines(
          ['', '', ''],
          rows.map(([reason, n]) => [n, reason, sentence(reason)]),
        );
  return [`  ${name}: ${number}`, ...lines.slice(1).map((line) => `    ${line}`)];
}

function usd(amount: number): string {
  return `$${amount < 1 ? amount.toFixed(4) : amount.toFixed(2)}`;
}
