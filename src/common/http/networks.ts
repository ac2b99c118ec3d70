import type { NetworkRule, Principal } from '../database/principal.js';
import { DomainError } from '../errors.js';
import { isWithin } from '../networks/network-set.js';

/** The practice is entered from its own networks only, and this request comes from none of them. */
export class NetworkRefused extends DomainError {
  readonly code = 'access.network_refused';
  override readonly status = 403;

  /** @param address the caller's own, as we see it, so that whoever keeps the list can be told it */
  constructor(address: string | null) {
    super('Your practice is opened from its own networks only, and you are on another. Use its network or VPN, or ask an administrator.', {
      address,
    });
  }
}

/** The key is bound to networks, and this request comes from none of them. */
export class ForeignNetwork extends DomainError {
  readonly code = 'access.foreign_network';
  override readonly status = 403;

  constructor() {
    super('This key is bound to networks that this request does not come from.');
  }
}

/** What a practice's rule makes of an address. */
export type NetworkVerdict = 'admitted' | 'would_refuse' | 'refused';

/** Judges an address by a practice's rule: for whoever has no principal yet, as at sign-in. */
export function judgeNetwork({ mode, networks }: NetworkRule, address: string | null): NetworkVerdict {
  if (mode === 'off' || isWithin(address, networks)) return 'admitted';
  return mode === 'enforced' ? 'refused' : 'would_refuse';
}

/**
 * Refuses whoever comes from outside the practice's networks, then a key that is used outside its own. Every way to tenant rows that
 * a request takes passes here, before anything it may or may not do: routes, and whatever else opens a grant for a caller.
 * Returns whether a dry run would have refused it, which is for the caller to note.
 *
 * @param address of {@link originOf}; null, when no address is known, lies in no network
 * @throws NetworkRefused, ForeignNetwork
 */
export function assertNetwork(
  { networkRule, networks }: Pick<Principal, 'networkRule' | 'networks'>,
  address: string | null,
): Exclude<NetworkVerdict, 'refused'> {
  const verdict = judgeNetwork(networkRule, address);
  if (verdict === 'refused') throw new NetworkRefused(address);
  assertKeyNetwork(networks, address);
  return verdict;
}

/** Refuses a key outside the networks it is bound to, whatever the practice's own list says. @throws ForeignNetwork */
export function assertKeyNetwork(networks: readonly string[], address: string | null): void {
  if (networks.length > 0 && !isWithin(address, networks)) throw new ForeignNetwork();
}
