import type { FieldError } from '../errors.js';
import { addressText, parseAddress, WIDTH, type Address } from './address.js';

/** A range of addresses (CIDR, RFC 4632 and RFC 4291). */
export interface Network {
  family: 4 | 6;
  /** The one way it is written here, as PostgreSQL writes a `cidr`. */
  text: string;
  first: bigint;
  /** Length of the prefix, in bits. */
  length: number;
}

/** Why a text is not taken as a network. */
export type NetworkFault =
  | { code: 'malformed' }
  /** It names more than its prefix; the network that it lies in is offered. */
  | { code: 'host_bits'; meant: string }
  /** It is everything there is, and so no limit at all. */
  | { code: 'everything' };

/** Reads a network. An address alone is a network of one; one that is mapped into IPv6 counts as IPv4. */
export function readNetwork(text: string): Network | NetworkFault {
  const [base = '', prefix, more] = text.trim().split('/');
  const address = base.includes('%') ? undefined : parseAddress(base);
  if (!address || more !== undefined || (prefix !== undefined && !/^(0|[1-9]\d{0,2})$/.test(prefix))) return { code: 'malformed' };
  const width = WIDTH[address.family];
  const length = prefix === undefined ? width : Number(prefix) - (base.includes(':') && address.family === 4 ? 96 : 0);
  if (length > width) return { code: 'malformed' };
  if (length === 0) return { code: 'everything' };
  // A mapped address with a shorter prefix than the mapping itself: the mapping's own bits stand outside it.
  if (length < 0) return { code: 'host_bits', meant: `${address.text}/32` };
  const rest = BigInt(width - length);
  const first = (address.bits >> rest) << rest;
  const written = `${addressText(address.family, first)}/${length}`;
  if (first !== address.bits) return { code: 'host_bits', meant: written };
  return { family: address.family, text: written, first, length };
}

/** Whether an address lies in a network. */
export function holdsAddress(network: Network, address: Address): boolean {
  if (network.family !== address.family) return false;
  const rest = BigInt(WIDTH[network.family] - network.length);
  return address.bits >> rest === network.first >> rest;
}

/** Whether a network lies in another, or is the same. */
export function holdsNetwork(outer: Network, inner: Network): boolean {
  if (outer.length > inner.length) return false;
  return holdsAddress(outer, { family: inner.family, text: inner.text, bits: inner.first });
}

/**
 * Reads a list, in its order. Each entry that cannot be taken is named with one error: what it is not, or which entry before it it repeats.
 * @param at names the field of an entry, from its place in the list.
 */
export function readNetworks(texts: readonly string[], at: (index: number) => string): { networks: Network[]; errors: FieldError[] } {
  const networks: Network[] = [];
  const errors: FieldError[] = [];
  texts.forEach((text, index) => {
    const read = readNetwork(text);
    if ('code' in read) {
      errors.push({ field: at(index), code: read.code, message: sentence(text.trim(), read) });
      return;
    }
    const other = networks.find((known) => holdsNetwork(known, read) || holdsNetwork(read, known));
    if (other) errors.push(repeats(at(index), read, other));
    else networks.push(read);
  });
  return { networks, errors };
}

function sentence(text: string, fault: NetworkFault): string {
  if (fault.code === 'everything') return `${text} is every address there is, so it would limit nothing.`;
  if (fault.code === 'host_bits') return `${text} has bits set beyond its prefix. Write the network as ${fault.meant}.`;
  return `${text === '' ? 'An empty entry' : text} is not a network. Write it as CIDR, such as 203.0.113.0/24 or 2001:db8::/32.`;
}

function repeats(field: string, entry: Network, other: Network): FieldError {
  if (entry.text === other.text) return { field, code: 'duplicate', message: `${entry.text} is in the list twice.` };
  const [inner, outer] = holdsNetwork(other, entry) ? [entry, other] : [other, entry];
  return { field, code: 'overlap', message: `${inner.text} lies inside ${outer.text}. Keep one of them.` };
}
