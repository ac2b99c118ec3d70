import { isIPv4, isIPv6 } from 'node:net';

/** An address as it is compared: IPv4 or IPv6, as one number. */
export interface Address {
  family: 4 | 6;
  /** The one way it is written here: dotted for IPv4, RFC 5952 for IPv6. */
  text: string;
  bits: bigint;
}

const MAPPED = 0xffffn;

/** Width of an address in bits. */
export const WIDTH = { 4: 32, 6: 128 } as const;

/**
 * An address of a text, or undefined for anything else. An IPv4 address that came mapped into IPv6 (`::ffff:192.0.2.1`, in either
 * spelling) is that IPv4 address: a server that listens on both sees every IPv4 caller so. A zone (`%eth0`) is this machine's business.
 */
export function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return v4(text);
  const bare = text.replace(/%.*$/s, '');
  if (!isIPv6(bare)) return undefined;
  // The URL parser writes IPv6 the one canonical way (RFC 5952), dotted endings included.
  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const bits = bitsOfV6(canonical);
  return bits >> 32n === MAPPED ? v4(dotted(bits & 0xffffffffn)) : { family: 6, text: canonical, bits };
}

/** The text of an address from its bits. */
export function addressText(family: 4 | 6, bits: bigint): string {
  if (family === 4) return dotted(bits);
  const groups = Array.from({ length: 8 }, (_group, index) => ((bits >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function v4(text: string): Address {
  return { family: 4, text, bits: text.split('.').reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) };
}

function dotted(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join('.');
}

function bitsOfV6(canonical: string): bigint {
  const [head, tail] = canonical.split('::') as [string, string | undefined];
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const [front, back] = [groups(head), groups(tail)];
  const all = [...front, ...Array.from({ length: 8 - front.length - back.length }, () => '0'), ...back];
  return all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}
