import { BlockList, isIPv4 } from 'node:net';
import type { Principal } from '../database/principal.js';
import { DomainError } from '../errors.js';

/** The key is bound to networks, and this request comes from none of them. */
export class ForeignNetwork extends DomainError {
  readonly code = 'access.foreign_network';
  override readonly status = 403;

  constructor() {
    super('This key is bound to networks that this request does not come from.');
  }
}

/** Refuses a key that is used outside the networks it is bound to. @throws ForeignNetwork */
export function assertNetwork({ networks }: Pick<Principal, 'networks'>, address: string): void {
  if (networks.length > 0 && !isWithin(address, networks)) throw new ForeignNetwork();
}

/** Whether an address lies in one of these networks (CIDR, IPv4 or IPv6; an IPv4 address may come mapped into IPv6). */
export function isWithin(address: string, networks: readonly string[]): boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [base, bits] = network.split('/') as [string, string | undefined];
    const family = isIPv4(base) ? 'ipv4' : 'ipv6';
    list.addSubnet(base, Number(bits ?? (family === 'ipv4' ? 32 : 128)), family);
  }
  const plain = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
  return list.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
}
