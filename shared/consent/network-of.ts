import { parseAddress } from '../pattern/operators/addresses.ts';

/** Where a sign-up came from, as far as it is counted (P-35): texts that name a source and the network around it. */
interface Visitor {
  /** An IPv4 address; of IPv6 the /64, which one household or server has for itself. */
  readonly source: string;
  /** The /24 of IPv4, the /48 of IPv6. */
  readonly network: string;
}

const LOOPBACK_V4 = 127n;

/**
 * The source and network of an IP address. Null for text that is none and for loopback: that is this very machine, whose
 * visitors are all the same one; behind the gateway nobody comes from there.
 */
export function visitorOf(ip: string | null): Visitor | null {
  const address = ip === null ? null : parseAddress(ip);
  if (address === null) return null;
  const { bits, value } = address;
  if (bits === 32 ? value >> 24n === LOOPBACK_V4 : value === 1n) return null;
  const within = (length: number) => `${bits}/${length}/${(value >> BigInt(bits - length)).toString(16)}`;
  return bits === 32 ? { source: within(32), network: within(24) } : { source: within(64), network: within(48) };
}
