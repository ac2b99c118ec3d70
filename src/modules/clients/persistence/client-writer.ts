import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { Statement } from '../../../common/database/statement.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { ClientCardValues, ClientDetailValues, ClientStatus } from '../domain/client.js';
import type { ConsentValues } from '../domain/consents.js';
import type { IdentifierValues } from '../domain/identifiers.js';
import type { RelationshipValues } from '../domain/relationships.js';
import { contactLookups, identifierLookup, insertLookups } from './lookups.js';
import { ClientSealed, ConsentSealed, IdentifierSealed, RelationshipSealed, codec } from './sealed-rows.js';
import { appendDeltas, toSearchEntry } from './search-delta.js';

/** A client to be stored, its values checked by the domain; every id is minted by the caller. */
export interface NewClient {
  readonly id: string;
  readonly fileNumber: string;
  readonly status: ClientStatus;
  readonly teamId: string | null;
  readonly practitionerId: string | null;
  readonly lastActivityAt: Date;
  readonly createdAt: Date;
  /** For status `archived`; when absent there, the last activity. Ignored otherwise. */
  readonly archivedAt: Date | null;
  readonly card: ClientCardValues;
  readonly details: ClientDetailValues;
  readonly identifiers: readonly NewIdentifier[];
  /** To clients that are stored already or in the same call. */
  readonly relationships: readonly NewRelationship[];
  readonly consents: readonly NewConsent[];
}

/** An identifier to be stored. */
export interface NewIdentifier extends IdentifierValues {
  readonly id: string;
}

/** A relationship to be stored on the client that it is told of. */
export interface NewRelationship extends RelationshipValues {
  readonly id: string;
}

/** A consent to be stored. */
export interface NewConsent extends ConsentValues {
  readonly id: string;
}

const BATCH = 500;

/**
 * Stores many clients: seals their values, writes the blind indexes of their contacts and identifiers, and tells
 * search. Puts nothing on record and raises nothing: the caller says what act this is.
 * @throws whatever PostgreSQL refuses: a taken file number (23505), a foreign team or member (23503), a client outside
 *   the caller's scope (42501). Nothing of the transaction then stands.
 */
export async function insertClients(tx: TenantTransaction, keyring: OrgKeyring, clients: readonly NewClient[]): Promise<void> {
  // The next batch is sealed while PostgreSQL stores the one before.
  let stored: Promise<void> = Promise.resolve();
  for (let at = 0; at < clients.length; at += BATCH) {
    const batch = clients.slice(at, at + BATCH);
    const statements = [clientRows(keyring, batch), ...rowsBeside(keyring, batch)];
    await stored;
    stored = sendAll(tx, statements);
    // It may fail before anybody waits for it: whoever awaits it below hears of it all the same.
    stored.catch(() => undefined);
    // Lets the statements leave before the next batch keeps the thread busy.
    await new Promise(setImmediate);
  }
  await stored;
  for (let at = 0; at < clients.length; at += BATCH) {
    const rows = clients.slice(at, at + BATCH).flatMap((client) => client.relationships.map((values) => ({ clientId: client.id, values })));
    if (rows.length > 0) await sendAll(tx, [insertRelationships(keyring, rows)]);
  }
}

/** Stores identifiers of clients; lookups are the caller's to add with `identifierLookup`. */
export function insertIdentifiers(keyring: OrgKeyring, rows: readonly { clientId: string; values: NewIdentifier }[]): Statement {
  return {
    name: 'client-identifiers-insert',
    text: `insert into app.client_identifier (org_id, id, client_id, kind, sealed)
           select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bytea[])`,
    values: [
      keyring.orgId,
      rows.map(({ values }) => values.id),
      rows.map(({ clientId }) => clientId),
      rows.map(({ values }) => values.kind),
      rows.map(({ values }) => sealIdentifier(keyring, values.id, values)),
    ],
  };
}

/** Seals an identifier for its row. */
export function sealIdentifier(keyring: OrgKeyring, id: string, { value, country, issuedBy, expiresOn, note }: IdentifierValues): Buffer {
  return codec.seal(keyring, IdentifierSealed, id, { value, country, issuedBy, expiresOn, note })['sealed']!;
}

/** Stores relationships of clients. */
export function insertRelationships(keyring: OrgKeyring, rows: readonly { clientId: string; values: NewRelationship }[]): Statement {
  return {
    name: 'client-relationships-insert',
    text: `insert into app.client_relationship (org_id, id, client_id, other_client_id, sealed)
           select $1, * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bytea[])`,
    values: [
      keyring.orgId,
      rows.map(({ values }) => values.id),
      rows.map(({ clientId }) => clientId),
      rows.map(({ values }) => values.otherClientId),
      rows.map(
        ({ values: { id, kind, otherName, note, since } }) =>
          codec.seal(keyring, RelationshipSealed, id, { kind, otherName, note, since })['sealed']!,
      ),
    ],
  };
}

/** Stores consents of clients. */
export function insertConsents(keyring: OrgKeyring, rows: readonly { clientId: string; values: NewConsent }[]): Statement {
  return {
    name: 'client-consents-insert',
    text: `insert into app.client_consent (org_id, id, client_id, kind, given_on, withdrawn_on, sealed)
           select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::date[], $7::bytea[])`,
    values: [
      keyring.orgId,
      rows.map(({ values }) => values.id),
      rows.map(({ clientId }) => clientId),
      rows.map(({ values }) => values.kind),
      rows.map(({ values }) => values.givenOn),
      rows.map(({ values }) => values.withdrawnOn),
      rows.map(({ values: { id, method, note } }) => codec.seal(keyring, ConsentSealed, id, { method, note })['sealed']!),
    ],
  };
}

function clientRows(keyring: OrgKeyring, clients: readonly NewClient[]): Statement {
  const sealed = clients.map(({ id, card, details }) => codec.seal(keyring, ClientSealed, id, { ...card, ...details }));
  return {
    name: 'clients-insert',
    text: `insert into app.client (org_id, id, file_number, status, team_id, practitioner_id, last_activity_at, created_at, archived_at, card, details)
           select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::timestamptz[], $8::timestamptz[],
                                    $9::timestamptz[], $10::bytea[], $11::bytea[])`,
    values: [
      keyring.orgId,
      clients.map(({ id }) => id),
      clients.map(({ fileNumber }) => fileNumber),
      clients.map(({ status }) => status),
      clients.map(({ teamId }) => teamId),
      clients.map(({ practitionerId }) => practitionerId),
      clients.map(({ lastActivityAt }) => lastActivityAt.toISOString()),
      clients.map(({ createdAt }) => createdAt.toISOString()),
      clients.map(({ status, archivedAt, lastActivityAt }) =>
        status === 'archived' ? (archivedAt ?? lastActivityAt).toISOString() : null,
      ),
      sealed.map(({ card }) => card!),
      sealed.map(({ details }) => details!),
    ],
  };
}

function rowsBeside(keyring: OrgKeyring, clients: readonly NewClient[]): Statement[] {
  const identifiers = clients.flatMap((client) => client.identifiers.map((values) => ({ clientId: client.id, values })));
  const consents = clients.flatMap((client) => client.consents.map((values) => ({ clientId: client.id, values })));
  const lookups = [
    ...clients.flatMap((client) => contactLookups(keyring, client.id, client.details)),
    ...identifiers.map(({ clientId, values }) => identifierLookup(keyring, clientId, values.id, values.value)),
  ];
  const statements = [
    appendDeltas(
      keyring,
      clients.map((client) => ({ clientId: client.id, entry: toSearchEntry(client) })),
    ),
  ];
  if (identifiers.length > 0) statements.push(insertIdentifiers(keyring, identifiers));
  if (lookups.length > 0) statements.push(insertLookups(keyring.orgId, lookups));
  if (consents.length > 0) statements.push(insertConsents(keyring, consents));
  return statements;
}

async function sendAll(tx: TenantTransaction, statements: readonly Statement[]): Promise<void> {
  await Promise.all(statements.map((statement) => tx.execute(statement)));
}
