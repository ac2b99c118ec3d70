import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import type { Connection } from '../domain/connection.js';
import type { ConnectionRepository } from './connection.repository.js';
import type { Door } from './door.repository.js';

/** Works on a connection where nobody is signed in yet: by the practice's own grant, for this and nothing else. */
export class ConnectionLoader {
  constructor(
    private readonly grants: JobGrants,
    private readonly tenants: TenantDatabase,
    private readonly connections: ConnectionRepository,
  ) {}

  /** The settings of a connection. @throws NotFound */
  async load({ orgId, connectionId }: Pick<Door, 'orgId' | 'connectionId'>): Promise<Connection> {
    return this.inPractice(orgId, MODULES.settings, async (tx) => {
      const keyring = await tx.keyringUnrecorded('settings of a connection, to carry out a sign-in whose outcome is on record');
      return this.connections.get(tx, keyring, connectionId);
    });
  }

  /** A transaction of the practice's own, with these modules. */
  async inPractice<Result>(orgId: string, modules: number, work: (tx: TenantTransaction) => Promise<Result>): Promise<Result> {
    return this.grants.with({ orgId, memberId: null, modules }, (token) => this.tenants.run(token, work));
  }
}
