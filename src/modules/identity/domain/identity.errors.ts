import { DomainError } from '../../../common/errors.js';

/** The link or its request is spent, replaced, expired or was never there: one answer for all of them. */
export class LinkDead extends DomainError {
  readonly code = 'identity.link_dead';
  override readonly status = 410;

  constructor() {
    super('This link no longer works. Links live ten minutes, work once, and a newer one replaces them.');
  }
}

/** The typed code is not the one that was shown. */
export class CodeWrong extends DomainError {
  readonly code = 'identity.code_wrong';
  override readonly status = 401;

  constructor(attemptsLeft: number) {
    super('That code is not right.', { attemptsLeft });
  }
}

/** Why a session is over, told to the browser that still holds its token. */
export type SessionEndCode =
  | 'identity.session_expired'
  | 'identity.session_idle'
  | 'identity.session_superseded'
  | 'identity.signed_out'
  | 'identity.access_suspended'
  | 'identity.session_below_policy'
  | 'identity.account_locked';

const SENTENCES: Record<SessionEndCode, string> = {
  'identity.session_expired': 'Sessions last 24 hours. Sign in again to go on.',
  'identity.session_idle': 'Nothing happened here for a while, so the session ended. Sign in again to go on.',
  'identity.session_superseded': 'You signed in somewhere else. One session is active at a time, so this one ended.',
  'identity.signed_out': 'You signed out.',
  'identity.access_suspended': 'Your access to this practice was suspended.',
  'identity.account_locked': 'This account was locked because somebody else had used it. An administrator of your practice can unlock it.',
  'identity.session_below_policy': 'Your practice now asks for a stronger sign-in. Sign in again to go on.',
};

/** The session behind the token has ended. */
export class SessionEnded extends DomainError {
  override readonly status = 401;

  constructor(
    readonly code: SessionEndCode,
    endedAt: Date | null,
  ) {
    super(SENTENCES[code], endedAt ? { endedAt: endedAt.toISOString() } : {});
  }
}

/**
 * The practice takes sessions from its own identity provider only, and this way in is another. Said to whoever has
 * proved the account already, so it tells nobody else anything.
 */
export class SingleSignOnRequired extends DomainError {
  readonly code = 'identity.single_sign_on_required';
  override readonly status = 403;

  constructor(
    readonly accountId?: string,
    connectionId?: string,
  ) {
    super('Your practice asks everybody to sign in through its own identity provider.', connectionId === undefined ? {} : { connectionId });
  }
}

/** A session that an identity provider opened does not change what opens this account elsewhere. */
export class AccountElsewhere extends DomainError {
  readonly code = 'identity.account_elsewhere';
  override readonly status = 403;

  constructor() {
    super('This account belongs to another practice as well. Sign in there to see or change its security.');
  }
}

/** The step between a link and a session is over: spent, too old, or too often wrong. One answer for all of them. */
export class StepOver extends DomainError {
  readonly code = 'identity.step_over';
  override readonly status = 410;

  constructor() {
    super('This sign-in has ended. Ask for a new link.');
  }
}

/** The proof is not right: a wrong or used code, or a passkey that is not this account's. */
export class FactorWrong extends DomainError {
  readonly code = 'identity.factor_wrong';
  override readonly status = 401;

  constructor(attemptsLeft: number) {
    super('That did not match.', { attemptsLeft });
  }
}

/** Codes rest after too many wrong ones; passkeys go on. */
export class CodesRest extends DomainError {
  readonly code = 'identity.codes_rest';
  override readonly status = 429;

  /** @param retryAfter seconds */
  constructor(retryAfter: number) {
    super('Too many wrong codes for this account. Use a passkey, or try again later.', { retryAfter });
  }
}

/** A door was tried too often: with this address, from this browser or from this network. Which of them is not said. */
export class TooManyAttempts extends DomainError {
  readonly code = 'identity.too_many_attempts';
  override readonly status = 429;

  /** @param retryAfter seconds */
  constructor(retryAfter: number) {
    super('That was tried too often. Wait a little and try again.', { retryAfter });
  }
}

/** There is nothing to unlock. */
export class NotLocked extends DomainError {
  readonly code = 'identity.not_locked';

  constructor() {
    super('This account is not locked.');
  }
}

/** The account is not this practice's alone. */
export class UnlockNotHere extends DomainError {
  readonly code = 'identity.unlock_not_here';

  constructor() {
    super('Their account is used in another practice as well, so it can’t be unlocked from here. Ask whoever runs Ironbark.');
  }
}

/** The practice asks for a factor and this is the last that would do. */
export class LastFactor extends DomainError {
  readonly code = 'identity.last_factor';

  constructor() {
    super('Your practice asks for a second factor, and this is your last. Add another first.');
  }
}

/** The last passkey of somebody who is named for break-glass. */
export class GlassPasskey extends DomainError {
  readonly code = 'identity.glass_passkey';

  constructor() {
    super('You are named for break-glass, and this passkey is your way in. Add another first, or have somebody else named.');
  }
}

/** An account holds ten factors at most. */
export class TooManyFactors extends DomainError {
  readonly code = 'identity.too_many_factors';

  constructor() {
    super('An account has ten factors at most. Remove one first.');
  }
}

/** The browser's answer about a passkey does not hold: another page, another challenge, no check of the user, or known already. */
export class PasskeyRefused extends DomainError {
  readonly code = 'identity.passkey_refused';
  override readonly status = 400;

  constructor() {
    super('This passkey could not be added. Try again, or use another.');
  }
}

/** There is nothing to reset. */
export class NoFactors extends DomainError {
  readonly code = 'identity.no_factors';

  constructor() {
    super('This person has no second factor.');
  }
}

/** The account is not this practice's alone, or not one that it may reset. */
export class ResetNotHere extends DomainError {
  readonly code = 'identity.reset_not_here';

  constructor() {
    super('Their second factors can’t be reset from here. They can use a recovery code, or ask whoever runs Ironbark.');
  }
}

/** The way through a provider is over: spent, too old, begun in another browser, or refused there. */
export class ProviderFlowOver extends DomainError {
  readonly code = 'identity.provider_flow_over';
  override readonly status = 410;

  constructor() {
    super('This sign-in has ended. Begin again.');
  }
}

/** The provider's account is linked to another account here. */
export class ProviderTaken extends DomainError {
  readonly code = 'identity.provider_taken';

  constructor() {
    super('This account is linked to somebody else here already.');
  }
}

/** One account of each provider at a time. */
export class ProviderLinked extends DomainError {
  readonly code = 'identity.provider_linked';

  constructor() {
    super('Another account of this provider is linked already. Unlink it first.');
  }
}

/** The provider does not answer, or not as it should. */
export class ProviderUnavailable extends DomainError {
  readonly code = 'identity.provider_unavailable';
  override readonly status = 503;

  constructor() {
    super('The provider could not be reached. Sign in by mail, or try again later.');
  }
}
