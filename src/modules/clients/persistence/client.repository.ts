import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import type { ClientCardValues, ClientDetailValues, ClientStatus } from '../domain/client.js';
import { sameValue } from '../domain/client.js';
import { ClientChangedMeanwhile } from '../domain/client.errors.js';
import { contactLookups, deleteLookups, insertLookups } from './lookups.js';
import { ClientSealed, codec } from './sealed-rows.js';
import { appendDeltas, toSearchEntry } from './search-delta.js';

/** A client as stored, opened. */
export interface StoredClient {
  readonly id: string;
  readonly fileNumber: string;
  readonly status: ClientStatus;
  readonly teamId: string | null;
  readonly practitionerId: string | null;
  readonly lastActivityAt: Date;
  readonly createdAt: Date;
  readonly archivedAt: Date | null;
  /** What the status was when the client was archived; null outside the archive. */
  readonly statusBeforeArchive: ClientStatus | null;
  readonly mergedIntoId: string | null;
  readonly version: number;
  readonly card: ClientCardValues;
  readonly details: ClientDetailValues;
  /** Version of the key that the card is sealed under. */
  readonly keyVersion: number;
}

/** The row of a client, card and details still sealed. */
export interface ClientRow extends Omit<StoredClient, 'card' | 'details' | 'keyVersion'> {
  readonly card: Buffer;
  readonly details: Buffer;
}

/** Opens a row's card and details. */
export function openClient(keyring: OrgKeyring, row: ClientRow): StoredClient {
  return { ...row, ...openBoth(keyring, row), keyVersion: row.card.readUInt16BE(1) };
}

/** The row of one client, or undefined when there is none that the caller may see. Sent at once. */
export async function findRow(tx: TenantTransaction, id: string): Promise<ClientRow | undefined> {
  const [row] = await tx.query<ClientRow>({
    name: 'client-get',
    text: `select id, file_number as "fileNumber", status, team_id as "teamId", practitioner_id as "practitionerId",
                  last_activity_at as "lastActivityAt", created_at as "createdAt", archived_at as "archivedAt",
                  status_before_archive as "statusBeforeArchive", merged_into_id as "mergedIntoId", version, card, details
             from app.client where id = $1`,
    values: [id],
  });
  return row;
}

/**
 * Clients by id, locked against other changes until the transaction ends, always in the order of their ids so that two
 * such calls never wait for each other. Those that the caller may not see are left out.
 */
export async function lockClients(tx: TenantTransaction, keyring: OrgKeyring, ids: readonly string[]): Promise<Map<string, StoredClient>> {
  const rows = await tx.query<ClientRow>({
    name: 'clients-lock',
    text: `select id, file_number as "fileNumber", status, team_id as "teamId", practitioner_id as "practitionerId",
                  last_activity_at as "lastActivityAt", created_at as "createdAt", archived_at as "archivedAt",
                  status_before_archive as "statusBeforeArchive", merged_into_id as "mergedIntoId", version, card, details
             from app.client where id = any($1::uuid[]) order by id for update`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, openClient(keyring, row)]));
}

/** One client, locked. @throws NotFound */
export async function lockClient(tx: TenantTransaction, keyring: OrgKeyring, id: string): Promise<StoredClient> {
  const found = (await lockClients(tx, keyring, [id])).get(id);
  if (!found) throw new NotFound();
  return found;
}

/**
 * Stores a changed client when nobody stored a newer version than `before`, keeps its blind indexes and search in step,
 * and answers it with its new version.
 * @throws ClientChangedMeanwhile, NotFound
 */
export async function storeClient(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  before: StoredClient,
  after: StoredClient,
): Promise<StoredClient> {
  // What is sealed is written only when it changes: archiving and restoring need no switch for changing.
  const same = before.card === after.card && before.details === after.details;
  const sealed = same ? undefined : codec.seal(keyring, ClientSealed, after.id, { ...after.card, ...after.details });
  const stored = tx.execute({
    name: 'client-update',
    text: `update app.client set status = $3, team_id = $4, practitioner_id = $5, last_activity_at = $6, archived_at = $7,
                  status_before_archive = $8, merged_into_id = $9, version = version + 1, card = coalesce($10, card), details = coalesce($11, details)
            where id = $1 and version = $2`,
    values: [
      after.id,
      before.version,
      after.status,
      after.teamId,
      after.practitionerId,
      after.lastActivityAt.toISOString(),
      after.archivedAt?.toISOString() ?? null,
      after.statusBeforeArchive,
      after.mergedIntoId,
      sealed?.['card'] ?? null,
      sealed?.['details'] ?? null,
    ],
  });
  if ((await stored) === 0) throw await whyNotStored(tx, before.id);
  await Promise.all([tellSearch(tx, keyring, [after]), keepContactLookups(tx, keyring, before, after)]);
  return { ...after, version: before.version + 1, keyVersion: same ? before.keyVersion : keyring.currentVersion };
}

/** Moves a locked client to the top of "newest activity first" after something beside it changed. */
export async function touchClient(tx: TenantTransaction, keyring: OrgKeyring, client: StoredClient, at: Date): Promise<void> {
  const lastActivityAt = at > client.lastActivityAt ? at : client.lastActivityAt;
  const touched = tx.execute({
    name: 'client-touch',
    text: 'update app.client set last_activity_at = $2 where id = $1',
    values: [client.id, lastActivityAt.toISOString()],
  });
  await Promise.all([touched, tellSearch(tx, keyring, [{ ...client, lastActivityAt }])]);
}

/** Tells search of clients whose rows were changed earlier in this transaction; merged ones leave it. */
export async function tellSearch(tx: TenantTransaction, keyring: OrgKeyring, clients: readonly StoredClient[]): Promise<void> {
  const deltas = clients.map((client) => ({ clientId: client.id, entry: client.mergedIntoId === null ? toSearchEntry(client) : null }));
  await tx.execute(appendDeltas(keyring, deltas));
}

async function keepContactLookups(tx: TenantTransaction, keyring: OrgKeyring, before: StoredClient, after: StoredClient): Promise<void> {
  const gone = after.mergedIntoId !== null;
  if (!gone && sameValue(before.details.emails, after.details.emails) && sameValue(before.details.phones, after.details.phones)) return;
  const rows = gone ? [] : contactLookups(keyring, after.id, after.details);
  const removed = tx.execute(deleteLookups(after.id, after.id));
  await Promise.all([removed, rows.length > 0 ? tx.execute(insertLookups(keyring.orgId, rows)) : undefined]);
}

async function whyNotStored(tx: TenantTransaction, id: string): Promise<Error> {
  const [row] = await tx.query<{ version: number }>({
    name: 'client-version',
    text: 'select version from app.client where id = $1',
    values: [id],
  });
  return row ? new ClientChangedMeanwhile(row.version) : new NotFound();
}

function openBoth(keyring: OrgKeyring, row: ClientRow): { card: ClientCardValues; details: ClientDetailValues } {
  const { kind, legalName, preferredName, formerNames, dateOfBirth, ...details } = codec.open(keyring, ClientSealed, row.id, {
    card: row.card,
    details: row.details,
  });
  return { card: { kind, legalName, preferredName, formerNames, dateOfBirth }, details };
}
