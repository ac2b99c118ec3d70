import type { Clock } from '../../../common/clock/clock.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { moveTo } from '../domain/archived-status.js';
import { changedFields, type ClientStatus } from '../domain/client.js';
import type { ClientCardInput } from '../domain/client-card.js';
import { readClientValues, type ClientDetailInput } from '../domain/client-details.js';
import { refuseMergedAway } from '../domain/client-lifecycle.js';
import { ClientChangedMeanwhile } from '../domain/client.errors.js';
import { raiseClientEvent } from '../persistence/client-events.js';
import { findRow, openClient, storeClient, type StoredClient } from '../persistence/client.repository.js';
import { clientDetail, type ClientDetail } from '../queries/get-client.query.js';
import { practiceTimeZone } from '../queries/practice-time-zone.js';
import { checkPlacement } from './placement.js';

/** The fields to change and the version they were changed from; an absent field stays as it is. */
export interface ChangeClientCommand extends ClientCardInput, ClientDetailInput {
  version: number;
  status?: ClientStatus;
  teamId?: string | null;
  practitionerId?: string | null;
}

/** Changes what was sent and nothing else, if nobody stored a newer version meanwhile. */
export class ChangeClient {
  constructor(private readonly clock: Clock) {}

  /** @throws NotFound, ClientChangedMeanwhile, ClientMergedAway, ClientInvalid */
  async execute(tx: TenantTransaction, id: string, command: ChangeClientCommand): Promise<ClientDetail> {
    const { version, status, teamId, practitionerId, ...values } = command;
    const [row, zone, keyring] = await Promise.all([findRow(tx, id), practiceTimeZone(tx), tx.keyring()]);
    if (!row) throw new NotFound();
    const before = openClient(keyring, row);
    refuseMergedAway(before);
    if (before.version !== version) throw new ClientChangedMeanwhile(before.version);
    const { card, details } = readClientValues({ ...before.card, ...before.details, ...sent(values) }, this.clock, zone);
    const now = this.clock.now();
    const placed = {
      ...before,
      teamId: teamId === undefined ? before.teamId : teamId,
      practitionerId: practitionerId === undefined ? before.practitionerId : practitionerId,
    };
    if (placed.teamId !== before.teamId || placed.practitionerId !== before.practitionerId) {
      const { teamId: team, practitionerId: practitioner } = placed;
      await checkPlacement(tx, { teamId: team, practitionerId: practitioner, stays: practitioner === before.practitionerId });
    }
    const moved = status === undefined ? placed : moveTo<StoredClient>(placed, status, now);
    const fields = [
      ...changedFields(before.card, card),
      ...changedFields(before.details, details),
      ...(['status', 'teamId', 'practitionerId'] as const).filter((field) => before[field] !== moved[field]),
    ];
    if (fields.length > 0) {
      const after = await storeClient(tx, keyring, before, { ...moved, card, details, lastActivityAt: now });
      raiseClientEvent(tx, { type: 'clients.client_changed.v1', clientId: id, version: after.version, fields });
    }
    return clientDetail(tx, id, fields.length > 0 ? { action: 'update', fields } : { action: 'read', fields: ['card', 'details'] });
  }
}

/** Fields that were sent: undefined means "not sent", null means "empty it". */
function sent(values: ClientCardInput & ClientDetailInput): ClientCardInput & ClientDetailInput {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
