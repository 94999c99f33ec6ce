import type { ReadOperator } from '../leaf.ts';
import { parseAddress } from './addresses.ts';

const BLOCK = /^([^/]+)\/\+?(\d{1,3})$/;

/** `{"cidr": "10.0.0.0/24"}`, IPv4 (mask 0 to 31) or IPv6 (mask 0 to 127). One address alone is written as a plain string. */
export const readCidr: ReadOperator = (operand, at, report) => {
  const [, text, mask] = (typeof operand === 'string' && BLOCK.exec(operand)) || [];
  const base = text === undefined ? null : parseAddress(text);
  if (!base) {
    report(at, '`cidr` takes one string, an IP address and a mask: "10.0.0.0/24" or "2001:db8::/32".');
    return null;
  }
  const fixed = Number(mask);
  if (fixed >= base.bits) {
    report(at, `The mask is at most ${base.bits - 1}; one address alone is written as a plain string.`);
    return null;
  }
  const free = BigInt(base.bits - fixed);
  const block = base.value >> free;
  return {
    asks: 'value',
    test: (value) => {
      const address = typeof value === 'string' ? parseAddress(value) : null;
      return address !== null && address.bits === base.bits && address.value >> free === block;
    },
  };
};
