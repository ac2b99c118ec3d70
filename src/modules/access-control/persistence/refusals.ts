import { registerRefusal } from '../../../common/database/database.errors.js';
import { NotFound, type DomainError } from '../../../common/errors.js';
import { AdministratorsOnly } from '../../../common/http/access.js';
import {
  AboveOwnAccess,
  ActNotPermitted,
  KeyLifeRefused,
  LastAdministrator,
  LastOwner,
  NamesNobody,
  OwnersOnly,
  PrivateRecordsLeft,
  RestrictionsDiffer,
  TeamCycle,
  TooManyKeys,
} from '../domain/access.errors.js';

/** What the database refuses by a SQLSTATE of ours (migrations 8 and 9), as the error that callers handle. */
const REFUSALS: Record<string, new () => DomainError> = {
  IB001: AboveOwnAccess,
  IB002: LastOwner,
  IB003: LastAdministrator,
  IB004: TeamCycle,
  IB005: AdministratorsOnly,
  IB006: OwnersOnly,
  IB007: ActNotPermitted,
  IB008: NotFound,
  IB009: NamesNobody,
  IB010: PrivateRecordsLeft,
  IB011: TooManyKeys,
  IB012: KeyLifeRefused,
  IB013: RestrictionsDiffer,
};

for (const [state, Refusal] of Object.entries(REFUSALS)) registerRefusal(state, () => new Refusal());
