import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administratorUrlOf } from '../../../test/support/database.js';
import { testBench } from '../../../test/support/practice.js';
import { DatabaseUnavailable } from './database.errors.js';
import { PlainDatabase } from './plain-database.js';

let jobs: PlainDatabase;
let administrator: PlainDatabase;

beforeAll(async () => {
  const { urls } = await testBench();
  jobs = new PlainDatabase(urls.jobs, 2);
  administrator = new PlainDatabase(administratorUrlOf(urls), 1);
});

afterAll(async () => {
  await jobs.end();
  await administrator.end();
});

describe('a transaction', () => {
  it('whose connection breaks between two statements ends as an outage, not with the process', async () => {
    const lost = jobs.transaction(async (tx) => {
      const [{ pid }] = (await tx.query<{ pid: number }>({ text: 'select pg_backend_pid() as pid' })) as [{ pid: number }];
      await administrator.query({ text: 'select pg_terminate_backend($1)', values: [pid] });
      await new Promise((resolve) => setTimeout(resolve, 200));
      await tx.execute({ text: 'select 1' });
    });
    await expect(lost).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await jobs.query({ text: 'select 1 as one' })).toEqual([{ one: 1 }]);
  });
});
