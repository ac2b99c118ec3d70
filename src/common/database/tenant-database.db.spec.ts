import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { administratorUrlOf } from '../../../test/support/database.js';
import { newPractice, testBench } from '../../../test/support/practice.js';
import { CommitUnknown, isRowRefused } from './database.errors.js';
import type { TenantTransaction } from './tenant-transaction.js';

describe('a tenant transaction', () => {
  it('says that it is not known what became of it when the connection breaks under COMMIT', async () => {
    const [practice, { tenants, urls }] = [await newPractice(), await testBench()];
    const administrator = new pg.Client({ connectionString: administratorUrlOf(urls) });
    await administrator.connect();
    try {
      let pid = 0;
      const ended = tenants.run(await practice.as(), async (tx) => {
        pid = (await tx.query<{ pid: number }>({ text: 'select pg_backend_pid() as pid' }))[0]!.pid;
        // The last flush waits for this lock, with COMMIT behind it.
        await administrator.query('begin');
        await administrator.query('lock table events.outbox in access exclusive mode');
        tx.raise({ type: 'test.happened.v1', payload: {} });
      });
      const waits = `select 1 from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'`;
      while (pid === 0 || (await administrator.query(waits, [pid])).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      await administrator.query('select pg_terminate_backend($1)', [pid]);
      await expect(ended).rejects.toBeInstanceOf(CommitUnknown);
    } finally {
      await administrator.end();
    }
  });

  it('tells a row that row security refuses from a table that was not granted', async () => {
    const [practice, { tenants }] = [await newPractice(), await testBench()];
    const failure = async (work: (tx: TenantTransaction) => Promise<unknown>): Promise<unknown> => {
      try {
        return await tenants.run(await practice.as(), work);
      } catch (error) {
        return error;
      }
    };
    const foreign = await newPractice();
    const intoForeign = await failure((tx) =>
      tx.execute({
        text: `insert into app.client_lookup (org_id, client_id, source_id, kind, blind) values ($1, $1, $1, 'email', '\\x0102030405060708')`,
        values: [foreign.orgId],
      }),
    );
    expect(intoForeign).toMatchObject({ code: '42501' });
    expect(isRowRefused(intoForeign)).toBe(true);
    const ungranted = await failure((tx) => tx.query({ text: 'select 1 from identity.account' }));
    expect(ungranted).toMatchObject({ code: '42501' });
    expect(isRowRefused(ungranted)).toBe(false);
  });
});
