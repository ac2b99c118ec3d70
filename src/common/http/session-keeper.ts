import type { GrantToken } from '../database/grant-token.js';
import type { Principal } from '../database/principal.js';
import type { DomainError } from '../errors.js';

/** What the edge asks of the identity context. */
export interface SessionKeeper {
  /** Why a token opens nothing any more, as the error to answer with. */
  whyEnded(token: GrantToken): Promise<DomainError>;
  /** Notes that a session was used; writes at most once a minute. Never rejects. */
  touch(principal: Principal): void;
  /** Name of the session cookie. */
  readonly cookieName: string;
}

/** Injection token of the {@link SessionKeeper}; the identity context provides it. */
export const SESSION_KEEPER = Symbol('SessionKeeper');
