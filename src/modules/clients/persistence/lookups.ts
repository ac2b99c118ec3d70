import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { Statement } from '../../../common/database/statement.js';
import type { ClientDetailValues } from '../domain/client.js';
import { emailKey } from '../domain/contacts.js';
import { identifierKey } from '../domain/identifiers.js';

/** What can be looked up exactly. Only values of high entropy: never names, dates or choices (DESIGN 6). */
export type LookupKind = 'email' | 'phone' | 'identifier';

/** One row of `app.client_lookup`. */
export interface LookupRow {
  blind: Buffer;
  clientId: string;
  kind: LookupKind;
  /** Identifier id, or the client's own id for a contact. */
  sourceId: string;
}

/** The rows by which a client's e-mail addresses and phone numbers (stored in E.164, the form they are looked up by) are found. */
export function contactLookups(
  keyring: OrgKeyring,
  clientId: string,
  { emails, phones }: Pick<ClientDetailValues, 'emails' | 'phones'>,
): LookupRow[] {
  const emailKeys = new Set(emails.map(({ value }) => emailKey(value)));
  const phoneKeys = new Set(phones.map(({ value }) => value));
  return [
    ...[...emailKeys].map((key) => ({ blind: keyring.blindIndex('email', key), clientId, kind: 'email' as const, sourceId: clientId })),
    ...[...phoneKeys].map((key) => ({ blind: keyring.blindIndex('phone', key), clientId, kind: 'phone' as const, sourceId: clientId })),
  ];
}

/** The row by which an identifier is found, whatever its kind. */
export function identifierLookup(keyring: OrgKeyring, clientId: string, identifierId: string, value: string): LookupRow {
  return { blind: keyring.blindIndex('identifier', identifierKey(value)), clientId, kind: 'identifier', sourceId: identifierId };
}

/** Inserts lookup rows. */
export function insertLookups(orgId: string, rows: readonly LookupRow[]): Statement {
  return {
    name: 'client-lookups-insert',
    text: `insert into app.client_lookup (org_id, blind, client_id, kind, source_id)
           select $1, * from unnest($2::bytea[], $3::uuid[], $4::text[], $5::uuid[])`,
    values: [
      orgId,
      rows.map((row) => row.blind),
      rows.map((row) => row.clientId),
      rows.map((row) => row.kind),
      rows.map((row) => row.sourceId),
    ],
  };
}

/** Removes the lookup rows of one source of a client: its contacts (the client's own id) or one identifier. */
export function deleteLookups(clientId: string, sourceId: string): Statement {
  return {
    name: 'client-lookups-delete',
    text: 'delete from app.client_lookup where client_id = $1 and source_id = $2',
    values: [clientId, sourceId],
  };
}

/** Every index a text may stand under, one for each key version that still opens. */
export function blindCandidates(keyring: OrgKeyring, kind: LookupKind, key: string): Buffer[] {
  return keyring.versions.map((version) => keyring.blindIndex(kind, key, version));
}
