/**
 * Every code this folder throws.
 *
 * - `crypto.seal_broken`: a sealed value, a wrapped key or a key's commitment is not what was sealed at this place;
 *   it was moved, changed or cut short. Never retried, always worth an alert.
 * - `crypto.key_version_refused`: the value was sealed under a version that rotation has since refused.
 * - `crypto.key_version_busy`: a version cannot be refused yet, another process may still be writing under it.
 * - `crypto.key_unavailable`: the key cannot be had now (disabled, throttled, timed out, missing, handle ended).
 */
export type CryptoErrorCode = 'crypto.seal_broken' | 'crypto.key_version_refused' | 'crypto.key_version_busy' | 'crypto.key_unavailable';

/** Base of the errors of sealing: a stable code, and whether the same call may succeed later. Holds no sealed value. */
export abstract class CryptoError extends Error {
  abstract readonly code: CryptoErrorCode;

  constructor(
    message: string,
    readonly retryable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The bytes do not open at this place: moved, changed, truncated, or wrapped for somebody else. */
export class SealBroken extends CryptoError {
  readonly code = 'crypto.seal_broken';

  constructor(what = 'A sealed value does not open at this place.', options?: ErrorOptions) {
    super(what, false, options);
  }
}

/** The value was sealed under a key version that is refused for good. */
export class KeyVersionRefused extends CryptoError {
  readonly code = 'crypto.key_version_refused';

  constructor(readonly version: number) {
    super(`Key version ${version} is refused.`, false);
  }
}

/** The version was replaced so recently that another process may still seal under it; refuse it after `readyAt`. */
export class KeyVersionBusy extends CryptoError {
  readonly code = 'crypto.key_version_busy';

  constructor(
    readonly version: number,
    readonly readyAt: Date,
  ) {
    super(`Key version ${version} can be refused from ${readyAt.toISOString()}.`, true);
  }
}

/** Why a key could not be had. */
export type KeyUnavailableReason =
  | 'disabled'
  | 'denied'
  | 'not_found'
  | 'throttled'
  | 'timeout'
  | 'unreachable'
  | 'unreadable'
  | 'other_root_key'
  | 'handle_ended'
  | 'newer_version';

const PASSING: ReadonlySet<KeyUnavailableReason> = new Set(['throttled', 'timeout', 'unreachable', 'handle_ended', 'newer_version']);

/** The organisation's key cannot be had now. `retryable` tells a passing trouble from one that an operator must end. */
export class KeyUnavailable extends CryptoError {
  readonly code = 'crypto.key_unavailable';

  constructor(
    readonly reason: KeyUnavailableReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, PASSING.has(reason), options);
  }
}
