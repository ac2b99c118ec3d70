import { DomainError } from '../../../common/errors.js';

/** Somebody tried to give, or to look through, more than they hold themselves. */
export class AboveOwnAccess extends DomainError {
  readonly code = 'access.above_own';
  override readonly status = 403;

  constructor() {
    super('Nobody gives more access than they hold. Ask somebody who holds it.');
  }
}

/** The practice would be left without an owner. */
export class LastOwner extends DomainError {
  readonly code = 'access.last_owner';

  constructor() {
    super('This is the last owner. Make somebody else an owner first.');
  }
}

/** The practice would be left without an administrator. */
export class LastAdministrator extends DomainError {
  readonly code = 'access.last_administrator';

  constructor() {
    super('This is the last administrator. Make somebody else an administrator first.');
  }
}

/** A team would stand below itself. */
export class TeamCycle extends DomainError {
  readonly code = 'access.team_cycle';
  override readonly status = 422;

  constructor() {
    super('A team cannot stand under itself or under a team below it.');
  }
}

/** An administrator tried to change an owner, or to make one. */
export class OwnersOnly extends DomainError {
  readonly code = 'access.owners_only';
  override readonly status = 403;

  constructor() {
    super('Only an owner changes an owner or makes one.');
  }
}

/** The switch for this act is off, whatever the path. */
export class ActNotPermitted extends DomainError {
  readonly code = 'access.not_permitted';
  override readonly status = 403;

  constructor() {
    super('Your access lets you look at this but not do this to it. An administrator can change that.');
  }
}

/** A private record has to name somebody who can open it. */
export class NamesNobody extends DomainError {
  readonly code = 'access.names_nobody';
  override readonly status = 422;

  constructor() {
    super('A private record names at least one active member of the practice, and nobody else.');
  }
}

/** Private records would be left that nobody can open. */
export class PrivateRecordsLeft extends DomainError {
  readonly code = 'access.private_records_left';

  constructor() {
    super('This member is the only one named on a private record. Name somebody else there first.');
  }
}

/** A merge would show a restricted record to members who are kept from it. */
export class RestrictionsDiffer extends DomainError {
  readonly code = 'access.restrictions_differ';

  constructor() {
    super('Members who may not see one of these clients would see it through the other. An administrator can restrict both alike first.');
  }
}

/** A service account has two live keys, enough to change from one to the next. */
export class TooManyKeys extends DomainError {
  readonly code = 'access.too_many_keys';

  constructor() {
    super('A service account has two live keys at most. Revoke one first.');
  }
}

/** A key without an end, or with one too far away or past. */
export class KeyLifeRefused extends DomainError {
  readonly code = 'access.key_life';
  override readonly status = 422;

  constructor() {
    super('A key expires: choose a time from now to a year ahead.');
  }
}
