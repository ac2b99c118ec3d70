import pg from 'pg';
import { isUnavailable, translate } from './database.errors.js';
import type { Statement } from './statement.js';

/** Statements inside one transaction of a {@link PlainDatabase}. */
export interface PlainTransaction {
  query<Row>(statement: Statement): Promise<Row[]>;
  execute(statement: Statement): Promise<number>;
}

/** How long a new connection may take, milliseconds: longer than a machine under full load needs, short enough to answer 503 in time. */
export const CONNECT_WITHIN_MS = 10_000;

/** A pool on a login that has no tenant rows: identity, jobs, or the owner for migrations and founding. */
export class PlainDatabase implements PlainTransaction {
  readonly pool: pg.Pool;

  constructor(connectionString: string, connections: number) {
    this.pool = new pg.Pool({
      connectionString,
      max: connections,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      statement_timeout: 30_000,
      // Of a network that swallows everything the server's own limit says nothing.
      query_timeout: 35_000,
      enableChannelBinding: true,
    });
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    this.pool.on('error', () => undefined);
    // So would one that breaks while a transaction holds it between two statements; its next statement says what happened.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async query<Row>(statement: Statement): Promise<Row[]> {
    return guarded(async () => (await this.pool.query(statement)).rows as Row[]);
  }

  async execute(statement: Statement): Promise<number> {
    return guarded(async () => (await this.pool.query(statement)).rowCount ?? 0);
  }

  /** All or nothing. */
  async transaction<Result>(work: (tx: PlainTransaction) => Promise<Result>): Promise<Result> {
    return guarded(async () => {
      const client = await this.pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('begin');
        const result = await work({
          query: async <Row>(statement: Statement) => (await client.query(statement)).rows as Row[],
          execute: async (statement) => (await client.query(statement)).rowCount ?? 0,
        });
        await client.query('commit');
        return result;
      } catch (error) {
        if (isUnavailable(error)) broken = error instanceof Error ? error : new Error('connection lost');
        else
          await client
            .query('rollback')
            .catch((failure: unknown) => (broken = failure instanceof Error ? failure : new Error('rollback failed')));
        throw error;
      } finally {
        client.release(broken);
      }
    });
  }

  async end(): Promise<void> {
    await this.pool.end();
  }
}

/** Opens a database for one piece of work and closes it whatever happens. */
export async function withDatabase<Result>(connectionString: string, work: (database: PlainDatabase) => Promise<Result>): Promise<Result> {
  const database = new PlainDatabase(connectionString, 1);
  try {
    return await work(database);
  } finally {
    await database.end();
  }
}

async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw translate(error);
  }
}
