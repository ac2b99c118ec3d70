import { addressText, parseAddress } from './address.js';

/**
 * The network that an address counts for where attempts are limited: an IPv4 address by itself, of IPv6 the /64 that one
 * household or host has to itself. Whoever has no address (a proxy wrote something else) shares one place with all the others.
 */
export function countedNetwork(address: string | null): string {
  const parsed = parseAddress(address ?? '');
  if (!parsed) return 'unknown';
  return parsed.family === 4 ? `${parsed.text}/32` : `${addressText(6, (parsed.bits >> 64n) << 64n)}/64`;
}
