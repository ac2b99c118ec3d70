import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testBench } from '../../../test/support/practice.js';
import type { DatabaseUrls } from '../config/settings.js';
import { MigrationLockHeld, migrate } from './data-source.js';

let urls: DatabaseUrls;
let holder: pg.Client;

beforeAll(async () => {
  ({ urls } = await testBench());
  holder = new pg.Client({ connectionString: urls.tenant });
  await holder.connect();
});

afterAll(() => holder.end());

describe('bringing the schema up to date', () => {
  it('waits for whoever holds the lock of migrations, says after a while who it is, and goes on once it is free', async () => {
    await holder.query(`select pg_advisory_lock(hashtext('ironbark migrate'))`);
    const began = performance.now();
    const refused = await migrate(urls.owner, { waitMs: 300 }).catch((error: unknown) => error as Error);
    expect(performance.now() - began).toBeGreaterThan(250);
    expect(refused).toBeInstanceOf(MigrationLockHeld);
    const { rows } = await holder.query<{ pid: number }>('select pg_backend_pid() as pid');
    expect((refused as Error).message).toContain(`the login ironbark_tenant (server process ${rows[0]!.pid})`);
    const waiting = migrate(urls.owner, { waitMs: 20_000 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await holder.query('select pg_advisory_unlock_all()');
    await expect(waiting).resolves.toEqual([]);
  });
});
