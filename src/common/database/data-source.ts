import { DataSource, type QueryRunner } from 'typeorm';
import { DomainError } from '../errors.js';
import { sqlState } from './database.errors.js';
import { CONNECT_WITHIN_MS } from './plain-database.js';
import { MIGRATIONS } from '../../../migrations/index.js';

/** The tenant login's pool: pipelined, with limits that keep a stuck request from holding the horizon. */
export function tenantDataSource(url: string, connections: number): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    synchronize: false,
    logging: false,
    poolSize: connections,
    extra: {
      pipeline: true,
      max: connections,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      statement_timeout: 15_000,
      // Of a network that swallows everything the server's own limit says nothing; the driver then drops the connection.
      query_timeout: 20_000,
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

/** How long a process waits while another one migrates, in milliseconds. */
const MIGRATION_WAIT_MS = 60_000;
const LOCK_NOT_AVAILABLE = '55P03';

/** Somebody else has held the lock of migrations for as long as we wait. Any login may hold it, so it may not be us at all. */
export class MigrationLockHeld extends DomainError {
  readonly code = 'database.migration_lock_held';
  override readonly status = 503;

  constructor(waitedMs: number, holder: { pid: number; login: string } | undefined) {
    const who = holder ? `the login ${holder.login} (server process ${holder.pid})` : 'another session';
    super(
      `The schema was not brought up to date: ${who} has held the lock of migrations for ${Math.round(waitedMs / 1000)} seconds. ` +
        'If no other Ironbark process is migrating, end that session and start again.',
    );
  }
}

/**
 * Runs every migration that has not run. Two processes at once are serialised by an advisory lock. Returns the names that ran.
 * @throws MigrationLockHeld when somebody else keeps the lock for longer than `waitMs`
 */
export async function migrate(ownerUrl: string, { waitMs = MIGRATION_WAIT_MS } = {}): Promise<string[]> {
  const source = await ownerDataSource(ownerUrl).initialize();
  const runner = source.createQueryRunner();
  try {
    await takeMigrationLock(runner, waitMs);
    const ran = await source.runMigrations({ transaction: 'each' });
    return ran.map((migration) => migration.name);
  } finally {
    await runner.query(`select pg_advisory_unlock(hashtext('ironbark migrate'))`).catch(() => undefined);
    await runner.release();
    await source.destroy();
  }
}

async function takeMigrationLock(runner: QueryRunner, waitMs: number): Promise<void> {
  await runner.query(`select set_config('lock_timeout', $1, false)`, [String(waitMs)]);
  try {
    await runner.query(`select pg_advisory_lock(hashtext('ironbark migrate'))`);
  } catch (error) {
    if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
    // PostgreSQL keeps the two halves of the lock's number apart.
    const [holder] = (await runner.query(
      `select a.pid, a.usename as login from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and l.database = (select oid from pg_database where datname = current_database())
          and ((l.classid::bigint << 32) | l.objid::bigint) = hashtext('ironbark migrate')`,
    )) as { pid: number; login: string }[];
    throw new MigrationLockHeld(waitMs, holder);
  }
}
