import { chmodSync } from 'node:fs';
import pg from 'pg';
import { systemClock } from '../../src/common/clock/clock.js';
import { loadSettings } from '../../src/common/config/load-settings.js';
import type { DatabaseUrls } from '../../src/common/config/settings.js';
import { organisationKeysFor } from '../../src/common/crypto/organisation-keys.factory.js';
import type { OrganisationKeys } from '../../src/common/crypto/organisation-keys.js';
import { migrate, tenantDataSource } from '../../src/common/database/data-source.js';
import { startEmbeddedPostgres } from '../../src/common/database/embedded/embedded-postgres.js';
import { ownPasswords, provision, urlsFor } from '../../src/common/database/logins.js';
import { PlainDatabase } from '../../src/common/database/plain-database.js';
import { TenantDatabase } from '../../src/common/database/tenant-database.js';
import { JobGrants } from '../../src/common/jobs/job-grants.js';
import { SealedAuditWriter } from '../../src/modules/audit/index.js';
import type { Scratch } from './scratch.js';

const DATABASE = 'ironbark';

/** What database rows stand on: the product's own server with its own settings (fsync on) in a folder of this run, all logins and the keys. */
export interface Ground {
  dataDir: string;
  /** Where rows wait for COPY: the server, under an account of its own, may read here. Only made-up people pass through. */
  rowsDir: string;
  urls: DatabaseUrls;
  /** The superuser's address, for made-up data in bulk and for the bare peers. */
  administratorUrl: string;
  administrator: pg.Client;
  keys: OrganisationKeys;
  tenants: TenantDatabase;
  owner: PlainDatabase;
  identity: PlainDatabase;
  grants: JobGrants;
}

/** Opens the ground; everything is let go of when the scratch ends. */
export async function openGround(scratch: Scratch): Promise<Ground> {
  const dataDir = scratch.folder('data');
  const rowsDir = scratch.folder('rows');
  chmodSync(rowsDir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  scratch.atEnd(() => server.stop());
  const passwords = ownPasswords(dataDir);
  await provision(server.superuserUrl('postgres'), DATABASE, passwords);
  const urls = urlsFor(server.superuserUrl('postgres'), DATABASE, passwords);
  await migrate(urls.owner);
  const settings = loadSettings({ NODE_ENV: 'development', DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
  const keys = await organisationKeysFor(settings, systemClock);
  const source = await tenantDataSource(urls.tenant, 6).initialize();
  const owner = new PlainDatabase(urls.owner, 2);
  const identity = new PlainDatabase(urls.identity, 2);
  const jobs = new PlainDatabase(urls.jobs, 2);
  const administratorUrl = server.superuserUrl(DATABASE);
  const administrator = new pg.Client({ connectionString: administratorUrl });
  await administrator.connect();
  scratch.atEnd(async () => {
    await Promise.all([source.destroy(), owner.end(), identity.end(), jobs.end(), administrator.end()]);
    keys.forgetAll();
  });
  return {
    dataDir,
    rowsDir,
    urls,
    administratorUrl,
    administrator,
    keys,
    tenants: new TenantDatabase(source, keys, new SealedAuditWriter(systemClock)),
    owner,
    identity,
    grants: new JobGrants(jobs),
  };
}
