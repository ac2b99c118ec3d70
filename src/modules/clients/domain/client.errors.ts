import { DomainError, InvalidInput } from '../../../common/errors.js';
import type { FieldError } from '../../../common/errors.js';

/** Every code this context refuses with. Closed: the interface and the API document list them all. */
export type ClientErrorCode =
  | 'clients.changed_meanwhile' // somebody else stored a newer version first
  | 'clients.already_archived' // archive of an archived client
  | 'clients.not_archived' // restore of a client that is not archived
  | 'clients.already_deceased' // marked deceased twice
  | 'clients.merged_away' // the client was merged into another and can no longer change
  | 'clients.merge_with_itself' // both sides of a merge are the same client
  | 'clients.merge_of_different_kinds' // a person with an entity
  | 'clients.invalid' // values refused, field by field
  | 'clients.identifier_not_found'
  | 'clients.relationship_not_found'
  | 'clients.consent_not_found'
  | 'clients.consent_already_withdrawn'
  | 'clients.import_not_found'
  | 'clients.import_not_possible_now'; // the import's state does not allow this step

/** Base of every refusal of this context; `data` holds ids and versions only. */
export abstract class ClientError extends DomainError {
  abstract override readonly code: ClientErrorCode;
}

/** A newer version was stored since the caller read the client. */
export class ClientChangedMeanwhile extends ClientError {
  readonly code = 'clients.changed_meanwhile';
  constructor(readonly currentVersion: number) {
    super('Somebody changed this client in the meantime.', { currentVersion });
  }
}

/** Archive of a client that is archived. */
export class ClientAlreadyArchived extends ClientError {
  readonly code = 'clients.already_archived';
  constructor() {
    super('This client is archived already.');
  }
}

/** Restore of a client that is not archived. */
export class ClientNotArchived extends ClientError {
  readonly code = 'clients.not_archived';
  constructor() {
    super('This client is not archived.');
  }
}

/** A client is marked deceased once. */
export class ClientAlreadyDeceased extends ClientError {
  readonly code = 'clients.already_deceased';
  constructor() {
    super('This client is marked as deceased already.');
  }
}

/** The client lives on in another one; `data.mergedIntoId` says which. */
export class ClientMergedAway extends ClientError {
  readonly code = 'clients.merged_away';
  constructor(mergedIntoId: string) {
    super('This client was merged into another one. Open that one instead.', { mergedIntoId });
  }
}

/** A client cannot be its own duplicate. */
export class ClientMergeWithItself extends ClientError {
  readonly code = 'clients.merge_with_itself';
  constructor() {
    super('Choose two different clients to merge.');
  }
}

/** A person and an entity are never duplicates of each other. */
export class ClientMergeOfDifferentKinds extends ClientError {
  readonly code = 'clients.merge_of_different_kinds';
  constructor() {
    super('A person and an entity cannot be merged.');
  }
}

/** Values refused: `fieldErrors` names every one of them at once. */
export class ClientInvalid extends InvalidInput {
  override readonly code: ClientErrorCode = 'clients.invalid';
  constructor(fieldErrors: FieldError[]) {
    super(fieldErrors);
  }
}

/** No such identifier on this client. */
export class IdentifierNotFound extends ClientError {
  readonly code = 'clients.identifier_not_found';
  override readonly status = 404;
  constructor() {
    super('There is no such identifier on this client.');
  }
}

/** No such relationship on this client. */
export class RelationshipNotFound extends ClientError {
  readonly code = 'clients.relationship_not_found';
  override readonly status = 404;
  constructor() {
    super('There is no such relationship on this client.');
  }
}

/** No such consent on this client. */
export class ConsentNotFound extends ClientError {
  readonly code = 'clients.consent_not_found';
  override readonly status = 404;
  constructor() {
    super('There is no such consent on this client.');
  }
}

/** A consent ends once; a new one is a new record. */
export class ConsentAlreadyWithdrawn extends ClientError {
  readonly code = 'clients.consent_already_withdrawn';
  constructor() {
    super('This consent was withdrawn already.');
  }
}

/** No such import for this member. */
export class ImportNotFound extends ClientError {
  readonly code = 'clients.import_not_found';
  override readonly status = 404;
  constructor() {
    super('There is no such import.');
  }
}

/** The import's state does not allow this step; `data.state` says what it is. */
export class ImportNotPossibleNow extends ClientError {
  readonly code = 'clients.import_not_possible_now';
  constructor(state: string) {
    super('The import cannot do this now.', { state });
  }
}
