import type { DatabaseUrls, Settings } from './common/config/settings.js';
import { migrate } from './common/database/data-source.js';
import { startEmbeddedPostgres } from './common/database/embedded/embedded-postgres.js';
import { ownPasswords, provision, urlsFor } from './common/database/logins.js';
import { overPrivileges } from './common/database/over-privileges.js';
import { withDatabase } from './common/database/plain-database.js';

/** Name of the database on the embedded server. */
const EMBEDDED_DATABASE = 'ironbark';

/** The database of this process, and how to let go of it. */
export interface Runtime {
  urls: DatabaseUrls;
  stop(): Promise<void>;
}

/** A login could step over the wall, or the schema is not the one this build needs: the process does not start. */
export class UnsafeDatabase extends Error {
  constructor(readonly sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.name = 'UnsafeDatabase';
  }
}

/** Finds the database: the one in the settings, or the embedded server, started and provisioned on first use. */
export async function openDatabase(settings: Settings, log: (message: string) => void): Promise<Runtime> {
  if (settings.database) return { urls: settings.database, stop: async () => undefined };
  const server = await startEmbeddedPostgres({ dataDir: settings.dataDir, log });
  const passwords = ownPasswords(settings.dataDir);
  await provision(server.superuserUrl('postgres'), EMBEDDED_DATABASE, passwords);
  return { urls: urlsFor(server.superuserUrl('postgres'), EMBEDDED_DATABASE, passwords), stop: () => server.stop() };
}

/** Brings the schema up to date. Returns the names of the migrations that ran. */
export async function bringUpToDate(runtime: Runtime): Promise<string[]> {
  return migrate(runtime.urls.owner);
}

/** Refuses a database whose everyday logins could step over the wall (DESIGN 4). @throws UnsafeDatabase */
export async function assertUnprivileged(urls: DatabaseUrls): Promise<void> {
  const found: string[] = [];
  for (const login of ['identity', 'tenant', 'jobs'] as const) {
    found.push(
      ...(await withDatabase(urls[login], async (database) =>
        overPrivileges(login, async <Row>(text: string) => database.query<Row>({ text })),
      )),
    );
  }
  if (found.length > 0) throw new UnsafeDatabase(found);
}
