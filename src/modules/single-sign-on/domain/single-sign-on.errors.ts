import { DomainError, InvalidInput } from '../../../common/errors.js';
import type { Reason } from './connection.js';

/** The way to the provider and back is spent, too old, another browser's, or was never begun: one answer for all of them. */
export class SignOnEnded extends DomainError {
  readonly code = 'single_sign_on.ended';
  override readonly status = 410;

  constructor() {
    super('This sign-in has ended. Start again.');
  }
}

/** Whatever the reason: the practice finds it on its own record, whoever stands at the door does not. */
export class SignOnRefused extends DomainError {
  readonly code = 'single_sign_on.refused';
  override readonly status = 403;

  constructor() {
    super('Your practice’s identity provider did not let you in here. Ask an administrator of your practice.');
  }
}

/** The provider is out of reach, or its answer did not hold. */
export class ProviderFailed extends DomainError {
  readonly code = 'single_sign_on.provider_failed';
  override readonly status = 502;

  constructor(
    readonly reason: Reason,
    /** For whoever sets the connection up; never for whoever stands at the door. */
    readonly hint: string | null = null,
  ) {
    super('Your practice’s identity provider could not be reached, or its answer was not valid. Try again shortly.');
  }
}

/** A logout token that does not hold, or that was taken before (OpenID Connect Back-Channel Logout 1.0, 2.8). */
export class LogoutRefused extends DomainError {
  readonly code = 'single_sign_on.logout_refused';
  override readonly status = 400;

  constructor() {
    super('This logout token is not valid.');
  }
}

/** Everybody can have an address there. */
export class DomainForAnybody extends InvalidInput {
  constructor() {
    super([{ field: 'domain', code: 'for_anybody', message: 'Anybody can have an address there. Use a domain of your own.' }]);
  }
}

/** Another practice proved the domain first. */
export class DomainTaken extends DomainError {
  readonly code = 'single_sign_on.domain_taken';

  constructor() {
    super('Another practice has verified this domain. Ask whoever runs Ironbark if it is yours.');
  }
}

/** A practice claims fifty domains at most. */
export class TooManyDomains extends DomainError {
  readonly code = 'single_sign_on.too_many_domains';

  constructor() {
    super('A practice claims fifty domains at most. Remove one first.');
  }
}

/** Each connection is looked after for as long as it is there. */
export class TooManyConnections extends DomainError {
  readonly code = 'single_sign_on.too_many_connections';

  constructor() {
    super('A practice keeps ten connections at most. Remove one first.');
  }
}

/** The last verified domain stays while a connection is on. */
export class LastDomain extends DomainError {
  readonly code = 'single_sign_on.last_domain';

  constructor() {
    super('This is the last verified domain, and single sign-on is on. Turn it off first.');
  }
}

/** The connection is not at the stage that this asks for. */
export class WrongStage extends DomainError {
  readonly code = 'single_sign_on.wrong_stage';

  constructor() {
    super('The connection is not at that stage. Load the page again to see where it stands.');
  }
}

/** No domain of the practice is verified. */
export class NoVerifiedDomain extends DomainError {
  readonly code = 'single_sign_on.no_verified_domain';

  constructor() {
    super('Verify a domain first: a connection speaks only for addresses of your own domains.');
  }
}

/** Nobody who is not an owner opens an owner's account by setting up a provider. */
export class OwnerConfirms extends DomainError {
  readonly code = 'single_sign_on.owner_confirms';

  constructor() {
    super('An owner of the practice has to confirm this connection first.');
  }
}

/** Whoever requires a connection has to have come in by it. */
export class ComeInFirst extends DomainError {
  readonly code = 'single_sign_on.come_in_first';

  constructor() {
    super('Sign in through this connection yourself first, so that you know that it lets you in.');
  }
}

/** The connection does not know its provider yet. */
export class NotSetUp extends DomainError {
  readonly code = 'single_sign_on.not_set_up';

  constructor() {
    super('Enter what your identity provider gave you first.');
  }
}

/** Somebody changed it meanwhile. */
export class ConnectionChanged extends DomainError {
  readonly code = 'single_sign_on.changed_meanwhile';

  constructor() {
    super('Somebody changed this connection meanwhile. Load the page again.');
  }
}

/** What a tested connection calls its provider does not change: everybody it knows, it knows by that. */
export class ProviderFixed extends DomainError {
  readonly code = 'single_sign_on.provider_fixed';

  constructor() {
    super('A connection stays with its provider. Make a new connection for another one.');
  }
}
