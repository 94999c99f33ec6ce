import { checkSender, type SenderDns, type SenderIdentities } from '../../shared/content/sender-dns.ts';
import { sendersOf } from '../../shared/content/senders.ts';
import type { Release } from '../../shared/workspace/workspace.ts';
import { logger } from '../runtime/logger.ts';
import type { notice } from '../runtime/notices.ts';

export interface SenderPorts {
  readonly releases: { active(): Promise<Release> };
  /** Null where nothing is looked up: the local run, whose mail never leaves the machine. */
  readonly dns: SenderDns | null;
  readonly identities: SenderIdentities;
  /** Tells an operator. */
  readonly tell: typeof notice;
}

/**
 * Looks up SPF, DKIM and DMARC of the domains that the active workspace sends from (P-87), and tells an operator what is wrong. What
 * nobody answers for is logged only: a name server that is slow is no reason to wake anybody. Gives how many domains have faults.
 */
export async function reviewSenders({ releases, dns, identities, tell }: SenderPorts): Promise<number> {
  const { number, content } = await releases.active();
  if (dns === null || number === 0) return 0;
  let wrong = 0;
  for (const domain of new Set(sendersOf(content.settings).map((sender) => sender.domain))) {
    const { faults, unread } = await checkSender(dns, identities, domain);
    if (unread.length > 0) logger.warn('not answered for', { domain, unread });
    if (faults.length === 0) continue;
    wrong += 1;
    tell('sender-not-authenticated', { domain, faults: faults.map(({ fault, at }) => `${fault} ${at}`).join(', ') });
  }
  return wrong;
}
