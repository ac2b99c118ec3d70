import { DomainError } from '../../../common/errors.js';

/** An empty list would let nobody in. */
export class NoNetworks extends DomainError {
  readonly code = 'organisations.no_networks';
  override readonly status = 422;

  constructor() {
    super('An empty list cannot be enforced: nobody could get in. Add a network first.');
  }
}

/** The list does not hold the caller's own address: they would be the first to be refused. */
export class NetworkLocksYouOut extends DomainError {
  readonly code = 'organisations.network_locks_you_out';

  /** @param address the caller's, as we see it; null when none is known */
  constructor(address: string | null) {
    super(
      address === null
        ? 'Your own address is not known here, so no network covers it and your next request would be refused. Say that you mean it, or change the list.'
        : `You are at ${address}, which no network of the list covers: your next request would be refused. Say that you mean it, or change the list.`,
      { address },
    );
  }
}

/** Somebody else changed the list since it was read. */
export class NetworksChanged extends DomainError {
  readonly code = 'organisations.networks_changed';

  constructor() {
    super('Somebody else changed the list meanwhile. Look at it again before you change it.');
  }
}
