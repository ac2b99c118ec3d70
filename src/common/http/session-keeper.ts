import type { GrantToken } from '../database/grant-token.js';
import type { ModuleName, Principal } from '../database/principal.js';
import type { DomainError } from '../errors.js';

/** What the edge asks of the identity context. */
export interface SessionKeeper {
  /** Why a token opens nothing any more, as the error to answer with. */
  whyEnded(token: GrantToken): Promise<DomainError>;
  /** Notes that a session or key was used, and which module; writes at most once a minute. Never rejects. */
  touch(principal: Principal, module: ModuleName | null): void;
  /** Name of the session cookie. */
  readonly cookieName: string;
  /** Name of the cookie of a view: what a member sees, looked at by an administrator. */
  readonly viewCookieName: string;
}

/** Injection token of the {@link SessionKeeper}; the identity context provides it. */
export const SESSION_KEEPER = Symbol('SessionKeeper');
