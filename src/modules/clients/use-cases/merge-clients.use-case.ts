import type { Clock } from '../../../common/clock/clock.js';
import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { changedFields } from '../domain/client.js';
import { mergeClients } from '../domain/client-merge.js';
import { ClientChangedMeanwhile, ClientMergeWithItself } from '../domain/client.errors.js';
import { identifierKey } from '../domain/identifiers.js';
import { raiseClientEvent } from '../persistence/client-events.js';
import { lockClients, storeClient, type StoredClient } from '../persistence/client.repository.js';
import { consentRows, identifierRows, openConsent, openIdentifier } from '../persistence/client-parts.repository.js';
import { dropRepeatedRelationships, moveParts } from '../persistence/move-parts.js';
import { clientDetail, type ClientDetail } from '../queries/get-client.query.js';

/** The client to keep and its duplicate, each with the version that the caller saw. */
export interface MergeClientsCommand {
  version: number;
  duplicateId: string;
  duplicateVersion: number;
}

/** Merges a duplicate into the client to keep: everything moves, the duplicate is archived and points to it. */
export class MergeClients {
  constructor(private readonly clock: Clock) {}

  /** @throws NotFound, ClientChangedMeanwhile, and what `mergeClients` of the domain refuses */
  async execute(tx: TenantTransaction, id: string, { version, duplicateId, duplicateVersion }: MergeClientsCommand): Promise<ClientDetail> {
    if (id === duplicateId) throw new ClientMergeWithItself();
    const keyring = await tx.keyring();
    const found = await lockClients(tx, keyring, [id, duplicateId]);
    const missing = [id, duplicateId].filter((one) => !found.has(one));
    if (missing.length > 0) throw new NotFound().about(missing);
    const [kept, duplicate] = [at(found.get(id)!, version), at(found.get(duplicateId)!, duplicateVersion)];
    const now = this.clock.now();
    const outcome = mergeClients(sideOf(kept), sideOf(duplicate), now);
    const after = await storeClient(tx, keyring, kept, {
      ...kept,
      card: outcome.kept.card,
      details: outcome.kept.details,
      lastActivityAt: now,
    });
    await storeClient(tx, keyring, duplicate, {
      ...duplicate,
      status: 'archived',
      statusBeforeArchive: duplicate.statusBeforeArchive ?? duplicate.status,
      archivedAt: duplicate.archivedAt ?? now,
      mergedIntoId: id,
      lastActivityAt: now,
    });
    const repeated = {
      identifiers: await repeatedIdentifiers(tx, keyring, id, duplicateId),
      consents: await repeatedConsents(tx, keyring, id, duplicateId),
    };
    await moveParts(tx, duplicateId, id, repeated);
    await dropRepeatedRelationships(tx, keyring, id);
    const fields = [
      ...changedFields(kept.card, after.card),
      ...changedFields(kept.details, after.details),
      'identifiers',
      'relationships',
      'consents',
    ];
    tx.audit({
      action: 'merged-away',
      subject: { kind: 'client', id: duplicateId },
      fields: ['status', 'mergedIntoId'],
      detail: { otherClientId: id },
    });
    raiseClientEvent(tx, { type: 'clients.clients_merged.v1', clientId: id, duplicateId, version: after.version });
    return clientDetail(tx, id, { action: 'merge', fields, detail: { otherClientId: duplicateId } });
  }
}

function at(client: StoredClient, version: number): StoredClient {
  if (client.version !== version) throw new ClientChangedMeanwhile(client.version);
  return client;
}

function sideOf(client: StoredClient): Parameters<typeof mergeClients>[0] {
  return { standing: client, card: client.card, details: client.details };
}

/** Identifiers of the duplicate that the kept client has as well: the same kind, number and country. */
async function repeatedIdentifiers(tx: TenantTransaction, keyring: OrgKeyring, keptId: string, duplicateId: string): Promise<string[]> {
  const identifiers = (await identifierRows(tx, [keptId, duplicateId])).map((row) => openIdentifier(keyring, row));
  const same = ({ kind, value, country }: (typeof identifiers)[number]): string => [kind, identifierKey(value), country ?? ''].join(' ');
  const held = new Set(identifiers.filter(({ clientId }) => clientId === keptId).map(same));
  return identifiers.filter((identifier) => identifier.clientId === duplicateId && held.has(same(identifier))).map(({ id }) => id);
}

/** Consents of the duplicate that the kept client gave as well: the same kind, days and way. */
async function repeatedConsents(tx: TenantTransaction, keyring: OrgKeyring, keptId: string, duplicateId: string): Promise<string[]> {
  const [kept, others] = await Promise.all([consentRows(tx, keptId), consentRows(tx, duplicateId)]);
  const said = (row: (typeof kept)[number]): string => {
    const { kind, givenOn, withdrawnOn, method } = openConsent(keyring, row);
    return [kind, givenOn, withdrawnOn ?? '', method].join(' ');
  };
  const held = new Set(kept.map(said));
  return others.filter((row) => held.has(said(row))).map(({ id }) => id);
}
