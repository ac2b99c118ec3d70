import { systemClock } from '../../../common/clock/clock.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import { MODULES } from '../../../common/database/principal.js';
import { ownOrigin, type TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { PlainDatabase } from '../../../common/database/plain-database.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import type { ClientImport, ImportOutcome } from '../domain/client-import.js';
import { ClientImportRowsRepository } from '../persistence/client-import-rows.repository.js';
import { ClientImportRepository } from '../persistence/client-import.repository.js';
import { ExportClients, type ExportFilter } from '../queries/export-clients.query.js';
import { ListClientImports, type ImportRowLine } from '../queries/list-client-imports.query.js';
import { CancelClientImport } from '../use-cases/cancel-client-import.use-case.js';
import { CheckClientImport } from '../use-cases/check-client-import.use-case.js';
import { ImportBatch } from '../use-cases/import-batch.js';
import { MapClientImport } from '../use-cases/map-client-import.use-case.js';
import { PauseClientImport } from '../use-cases/pause-client-import.use-case.js';
import { RunClientImport } from '../use-cases/run-client-import.use-case.js';
import { SettleStoppedImport } from '../use-cases/settle-stopped-import.use-case.js';
import { StartClientImport } from '../use-cases/start-client-import.use-case.js';
import { UploadClientImport } from '../use-cases/upload-client-import.use-case.js';
import { ClientImportJobs, type ImportJob } from '../jobs/client-import.jobs.js';

/** What the specs of import and export stand on. */
export interface ImportGround {
  tenants: TenantDatabase;
  grants: JobGrants;
  jobs: PlainDatabase;
}

/** Imports as a member makes them, with the jobs called by hand instead of by the queue. */
export class ImportBench {
  readonly imports = new ClientImportRepository();
  readonly rowsOfImports = new ClientImportRowsRepository();
  readonly list = new ListClientImports(this.imports, this.rowsOfImports);
  readonly upload: UploadClientImport;
  readonly check: CheckClientImport;
  readonly run: RunClientImport;
  readonly jobs: ClientImportJobs;
  readonly exports: ExportClients;

  constructor(readonly ground: ImportGround) {
    const { tenants } = ground;
    this.upload = new UploadClientImport(tenants, this.imports, this.rowsOfImports, systemClock);
    this.check = new CheckClientImport(tenants, this.imports, this.rowsOfImports, systemClock);
    const batch = new ImportBatch(tenants, this.imports, this.rowsOfImports, systemClock);
    this.run = new RunClientImport(tenants, this.imports, this.rowsOfImports, batch, systemClock);
    this.jobs = new ClientImportJobs(
      ground.grants,
      { check: this.check, run: this.run, settle: new SettleStoppedImport(tenants, this.imports) },
      systemClock,
      ground.jobs,
    );
    this.exports = new ExportClients(tenants, systemClock);
  }

  /** Uploads and checks a file as the member with this session. */
  async checked(token: GrantToken, text: string): Promise<ClientImport> {
    const { id } = await this.upload.execute(token, { fileName: 'clients.csv', bytes: Buffer.from(text) }, ownOrigin());
    await this.check.execute(token, id);
    return this.one(token, id);
  }

  /** Uploads, checks, starts and runs a file under a job's grant. */
  async imported(token: GrantToken, text: string): Promise<ClientImport> {
    const { id } = await this.checked(token, text);
    await this.start(token, id);
    await this.jobs.runImport(await this.job(token, id));
    return this.one(token, id);
  }

  /** The job that an import of this session's member would get. */
  async job(token: GrantToken, importId: string): Promise<ImportJob> {
    return this.ground.tenants.run(token, async (tx) => {
      const { orgId, memberId } = await tx.principal();
      return { orgId, memberId: memberId!, importId };
    });
  }

  one(token: GrantToken, id: string): Promise<ClientImport> {
    return this.ground.tenants.run(token, (tx) => this.list.one(tx, id));
  }

  start(token: GrantToken, id: string): Promise<ClientImport> {
    return this.ground.tenants.run(token, (tx) => new StartClientImport(this.imports).execute(tx, id));
  }

  pause(token: GrantToken, id: string): Promise<ClientImport> {
    return this.ground.tenants.run(token, (tx) => new PauseClientImport(this.imports).execute(tx, id));
  }

  cancel(token: GrantToken, id: string): Promise<ClientImport> {
    return this.ground.tenants.run(token, (tx) => new CancelClientImport(this.imports, systemClock).execute(tx, id));
  }

  map(token: GrantToken, id: string, mapping: Record<string, unknown>): Promise<ClientImport> {
    return this.ground.tenants.run(token, (tx) => new MapClientImport(this.imports).execute(tx, id, mapping));
  }

  async rows(token: GrantToken, id: string, outcome?: ImportOutcome): Promise<ImportRowLine[]> {
    const page = { after: 0, limit: 50_000, ...(outcome && { outcome }) };
    return (await this.ground.tenants.run(token, (tx) => this.list.rowsOf(tx, id, page))).items;
  }

  /** One number out of a query as the member with this session. */
  count(token: GrantToken, text: string, values: unknown[] = []): Promise<number> {
    return this.ground.tenants.run(token, async (tx: TenantTransaction) => (await tx.query<{ count: number }>({ text, values }))[0]!.count);
  }

  /** A whole export as text. */
  async exported(token: GrantToken, filter: ExportFilter = {}): Promise<string> {
    const { chunks } = await this.exports.open(token, filter, ownOrigin());
    let text = '';
    for await (const chunk of chunks) text += chunk;
    return text;
  }

  /** Runs under a job grant for the session's member, as a worker does. */
  async asJob(token: GrantToken, importId: string, work: (job: GrantToken) => Promise<unknown>): Promise<void> {
    const { orgId, memberId } = await this.job(token, importId);
    await this.ground.grants.with({ orgId, memberId, modules: MODULES.clients }, work);
  }
}
