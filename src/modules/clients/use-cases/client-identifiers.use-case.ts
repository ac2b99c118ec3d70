import type { Clock } from '../../../common/clock/clock.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import { changedFields } from '../domain/client.js';
import { refuseMergedAway } from '../domain/client-lifecycle.js';
import { IdentifierNotFound } from '../domain/client.errors.js';
import { formatIdentifier, readIdentifier, type IdentifierInput } from '../domain/identifiers.js';
import { raiseClientEvent } from '../persistence/client-events.js';
import { findRow, lockClient, touchClient, type StoredClient } from '../persistence/client.repository.js';
import { findIdentifier } from '../persistence/client-parts.repository.js';
import { insertIdentifiers, sealIdentifier } from '../persistence/client-writer.js';
import { deleteLookups, identifierLookup, insertLookups } from '../persistence/lookups.js';
import { clientDetail, type ClientDetail } from '../queries/get-client.query.js';

/** An opened identifier: as stored, and as it is printed. */
export interface RevealedIdentifier {
  value: string;
  written: string;
}

/** Passports, visa numbers and the like of one client. Their values leave only by {@link reveal}, one recorded act each. */
export class ClientIdentifiers {
  constructor(private readonly clock: Clock) {}

  /** @throws NotFound, ClientInvalid, ClientMergedAway */
  async add(tx: TenantTransaction, clientId: string, input: IdentifierInput): Promise<ClientDetail> {
    const values = { ...readIdentifier(input), id: newId() };
    const keyring = await tx.keyring();
    const client = await lockClient(tx, keyring, clientId);
    refuseMergedAway(client);
    await Promise.all([
      tx.execute(insertIdentifiers(keyring, [{ clientId, values }])),
      tx.execute(insertLookups(keyring.orgId, [identifierLookup(keyring, clientId, values.id, values.value)])),
    ]);
    return this.finish(tx, client, `identifier.${values.kind}`, { identifierId: values.id, act: 'add' });
  }

  /** @throws NotFound, IdentifierNotFound, ClientInvalid, ClientMergedAway */
  async change(tx: TenantTransaction, clientId: string, id: string, input: IdentifierInput): Promise<ClientDetail> {
    const values = readIdentifier(input);
    const keyring = await tx.keyring();
    const client = await lockClient(tx, keyring, clientId);
    refuseMergedAway(client);
    const before = await findIdentifier(tx, keyring, clientId, id);
    if (!before) throw new IdentifierNotFound();
    const { id: _id, clientId: _clientId, keyVersion: _keyVersion, ...earlier } = before;
    if (changedFields(earlier, values).length > 0) {
      await Promise.all([
        tx.execute({
          text: 'update app.client_identifier set kind = $3, sealed = $4 where id = $1 and client_id = $2',
          values: [id, clientId, values.kind, sealIdentifier(keyring, id, values)],
        }),
        tx.execute(deleteLookups(clientId, id)),
        tx.execute(insertLookups(keyring.orgId, [identifierLookup(keyring, clientId, id, values.value)])),
      ]);
    }
    return this.finish(tx, client, `identifier.${values.kind}`, { identifierId: id, act: 'change' });
  }

  /** @throws NotFound, IdentifierNotFound, ClientMergedAway */
  async remove(tx: TenantTransaction, clientId: string, id: string): Promise<ClientDetail> {
    const keyring = await tx.keyring();
    const client = await lockClient(tx, keyring, clientId);
    refuseMergedAway(client);
    const before = await findIdentifier(tx, keyring, clientId, id);
    if (!before) throw new IdentifierNotFound();
    await Promise.all([
      tx.execute(deleteLookups(clientId, id)),
      tx.execute({ text: 'delete from app.client_identifier where id = $1 and client_id = $2', values: [id, clientId] }),
    ]);
    return this.finish(tx, client, `identifier.${before.kind}`, { identifierId: id, act: 'remove' });
  }

  /** Opens one identifier and puts on record who opened it, whether to see or to copy it. @throws NotFound, IdentifierNotFound */
  async reveal(tx: TenantTransaction, clientId: string, id: string, act: 'show' | 'copy'): Promise<RevealedIdentifier> {
    const keyring = await tx.keyring();
    const [client, identifier] = await Promise.all([findRow(tx, clientId), findIdentifier(tx, keyring, clientId, id)]);
    if (!client) throw new NotFound();
    if (!identifier) throw new IdentifierNotFound();
    tx.audit({
      action: 'open',
      subject: { kind: 'client', id: clientId },
      fields: [`identifier.${identifier.kind}`],
      detail: { identifierId: id, act },
    });
    return { value: identifier.value, written: formatIdentifier(identifier.kind, identifier.value) };
  }

  private async finish(
    tx: TenantTransaction,
    client: StoredClient,
    field: string,
    detail: { identifierId: string; act: string },
  ): Promise<ClientDetail> {
    await touchClient(tx, await tx.keyring(), client, this.clock.now());
    raiseClientEvent(tx, { type: 'clients.client_changed.v1', clientId: client.id, version: client.version, fields: [field] });
    return clientDetail(tx, client.id, { action: 'update', fields: [field], detail });
  }
}
