import { parseAddress } from './address.js';
import { holdsAddress, readNetwork, type Network } from './network.js';

/** So many distinct lists are kept parsed; a process meets one for each practice and key that has one. */
const MOST = 1_000;
const parsed = new Map<string, readonly Network[]>();

/**
 * Whether an address lies in one of these networks. What is no address lies in none; a network that cannot be read holds nothing.
 * Lists are parsed once, not once a request.
 */
export function isWithin(address: string | null, networks: readonly string[]): boolean {
  const found = address === null ? undefined : parseAddress(address);
  return found !== undefined && listOf(networks).some((network) => holdsAddress(network, found));
}

function listOf(networks: readonly string[]): readonly Network[] {
  const key = networks.join(' ');
  const known = parsed.get(key);
  if (known) return known;
  const list = networks.map(readNetwork).filter((network) => 'family' in network);
  if (parsed.size >= MOST) parsed.delete(parsed.keys().next().value!);
  parsed.set(key, list);
  return list;
}
