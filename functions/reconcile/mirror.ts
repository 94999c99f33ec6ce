import type { AddressBook } from '../../shared/consent/address-book.ts';
import { addressHmac } from '../../shared/consent/address-hmac.ts';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import type { SesSuppressionList } from '../../shared/outbound/suppression-list.ses.ts';
import { inParallel } from '../runtime/in-parallel.ts';

export interface MirrorPorts {
  /** Waits for its turn by itself: SES takes one call a second (P-79). */
  readonly list: SesSuppressionList;
  readonly addresses: Pick<AddressBook, 'suppress'>;
  readonly keys: MacKeys;
}

const WIDTH = 16;

/**
 * Writes what SES suppressed since an instant (null: all) into our address rows, under their HMACs; gives how many. A queue with a
 * delay for each page would cost more than the second that each page waits here. 15 minutes are enough for 700,000 addresses.
 */
export async function mirrorSuppressions(ports: MirrorPorts, since: Instant | null): Promise<number> {
  let mirrored = 0;
  for (let from: string | null | undefined; from !== null; ) {
    const { addresses, next } = await ports.list.page(since, from ?? null);
    await inParallel(addresses, WIDTH, async ({ email, reason, since: at }) => {
      await ports.addresses.suppress(await addressHmac(ports.keys, email), reason, at);
    });
    mirrored += addresses.length;
    from = next;
  }
  return mirrored;
}
