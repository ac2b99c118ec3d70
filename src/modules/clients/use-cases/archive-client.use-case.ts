import type { Clock } from '../../../common/clock/clock.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { putAway, takeOut } from '../domain/archived-status.js';
import { ClientChangedMeanwhile } from '../domain/client.errors.js';
import { raiseClientEvent } from '../persistence/client-events.js';
import { findRow, openClient, storeClient, type StoredClient } from '../persistence/client.repository.js';
import { clientDetail, type ClientDetail } from '../queries/get-client.query.js';

/** Takes a client out of the working list, or back into it with the status from before. */
export class ArchiveClient {
  constructor(private readonly clock: Clock) {}

  /** @throws NotFound, ClientChangedMeanwhile, ClientAlreadyArchived, ClientMergedAway */
  async archive(tx: TenantTransaction, id: string, version: number): Promise<ClientDetail> {
    const now = this.clock.now();
    const after = await this.move(tx, id, version, (client) => ({ ...putAway(client, now), lastActivityAt: now }));
    raiseClientEvent(tx, { type: 'clients.client_archived.v1', clientId: id, version: after.version });
    return clientDetail(tx, id, { action: 'archive', fields: ['status'] });
  }

  /** @throws NotFound, ClientChangedMeanwhile, ClientNotArchived, ClientMergedAway */
  async restore(tx: TenantTransaction, id: string, version: number): Promise<ClientDetail> {
    const now = this.clock.now();
    const after = await this.move(tx, id, version, (client) => ({ ...takeOut(client), lastActivityAt: now }));
    raiseClientEvent(tx, { type: 'clients.client_restored.v1', clientId: id, version: after.version });
    return clientDetail(tx, id, { action: 'restore', fields: ['status'] });
  }

  private async move(
    tx: TenantTransaction,
    id: string,
    version: number,
    how: (client: StoredClient) => StoredClient,
  ): Promise<StoredClient> {
    const [row, keyring] = await Promise.all([findRow(tx, id), tx.keyring()]);
    if (!row) throw new NotFound();
    if (row.version !== version) throw new ClientChangedMeanwhile(row.version);
    const before = openClient(keyring, row);
    return storeClient(tx, keyring, before, how(before));
  }
}
