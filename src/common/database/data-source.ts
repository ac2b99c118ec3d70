import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations/index.js';

/** The tenant login's pool: pipelined, with limits that keep a stuck request from holding the horizon. */
export function tenantDataSource(
  url: string,
  connections: number,
  entities: NonNullable<ConstructorParameters<typeof DataSource>[0]['entities']> = [],
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    synchronize: false,
    logging: false,
    poolSize: connections,
    extra: {
      pipeline: true,
      max: connections,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 15_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 10_000,
      enableChannelBinding: true,
    },
  });
}

/** The owner login: migrations only. */
export function ownerDataSource(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    migrations: MIGRATIONS,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    poolSize: 2,
    extra: { enableChannelBinding: true },
  });
}

/** Runs every migration that has not run. Two processes at once are serialised by an advisory lock. Returns the names that ran. */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const source = await ownerDataSource(ownerUrl).initialize();
  const runner = source.createQueryRunner();
  try {
    await runner.query(`select pg_advisory_lock(hashtext('ironbark migrate'))`);
    const ran = await source.runMigrations({ transaction: 'each' });
    return ran.map((migration) => migration.name);
  } finally {
    await runner.query(`select pg_advisory_unlock(hashtext('ironbark migrate'))`).catch(() => undefined);
    await runner.release();
    await source.destroy();
  }
}
