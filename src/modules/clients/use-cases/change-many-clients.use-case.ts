import type { Clock } from '../../../common/clock/clock.js';
import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import { refusal } from '../../../common/database/audit-entry.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DomainError, NotFound } from '../../../common/errors.js';
import { isId } from '../../../common/ids.js';
import { putAway, takeOut } from '../domain/archived-status.js';
import { refuseMergedAway } from '../domain/client-lifecycle.js';
import { ClientChangedMeanwhile, ClientError } from '../domain/client.errors.js';
import type { ClientEvent } from '../domain/client.events.js';
import { raiseClientEvent } from '../persistence/client-events.js';
import { lockClients, storeClient, type StoredClient } from '../persistence/client.repository.js';
import { checkPlacement, type Placement } from './placement.js';

/** One act on many clients, each with the version that the caller saw. */
export interface ChangeManyCommand {
  action: 'archive' | 'restore' | 'assign';
  ids: readonly { id: string; version: number }[];
  teamId?: string | null;
  practitionerId?: string | null;
}

/** What came of one of them. */
export interface ChangedOne {
  id: string;
  ok: boolean;
  /** Why not. */
  code?: string;
  /** The version now: the new one, or the one that stands in the way. */
  version?: number;
}

/** Does one thing to many clients. Each is decided by itself: what is refused for one changes nothing for the others. */
export class ChangeManyClients {
  constructor(private readonly clock: Clock) {}

  /** @throws ClientInvalid when the team or practitioner is refused as such */
  async execute(tx: TenantTransaction, { action, ids, ...to }: ChangeManyCommand): Promise<ChangedOne[]> {
    const keyring = await tx.keyring();
    const asked = [...new Set(ids.map(({ id }) => id).filter(isId))];
    const found = await lockClients(tx, keyring, asked);
    const unseen = asked.filter((id) => !found.has(id));
    const change = await this.changeFor(tx, action, to, [...found.values()]).catch((error: unknown) => {
      throw error instanceof DomainError ? error.about(unseen) : error;
    });
    const results: ChangedOne[] = [];
    for (const { id, version } of ids) results.push(await this.changeOne(tx, keyring, found, { id, version }, action, change));
    if (unseen.length > 0) tx.audit(refusal(null, unseen, { bulk: action, code: new NotFound().code }));
    if (!results.some(({ ok }) => ok))
      tx.audit({ action: 'read', subject: { kind: 'client', id: null }, fields: ['version'], detail: { bulk: action } });
    return results;
  }

  private async changeFor(
    tx: TenantTransaction,
    action: ChangeManyCommand['action'],
    to: Partial<Placement>,
    clients: readonly StoredClient[],
  ): Promise<(client: StoredClient) => StoredClient> {
    const now = this.clock.now();
    if (action === 'archive') return (client) => ({ ...putAway(client, now), lastActivityAt: now });
    if (action === 'restore') return (client) => ({ ...takeOut(client), lastActivityAt: now });
    const placed = ({ teamId, practitionerId }: Placement): Placement => ({
      teamId: to.teamId === undefined ? teamId : to.teamId,
      practitionerId: to.practitionerId === undefined ? practitionerId : to.practitionerId,
    });
    const places = new Map<string, Parameters<typeof checkPlacement>[1]>();
    for (const client of clients) {
      const place = placed(client);
      const asked = { ...place, stays: place.practitionerId === client.practitionerId };
      places.set(JSON.stringify(asked), asked);
    }
    for (const place of places.values()) await checkPlacement(tx, place);
    return (client) => {
      refuseMergedAway(client);
      return { ...client, ...placed(client), lastActivityAt: now };
    };
  }

  private async changeOne(
    tx: TenantTransaction,
    keyring: OrgKeyring,
    found: Map<string, StoredClient>,
    { id, version }: { id: string; version: number },
    action: ChangeManyCommand['action'],
    change: (client: StoredClient) => StoredClient,
  ): Promise<ChangedOne> {
    const before = found.get(id);
    try {
      if (!before) throw new NotFound();
      if (before.version !== version) throw new ClientChangedMeanwhile(before.version);
      const after = await storeClient(tx, keyring, before, change(before));
      found.set(id, after);
      tx.audit({
        action: action === 'assign' ? 'update' : action,
        subject: { kind: 'client', id },
        fields: action === 'assign' ? ['teamId', 'practitionerId'] : ['status'],
        detail: { bulk: true },
      });
      raiseClientEvent(tx, eventOf(action, after));
      return { id, ok: true, version: after.version };
    } catch (error) {
      // What says something about this client is its own answer; a lost session or database ends the request.
      if (!(error instanceof ClientError) && !(error instanceof NotFound)) throw error;
      return { id, ok: false, code: error.code, ...(before && { version: before.version }) };
    }
  }
}

function eventOf(action: ChangeManyCommand['action'], { id: clientId, version }: StoredClient): ClientEvent {
  if (action === 'archive') return { type: 'clients.client_archived.v1', clientId, version };
  if (action === 'restore') return { type: 'clients.client_restored.v1', clientId, version };
  return { type: 'clients.client_changed.v1', clientId, version, fields: ['teamId', 'practitionerId'] };
}
