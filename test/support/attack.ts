import pg from 'pg';
import { newId } from '../../src/common/ids.js';
import { administratorUrlOf } from './database.js';
import { newPractice, testBench, type TestPractice } from './practice.js';

/** A table as an attacker finds it in the catalogue. */
export interface Table {
  name: string;
  schema: string;
  columns: string[];
  grants: string[];
}

/** Somebody with the tenant login's password, two practices with something to steal, and the superuser who knows the truth. */
export interface Attack {
  attacker: pg.Client;
  administrator: pg.Client;
  tables: Table[];
  a: TestPractice;
  b: TestPractice;
  /** Rows that a query yields to the attacker; -1 when PostgreSQL refused it. */
  rowsSeen(text: string, settings?: Record<string, string>): Promise<number>;
  end(): Promise<void>;
}

/** Makes the practices, one client each, and connects. */
export async function openAttack(): Promise<Attack> {
  const { urls } = await testBench();
  const attacker = new pg.Client({ connectionString: urls.tenant });
  const administrator = new pg.Client({ connectionString: administratorUrlOf(urls) });
  await attacker.connect();
  await administrator.connect();
  const [a, b] = [await newPractice({ members: [{}, { scope: 'assigned' }] }), await newPractice()];
  for (const practice of [a, b]) await storeClient(practice);
  const { rows: tables } = await administrator.query<Table>(`
    select n.nspname || '.' || c.relname as name, n.nspname as schema,
           array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
           array(select p.priv from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p(priv)
                  where has_table_privilege('ironbark_tenant', c.oid, p.priv)) as grants
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('app', 'audit', 'wall', 'identity', 'events', 'queue') and c.relkind in ('r', 'p', 'v', 'm')
     order by 1`);
  const rowsSeen = async (text: string, settings: Record<string, string> = {}): Promise<number> => {
    await attacker.query('begin');
    try {
      for (const [name, value] of Object.entries(settings)) await attacker.query('select set_config($1, $2, true)', [name, value]);
      return (await attacker.query(text)).rowCount ?? 0;
    } catch {
      return -1;
    } finally {
      await attacker.query('rollback');
    }
  };
  const end = async (): Promise<void> => {
    await attacker.end();
    await administrator.end();
  };
  return { attacker, administrator, tables, a, b, rowsSeen, end };
}

/** One client, by the tenant login itself. */
async function storeClient(practice: TestPractice): Promise<void> {
  const { tenants, keys } = await testBench();
  await tenants.run(await practice.as(), async (tx) => {
    const keyring = await keys.load(practice.orgId);
    const id = newId();
    const sealed = (column: string) => keyring.sealJson({ table: 'app.client', column, rowId: id }, { secret: practice.orgId });
    await tx.execute({
      text: `insert into app.client (org_id, id, file_number, status, practitioner_id, last_activity_at, created_at, card, details)
             values ($1, $2, 'F-1', 'current', $3, clock_timestamp(), clock_timestamp(), $4, $5)`,
      values: [practice.orgId, id, practice.memberIds[0], sealed('card'), sealed('details')],
    });
    tx.audit({ action: 'create', subject: { kind: 'client', id } });
  });
}
