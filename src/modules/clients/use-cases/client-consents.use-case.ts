import type { Clock } from '../../../common/clock/clock.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { newId } from '../../../common/ids.js';
import { refuseMergedAway } from '../domain/client-lifecycle.js';
import { ConsentNotFound } from '../domain/client.errors.js';
import { readConsent, withdrawConsent, type ConsentInput } from '../domain/consents.js';
import { raiseClientEvent } from '../persistence/client-events.js';
import { lockClient, touchClient, type StoredClient } from '../persistence/client.repository.js';
import { consentRows, openConsent } from '../persistence/client-parts.repository.js';
import { insertConsents } from '../persistence/client-writer.js';
import { ConsentSealed, codec } from '../persistence/sealed-rows.js';
import { clientDetail, type ClientDetail } from '../queries/get-client.query.js';
import { practiceTimeZone } from '../queries/practice-time-zone.js';

/** What a client agreed to. A consent is never deleted: it is withdrawn on a day and stays on file. */
export class ClientConsents {
  constructor(private readonly clock: Clock) {}

  /** @throws NotFound, ClientInvalid, ClientMergedAway */
  async add(tx: TenantTransaction, clientId: string, input: ConsentInput): Promise<ClientDetail> {
    const [zone, keyring] = await Promise.all([practiceTimeZone(tx), tx.keyring()]);
    const values = { ...readConsent(input, this.clock, zone), id: newId() };
    const client = await lockClient(tx, keyring, clientId);
    refuseMergedAway(client);
    await tx.execute(insertConsents(keyring, [{ clientId, values }]));
    return this.finish(tx, client, `consent.${values.kind}`, { consentId: values.id, act: 'add' });
  }

  /** @throws NotFound, ConsentNotFound, ConsentAlreadyWithdrawn, ClientInvalid, ClientMergedAway */
  async withdraw(
    tx: TenantTransaction,
    clientId: string,
    id: string,
    input: { withdrawnOn?: unknown; note?: unknown },
  ): Promise<ClientDetail> {
    const [zone, keyring] = await Promise.all([practiceTimeZone(tx), tx.keyring()]);
    const client = await lockClient(tx, keyring, clientId);
    refuseMergedAway(client);
    const row = (await consentRows(tx, clientId)).find((candidate) => candidate.id === id);
    if (!row) throw new ConsentNotFound();
    const { kind, withdrawnOn, method, note } = withdrawConsent(openConsent(keyring, row), input, this.clock, zone);
    await tx.execute({
      text: 'update app.client_consent set withdrawn_on = $3, sealed = $4 where id = $1 and client_id = $2',
      values: [id, clientId, withdrawnOn, codec.seal(keyring, ConsentSealed, id, { method, note })['sealed']],
    });
    return this.finish(tx, client, `consent.${kind}`, { consentId: id, act: 'withdraw' });
  }

  private async finish(
    tx: TenantTransaction,
    client: StoredClient,
    field: string,
    detail: { consentId: string; act: string },
  ): Promise<ClientDetail> {
    await touchClient(tx, await tx.keyring(), client, this.clock.now());
    raiseClientEvent(tx, { type: 'clients.client_changed.v1', clientId: client.id, version: client.version, fields: [field] });
    return clientDetail(tx, client.id, { action: 'update', fields: [field], detail });
  }
}
