import { DomainError } from '../errors.js';

/** More requests than the address, key or practice may make; says when to come again. */
export class TooManyRequests extends DomainError {
  readonly code = 'request.too_many';
  override readonly status = 429;

  /** @param retryAfter seconds */
  constructor(retryAfter: number) {
    super('Too many requests. Wait a little and try again.', { retryAfter });
  }
}
