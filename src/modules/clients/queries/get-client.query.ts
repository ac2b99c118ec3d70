import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { AuditEntry } from '../../../common/database/audit-entry.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import type { ClientDetailValues } from '../domain/client.js';
import { displayName } from '../domain/client.js';
import type { ConsentKind } from '../domain/consents.js';
import { maskIdentifier, type IdentifierKind } from '../domain/identifiers.js';
import { inverseRelationship, type RelationshipKind } from '../domain/relationships.js';
import { findRow, openClient } from '../persistence/client.repository.js';
import { consentRows, identifierRows, openConsent, openIdentifier } from '../persistence/client-parts.repository.js';
import { RelationshipSealed, codec } from '../persistence/sealed-rows.js';
import { openCardValues, toCard, type ClientCard } from './client-card.js';
import { openingRows, openingsOf } from './identifier-openings.query.js';

/** An identifier as a page shows it before somebody opens it. */
export interface IdentifierLine {
  id: string;
  kind: IdentifierKind;
  masked: string;
  country: string | null;
  issuedBy: string | null;
  expiresOn: string | null;
  note: string | null;
  keyVersion: number;
  openedCount: number;
}

/** What somebody else is to this client, from whichever file it was noted on. */
export interface RelationshipLine {
  id: string;
  kind: RelationshipKind;
  /** Null for somebody outside, or a client that the caller may not see. */
  otherClientId: string | null;
  otherName: string | null;
  note: string | null;
  since: string | null;
}

/** A consent with its history. */
export interface ConsentLine {
  id: string;
  kind: ConsentKind;
  givenOn: string;
  method: string;
  withdrawnOn: string | null;
  note: string | null;
}

/** Everything that a client's page shows. */
export interface ClientDetail extends ClientCard {
  details: ClientDetailValues;
  identifiers: IdentifierLine[];
  relationships: RelationshipLine[];
  consents: ConsentLine[];
  keyVersion: number;
  createdAt: string;
  archivedAt: string | null;
  mergedIntoId: string | null;
}

interface RelationshipRow {
  id: string;
  own: boolean;
  sealed: Buffer;
  otherId: string | null;
  otherCard: Buffer | null;
}

/** Of a client's page only the number of openings is shown: above this many, the latest are counted. */
const OPENINGS_COUNTED = 200;

/** What opening a client shows, as it stands on record. */
const SHOWN = ['card', 'details', 'identifiers', 'relationships', 'consents'] as const;

/** Opens a client's page and puts that on record. @throws NotFound */
export async function readClient(tx: TenantTransaction, id: string): Promise<ClientDetail> {
  return clientDetail(tx, id, { action: 'read', fields: SHOWN });
}

/** The page of a client after an act on it. The act's entry names the other clients whose names the page shows. @throws NotFound */
export async function clientDetail(
  tx: TenantTransaction,
  id: string,
  act: Pick<AuditEntry, 'action' | 'fields' | 'detail'>,
): Promise<ClientDetail> {
  // All of these leave at once; row security answers each.
  const parts = Promise.all([
    findRow(tx, id),
    identifierRows(tx, [id]),
    relationshipRows(tx, id),
    consentRows(tx, id),
    openingRows(tx, id, OPENINGS_COUNTED),
  ]);
  const [row, identifiers, relationships, consents, openings] = await parts;
  if (!row) throw new NotFound();
  const keyring = await tx.keyring();
  const client = openClient(keyring, row);
  const openedCounts = openingsOf(keyring, openings).byIdentifier;
  const around = relationships.map((relationship) => openRelationship(keyring, relationship));
  const recordIds = [...new Set(around.flatMap(({ otherClientId }) => otherClientId ?? []))];
  tx.audit({ ...act, subject: { kind: 'client', id }, recordIds });
  return {
    ...toCard(row, client.card),
    details: client.details,
    identifiers: identifiers.map((sealed) => {
      const { value, kind, country, issuedBy, expiresOn, note, keyVersion } = openIdentifier(keyring, sealed);
      const openedCount = openedCounts.get(sealed.id)?.length ?? 0;
      return { id: sealed.id, kind, masked: maskIdentifier(value), country, issuedBy, expiresOn, note, keyVersion, openedCount };
    }),
    relationships: around,
    consents: consents.map((sealed) => {
      const { id: consentId, kind, givenOn, method, withdrawnOn, note } = openConsent(keyring, sealed);
      return { id: consentId, kind, givenOn, method, withdrawnOn, note };
    }),
    keyVersion: client.keyVersion,
    createdAt: client.createdAt.toISOString(),
    archivedAt: client.archivedAt?.toISOString() ?? null,
    mergedIntoId: client.mergedIntoId,
  };
}

async function relationshipRows(tx: TenantTransaction, id: string): Promise<RelationshipRow[]> {
  return tx.query<RelationshipRow>({
    name: 'client-relationships',
    text: `select r.id, r.own, r.sealed, o.id as "otherId", o.card as "otherCard"
             from (select id, true as own, sealed, other_client_id as other, created_at from app.client_relationship where client_id = $1
                   union all
                   select id, false, sealed, client_id, created_at from app.client_relationship where other_client_id = $1) r
             left join app.client o on o.id = r.other
            order by r.created_at, r.id`,
    values: [id],
  });
}

function openRelationship(keyring: OrgKeyring, { id, own, sealed, otherId, otherCard }: RelationshipRow): RelationshipLine {
  const { kind, otherName, note, since } = codec.open(keyring, RelationshipSealed, id, { sealed });
  const other = otherId !== null && otherCard !== null ? displayName(openCardValues(keyring, otherId, otherCard).legalName) : otherName;
  return { id, kind: own ? kind : inverseRelationship(kind), otherClientId: otherId, otherName: other, note, since };
}
