/**
 * What a caller did wrong, or what cannot be done now. Carries a stable code and safe data: never personal data.
 * One filter maps the code to a status and a problem document (RFC 9457); people read a sentence from a catalogue.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  /** HTTP status that the code maps to. */
  readonly status: number = 409;
  /** Ids that the request named and its caller may not see: put on record with the refusal, never sent. */
  refusedIds: readonly string[] = [];

  constructor(
    message: string,
    readonly data: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = new.target.name;
  }

  /** This error, with the ids that it refused. */
  about(ids: readonly string[]): this {
    this.refusedIds = [...new Set([...this.refusedIds, ...ids])];
    return this;
  }
}

/** One refused field: where, which rule (stable code), and what to do about it. */
export interface FieldError {
  field: string;
  code: string;
  message: string;
}

/** Input refused as a whole, with every refused field at once. */
export class InvalidInput extends DomainError {
  readonly code: string = 'request.invalid';
  override readonly status: number = 400;

  constructor(
    readonly fieldErrors: FieldError[],
    message = 'Some fields are not valid.',
  ) {
    super(message);
  }
}

/** A cursor that no page of the list gave out. */
export function badCursor(): InvalidInput {
  return new InvalidInput([
    { field: 'cursor', code: 'malformed', message: 'Take the cursor from the page before, unchanged, with the same order.' },
  ]);
}

/** The thing does not exist, or it belongs to somebody else: the same answer for both. */
export class NotFound extends DomainError {
  readonly code: string = 'request.not_found';
  override readonly status: number = 404;

  constructor() {
    super('There is nothing here, or it is not yours to see.');
  }
}

/** A dependency is out of reach for now; nothing was written. */
export class Unavailable extends DomainError {
  readonly code: string = 'service.unavailable';
  override readonly status: number = 503;
}
