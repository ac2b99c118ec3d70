import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { Connection } from '../domain/connection.js';
import type { ConnectionRepository } from '../persistence/connection.repository.js';
import type { ClaimedDomain, DomainRepository } from '../persistence/domain.repository.js';

/** How a practice's people sign in through its own provider. */
export interface Overview {
  domains: ClaimedDomain[];
  connections: Connection[];
  /** The connection by which whoever asks came in. */
  cameBy: string | null;
  breakGlass: boolean;
}

/** Domains and connections, with what the last tests read. */
export class SignOnOverview {
  constructor(
    private readonly domains: DomainRepository,
    private readonly connections: ConnectionRepository,
  ) {}

  async execute(tx: TenantTransaction): Promise<Overview> {
    const [{ orgId }, keyring] = await Promise.all([tx.principal(), tx.keyring()]);
    const [domains, connections, [state]] = await Promise.all([
      this.domains.list(tx),
      this.connections.list(tx, keyring),
      tx.query<{ cameBy: string | null; breakGlass: boolean }>({
        text: 'select wall.came_by() as "cameBy", wall.has_break_glass($1) as "breakGlass"',
        values: [orgId],
      }),
    ]);
    tx.audit({
      action: 'read',
      subject: { kind: 'organisation', id: orgId },
      fields: ['single_sign_on'],
      recordIds: connections.map(({ id }) => id),
    });
    return { domains, connections, ...state! };
  }

  /** One connection. @throws NotFound */
  async one(tx: TenantTransaction, id: string): Promise<Connection> {
    const connection = await this.connections.get(tx, await tx.keyring(), id);
    tx.audit({ action: 'read', subject: { kind: 'sign_on_connection', id } });
    return connection;
  }
}
