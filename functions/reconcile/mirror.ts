import type { AddressBook } from '../../shared/consent/address-book.ts';
import { addressHmac } from '../../shared/consent/address-hmac.ts';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import { type Instant, SECOND } from '../../shared/kernel/instants.ts';
import type { SesSuppressionList } from '../../shared/outbound/suppression-list.ses.ts';
import { inParallel } from '../runtime/in-parallel.ts';

export interface MirrorPorts {
  readonly list: SesSuppressionList;
  readonly addresses: Pick<AddressBook, 'suppress'>;
  readonly keys: MacKeys;
  /** Waits so many ms. */
  readonly pause: (ms: number) => Promise<void>;
}

/** SES takes one call a second on its list (P-79). */
const BETWEEN_PAGES = 1.1 * SECOND;
const WIDTH = 16;

/**
 * Writes what SES suppressed since an instant (null: all) into our address rows, under their HMACs; gives how many. Between
 * pages it waits: nothing stands behind this daily job, and a queue with a delay for each page would cost more than the second
 * that is paid here. 15 minutes are enough for 700,000 addresses.
 */
export async function mirrorSuppressions(ports: MirrorPorts, since: Instant | null): Promise<number> {
  let mirrored = 0;
  for (let from: string | null = null, first = true; first || from !== null; first = false) {
    if (!first) await ports.pause(BETWEEN_PAGES);
    const { addresses, next } = await ports.list.page(since, from);
    await inParallel(addresses, WIDTH, async ({ email, reason, since: at }) => {
      await ports.addresses.suppress(await addressHmac(ports.keys, email), reason, at);
    });
    mirrored += addresses.length;
    from = next;
  }
  return mirrored;
}
