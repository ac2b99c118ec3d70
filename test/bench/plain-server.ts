import Fastify from 'fastify';
import pg from 'pg';
import { PLAIN_COLUMNS, plainCard, type PlainRow } from './plain-table.js';

/** Connections of the bare peer: as many as the product's tenant pool. */
const CONNECTIONS = 20;
const TABLE = 'bench.list_client';

const STATEMENTS: Record<string, { name: string; text: string }> = {
  all: {
    name: 'plain-all',
    text: `select ${PLAIN_COLUMNS} from ${TABLE} where org_id = $1 and archived_at is null order by last_activity_at desc, id desc limit $2`,
  },
  team: {
    name: 'plain-team',
    text: `select x.* from unnest($3::uuid[]) t(id) cross join lateral (
             select ${PLAIN_COLUMNS.replace('id,', 'c.id,')} from ${TABLE} c where org_id = $1 and team_id = t.id and archived_at is null
              order by last_activity_at desc, c.id desc limit $2) x
           order by x.last_activity_at desc, x.id desc limit $2`,
  },
  assigned: {
    name: 'plain-assigned',
    text: `select ${PLAIN_COLUMNS} from ${TABLE} where org_id = $1 and practitioner_id = $3 and archived_at is null order by last_activity_at desc, id desc limit $2`,
  },
};

/**
 * The bare peer of the client list: Fastify and `pg`, one named statement over the same rows in the clear, as superuser. No session,
 * no row security, no opening, no record. Prints its port; ends with its standard input.
 */
async function main(connectionString: string): Promise<void> {
  const pool = new pg.Pool({ connectionString, max: CONNECTIONS });
  const app = Fastify();
  app.get<{ Querystring: { limit: string; scope: string; org: string; reach?: string } }>('/clients', async (request) => {
    const { scope, org, reach } = request.query;
    const limit = Number(request.query.limit);
    const narrow = scope === 'all' ? [] : [scope === 'team' ? reach!.split(',') : reach];
    const { rows } = await pool.query<PlainRow>({ ...STATEMENTS[scope]!, values: [org, limit + 1, ...narrow] });
    const items = rows.slice(0, limit).map(plainCard);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      items,
      nextCursor: last ? Buffer.from(`${last.last_activity_at.getTime().toString(36)}.${last.id}`).toString('base64url') : null,
    };
  });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  process.stdout.write(`${new URL(address).port}\n`);
  process.stdin.resume().once('end', () => process.exit());
}

const url = process.env['BENCH_DATABASE_URL'];
if (url === undefined) throw new Error('BENCH_DATABASE_URL is missing.');
await main(url);
