import { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { ConsentKind, ConsentValues } from '../domain/consents.js';
import type { IdentifierKind, IdentifierValues } from '../domain/identifiers.js';
import { ConsentSealed, IdentifierSealed, codec } from './sealed-rows.js';

/** An identifier as stored, opened. */
export interface StoredIdentifier extends IdentifierValues {
  readonly id: string;
  readonly clientId: string;
  readonly keyVersion: number;
}

/** A consent as stored, opened. */
export interface StoredConsent extends ConsentValues {
  readonly id: string;
}

interface IdentifierRow {
  id: string;
  clientId: string;
  kind: IdentifierKind;
  sealed: Buffer;
}

interface ConsentRow {
  id: string;
  kind: ConsentKind;
  givenOn: string;
  withdrawnOn: string | null;
  sealed: Buffer;
}

/** The identifiers of clients, still sealed, oldest first. Sent at once. */
export async function identifierRows(tx: TenantTransaction, clientIds: readonly string[]): Promise<IdentifierRow[]> {
  return tx.query<IdentifierRow>({
    name: 'client-identifiers',
    text: `select id, client_id as "clientId", kind, sealed from app.client_identifier where client_id = any($1::uuid[]) order by created_at, id`,
    values: [clientIds],
  });
}

/** One identifier of a client, or undefined. */
export async function findIdentifier(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  clientId: string,
  id: string,
): Promise<StoredIdentifier | undefined> {
  const [row] = await tx.query<IdentifierRow>({
    name: 'client-identifier',
    text: `select id, client_id as "clientId", kind, sealed from app.client_identifier where id = $1 and client_id = $2`,
    values: [id, clientId],
  });
  return row && openIdentifier(keyring, row);
}

/** Opens an identifier's row. */
export function openIdentifier(keyring: OrgKeyring, { id, clientId, kind, sealed }: IdentifierRow): StoredIdentifier {
  const { value, country, issuedBy, expiresOn, note } = codec.open(keyring, IdentifierSealed, id, { sealed });
  return { id, clientId, kind, value, country, issuedBy, expiresOn, note, keyVersion: OrgKeyring.versionOf(sealed) };
}

/** The consents of a client, still sealed, latest first. Sent at once. */
export async function consentRows(tx: TenantTransaction, clientId: string): Promise<ConsentRow[]> {
  return tx.query<ConsentRow>({
    name: 'client-consents',
    text: `select id, kind, given_on::text as "givenOn", withdrawn_on::text as "withdrawnOn", sealed
             from app.client_consent where client_id = $1 order by given_on desc, id desc`,
    values: [clientId],
  });
}

/** Opens a consent's row. */
export function openConsent(keyring: OrgKeyring, { id, kind, givenOn, withdrawnOn, sealed }: ConsentRow): StoredConsent {
  return { id, kind, givenOn, withdrawnOn, ...codec.open(keyring, ConsentSealed, id, { sealed }) };
}
