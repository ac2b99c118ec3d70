import type { Clock } from '../../../common/clock/clock.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { isId, newId } from '../../../common/ids.js';
import { refuseMergedAway } from '../domain/client-lifecycle.js';
import { ClientInvalid, RelationshipNotFound } from '../domain/client.errors.js';
import { readRelationship, type RelationshipInput } from '../domain/relationships.js';
import { raiseClientEvent } from '../persistence/client-events.js';
import { findRow, lockClient, touchClient, type StoredClient } from '../persistence/client.repository.js';
import { insertRelationships } from '../persistence/client-writer.js';
import { clientDetail, type ClientDetail } from '../queries/get-client.query.js';
import { practiceTimeZone } from '../queries/practice-time-zone.js';

/** Who belongs to whom. One row tells it on both clients' pages. */
export class ClientRelationships {
  constructor(private readonly clock: Clock) {}

  /** @throws NotFound, ClientInvalid, ClientMergedAway */
  async add(tx: TenantTransaction, clientId: string, input: RelationshipInput): Promise<ClientDetail> {
    const [zone, keyring] = await Promise.all([practiceTimeZone(tx), tx.keyring()]);
    const values = { ...readRelationship(input, clientId, this.clock, zone), id: newId() };
    const client = await lockClient(tx, keyring, clientId);
    refuseMergedAway(client);
    // The other one must be within the caller's sight: an id alone proves nothing.
    const other = values.otherClientId;
    if (other !== null && (!isId(other) || !(await findRow(tx, other)))) {
      const refused = { field: 'otherClientId', code: 'not_allowed', message: 'Choose a client of this practice.' };
      throw new ClientInvalid([refused]).about(isId(other) ? [other] : []);
    }
    await tx.execute(insertRelationships(keyring, [{ clientId, values }]));
    return this.finish(tx, client, { relationshipId: values.id, act: 'add' });
  }

  /** Removes a relationship from whichever of the two pages. @throws NotFound, RelationshipNotFound, ClientMergedAway */
  async remove(tx: TenantTransaction, clientId: string, id: string): Promise<ClientDetail> {
    const keyring = await tx.keyring();
    const client = await lockClient(tx, keyring, clientId);
    refuseMergedAway(client);
    const removed = await tx.execute({
      text: 'delete from app.client_relationship where id = $1 and (client_id = $2 or other_client_id = $2)',
      values: [id, clientId],
    });
    if (removed === 0) throw new RelationshipNotFound();
    return this.finish(tx, client, { relationshipId: id, act: 'remove' });
  }

  private async finish(
    tx: TenantTransaction,
    client: StoredClient,
    detail: { relationshipId: string; act: string },
  ): Promise<ClientDetail> {
    await touchClient(tx, await tx.keyring(), client, this.clock.now());
    raiseClientEvent(tx, { type: 'clients.client_changed.v1', clientId: client.id, version: client.version, fields: ['relationships'] });
    return clientDetail(tx, client.id, { action: 'update', fields: ['relationships'], detail });
  }
}
