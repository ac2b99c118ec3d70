import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { ClientCardValues, ClientKind, ClientStatus, PersonName } from '../domain/client.js';
import { displayName } from '../domain/client.js';
import { ClientSealed, codec } from '../persistence/sealed-rows.js';

/** Where a search found its text. */
export interface ClientMatch {
  field: 'name' | 'preferred' | 'former' | 'email' | 'phone' | 'identifier' | 'file_number';
  /** A typo was forgiven. */
  fuzzy: boolean;
}

/** What a list shows of a client. */
export interface ClientCard {
  id: string;
  fileNumber: string;
  kind: ClientKind;
  displayName: string;
  legalName: PersonName;
  preferredName: string | null;
  formerNames: readonly PersonName[];
  dateOfBirth: string | null;
  status: ClientStatus;
  teamId: string | null;
  practitionerId: string | null;
  lastActivityAt: string;
  version: number;
  match?: ClientMatch;
}

/** A row of a list, its card still sealed. */
export interface ClientCardRow {
  id: string;
  fileNumber: string;
  status: ClientStatus;
  teamId: string | null;
  practitionerId: string | null;
  lastActivityAt: Date;
  version: number;
  card: Buffer;
}

/** The card of a row whose sealed values are open. */
export function toCard(row: Omit<ClientCardRow, 'card'>, values: ClientCardValues): ClientCard {
  return {
    id: row.id,
    fileNumber: row.fileNumber,
    kind: values.kind,
    displayName: displayName(values.legalName),
    legalName: values.legalName,
    preferredName: values.preferredName,
    formerNames: values.formerNames,
    dateOfBirth: values.dateOfBirth,
    status: row.status,
    teamId: row.teamId,
    practitionerId: row.practitionerId,
    lastActivityAt: row.lastActivityAt.toISOString(),
    version: row.version,
  };
}

/** Opens the card of a row. */
export function openCard(keyring: OrgKeyring, row: ClientCardRow): ClientCard {
  return toCard(row, openCardValues(keyring, row.id, row.card));
}

/** Opens a sealed card. */
export function openCardValues(keyring: OrgKeyring, id: string, card: Buffer): ClientCardValues {
  return codec.openSome(keyring, ClientSealed, id, { card }) as ClientCardValues;
}
