/** An IP address as a number with its width; v4 and v6 never compare. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

const V4 = /^\d+\.\d+\.\d+\.\d+$/;
const V6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;
const MAPPED_V4 = 0xffffn;

/** Reads an IPv4 or IPv6 address; null for any other text. An IPv4 address mapped into IPv6 is the IPv4 address. */
export function parseAddress(text: string): Address | null {
  if (V4.test(text)) return parseV4(text);
  return text.length <= 39 && V6.test(text) ? parseV6(text) : null;
}

export function sameAddress(one: Address | null, other: Address | null): boolean {
  return one !== null && other !== null && one.bits === other.bits && one.value === other.value;
}

function parseV4(text: string): Address | null {
  const bytes = text.split('.').map(Number);
  if (bytes.some((byte) => byte > 255)) return null;
  return { bits: 32, value: bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n) };
}

function parseV6(text: string): Address | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...(tail ?? [])];
  if (!groups.every((group) => GROUP.test(group))) return null;
  const value = groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
  return value >> 32n === MAPPED_V4 ? { bits: 32, value: value & 0xffffffffn } : { bits: 128, value };
}
