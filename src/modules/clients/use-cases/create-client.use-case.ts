import type { Clock } from '../../../common/clock/clock.js';
import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import { sqlState } from '../../../common/database/database.errors.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { newId } from '../../../common/ids.js';
import { ClientInvalid } from '../domain/client.errors.js';
import type { ClientStatus } from '../domain/client.js';
import { FieldErrors } from '../domain/field-errors.js';
import { checkIdentifiers, type IdentifierValues } from '../domain/identifiers.js';
import type { ClientCardInput } from '../domain/client-card.js';
import { readClientValues, type ClientDetailInput } from '../domain/client-details.js';
import { raiseClientEvent } from '../persistence/client-events.js';
import { insertClients, type NewClient } from '../persistence/client-writer.js';
import { clientDetail, type ClientDetail } from '../queries/get-client.query.js';
import { checkPlacement, usualPlacement } from './placement.js';

/** A client as somebody sends it; what is not said is empty or usual. */
export interface CreateClientCommand extends ClientCardInput, ClientDetailInput {
  status?: Exclude<ClientStatus, 'archived'>;
  teamId?: string | null;
  practitionerId?: string | null;
  /** Sealed with the client, or nothing is created. */
  identifiers?: unknown;
}

/** File number, name fields and the like, as they stand on record for a new client. */
const FIELDS = ['card', 'details', 'status', 'teamId', 'practitionerId'] as const;
const ATTEMPTS = 6;
const MOST_NUMBERS = 10_000;

/** Creates one client under the next free file number of the practice. */
export class CreateClient {
  constructor(private readonly clock: Clock) {}

  /** @throws ClientInvalid naming every refused field */
  async execute(tx: TenantTransaction, command: CreateClientCommand): Promise<ClientDetail> {
    const { status = 'current', teamId, practitionerId, identifiers: given, ...values } = command;
    const practice = tx.query<{ zone: string; prefix: string }>({
      name: 'practice-numbering',
      text: 'select time_zone as zone, file_prefix as prefix from app.organisation',
    });
    const [[own], principal, keyring] = await Promise.all([practice, tx.principal(), tx.keyring()]);
    const { card, details, identifiers } = readAll(values, given, this.clock, own?.zone);
    const usual = usualPlacement(principal);
    const placement = {
      teamId: teamId === undefined ? usual.teamId : teamId,
      practitionerId: practitionerId === undefined ? usual.practitionerId : practitionerId,
    };
    await checkPlacement(tx, placement);
    const now = this.clock.now();
    const client = {
      id: newId(),
      status,
      ...placement,
      lastActivityAt: now,
      createdAt: now,
      archivedAt: null,
      card,
      details,
      identifiers,
      relationships: [],
      consents: [],
    };
    await insertNumbered(tx, keyring, client, own?.prefix ?? 'F');
    raiseClientEvent(tx, { type: 'clients.client_created.v1', clientId: client.id, version: 1 });
    const fields = [...FIELDS, ...new Set(identifiers.map(({ kind }) => `identifier.${kind}`))];
    return clientDetail(tx, client.id, { action: 'create', fields });
  }
}

/** Reads values and identifiers together, so that every refused field is named at once. @throws ClientInvalid */
function readAll(
  values: ClientCardInput & ClientDetailInput,
  given: unknown,
  clock: Clock,
  zone: string | undefined,
): ReturnType<typeof readClientValues> & { identifiers: (IdentifierValues & { id: string })[] } {
  const errors = new FieldErrors();
  const identifiers = checkIdentifiers(given, errors);
  try {
    const read = readClientValues(values, clock, zone);
    if (!errors.any) return { ...read, identifiers: identifiers.map((identifier) => ({ ...identifier, id: newId() })) };
  } catch (error) {
    if (!(error instanceof ClientInvalid)) throw error;
    throw new ClientInvalid([...error.fieldErrors, ...errors.list]);
  }
  throw new ClientInvalid(errors.list);
}

/** Skips numbers in use by clients that were brought in with numbers of the same form: ten times as many each time. */
async function insertNumbered(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  client: Omit<NewClient, 'fileNumber'>,
  prefix: string,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const [taken] = await tx.query<{ first: number }>({
      name: 'take-file-number',
      text: 'select app.take_file_numbers($1) as first',
      values: [Math.min(10 ** attempt, MOST_NUMBERS)],
    });
    await tx.execute({ text: 'savepoint numbered' });
    try {
      await insertClients(tx, keyring, [{ ...client, fileNumber: `${prefix}-${taken!.first}` }]);
      return;
    } catch (error) {
      if (sqlState(error) !== '23505' || attempt === ATTEMPTS) throw error;
      await tx.execute({ text: 'rollback to savepoint numbered' });
    }
  }
}
