import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { administratorUrlOf } from '../support/database.js';
import { assertUnprivileged, UnsafeDatabase } from '../../src/runtime.js';
import { newId } from '../../src/common/ids.js';
import { testBench } from '../support/practice.js';

let administrator: pg.Client;
const made: string[] = [];

beforeAll(async () => {
  administrator = new pg.Client({ connectionString: administratorUrlOf((await testBench()).urls) });
  await administrator.connect();
});

afterAll(async () => {
  for (const role of made) {
    await administrator.query(`drop owned by ${role}`);
    await administrator.query(`drop role ${role}`);
  }
  await administrator.end();
});

/** The deployment's logins with another role in the tenant's place. */
async function withTenant(attributes: string, after?: (role: string) => string): Promise<ReturnType<typeof assertUnprivileged>> {
  const role = `fat_${newId().replaceAll('-', '')}`;
  await administrator.query(`create role ${role} login password 'x' ${attributes}`);
  made.push(role);
  if (after) await administrator.query(after(role));
  const { urls } = await testBench();
  const url = new URL(urls.tenant);
  url.username = role;
  url.password = 'x';
  return assertUnprivileged({ ...urls, tenant: url.toString() });
}

describe('the process refuses to start on a tenant login that', () => {
  it.each([
    ['is a superuser', 'superuser', undefined, /superuser/],
    ['bypasses row security', 'bypassrls', undefined, /BYPASSRLS/],
    ['may create roles', 'createrole', undefined, /create roles/],
    ['is a member of the owner', '', (role: string) => `grant ironbark_owner to ${role}`, /member of another login/],
    [
      'reads all data',
      '',
      (role: string) => `grant pg_read_all_data to ${role}`,
      /member of another login or of a role that reads everything/,
    ],
    [
      'owns a tenant table',
      '',
      (role: string) => `create table app.own_${role} (); alter table app.own_${role} owner to ${role}`,
      /owns tables/,
    ],
  ])('%s', async (_what, attributes, after, sentence) => {
    await expect(withTenant(attributes, after)).rejects.toThrow(sentence);
  });

  it('and starts on the four that it makes itself', async () => {
    await expect(assertUnprivileged((await testBench()).urls)).resolves.toBeUndefined();
    await expect(withTenant('superuser')).rejects.toThrow(UnsafeDatabase);
  });
});
