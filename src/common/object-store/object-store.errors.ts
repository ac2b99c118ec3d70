import { DomainError, Unavailable } from '../errors.js';

/** A row names an object that the store does not have. Whoever asked decides what that means to people. */
export class ObjectMissing extends DomainError {
  readonly code = 'store.object_missing';
  override readonly status = 410;

  constructor() {
    super('The content is not where it was stored.');
  }
}

/** The store does not answer, or not in time. Nothing was lost. */
export class StoreUnavailable extends Unavailable {
  override readonly code = 'service.store_unavailable';

  constructor(options?: { cause: unknown }) {
    super('The store of files is out of reach for the moment. Nothing was lost; try again shortly.');
    if (options) this.cause = options.cause;
  }
}

/** The store has no room left. */
export class StoreFull extends DomainError {
  readonly code = 'service.store_full';
  override readonly status = 507;

  constructor() {
    super('There is no room left for files. What had arrived is kept; tell whoever runs Ironbark.');
  }
}

/** The store is not one that files may be entrusted to; the process does not start. The message says what is wrong. */
export class StoreRefused extends Error {}
