import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { DatabaseUrls } from '../config/settings.js';

/** The four database logins (DESIGN 4). */
export const LOGINS = ['owner', 'identity', 'tenant', 'jobs'] as const;
export type Login = (typeof LOGINS)[number];

/** Passwords of logins that we create ourselves: made once, kept in a private file beside the keys. */
export function ownPasswords(dataDir: string): Record<Login, string> {
  const folder = join(dataDir, 'keys');
  const file = join(folder, 'database-logins.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Record<Login, string>;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passwords = Object.fromEntries(LOGINS.map((login) => [login, randomBytes(24).toString('base64url')])) as Record<Login, string>;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(passwords), { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
  return passwords;
}

/** The same server and database through our four logins. */
export function urlsFor(base: string, database: string, passwords: Record<Login, string>): DatabaseUrls {
  return Object.fromEntries(
    LOGINS.map((login) => {
      const url = new URL(base);
      url.username = `ironbark_${login}`;
      url.password = passwords[login];
      url.pathname = `/${database}`;
      return [login, url.toString()];
    }),
  ) as unknown as DatabaseUrls;
}

/** What a login may never be: each word is a PostgreSQL role attribute. */
const PLAIN = 'nosuperuser nobypassrls nocreaterole nocreatedb noreplication login';

/**
 * Creates the four logins and the database where they are missing, and sets their passwords. For the embedded server
 * and for tests; in production the operator creates them (docs/operations.md) and `doctor` checks what they may do.
 */
export async function provision(administratorUrl: string, database: string, passwords: Record<Login, string>): Promise<void> {
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  try {
    // Two processes that provision at once would trip over each other's catalogue rows.
    await client.query(`select pg_advisory_lock(hashtext('ironbark provision'))`);
    for (const login of LOGINS) {
      const role = `ironbark_${login}`;
      const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      const verb = rowCount === 0 ? 'create' : 'alter';
      await client.query(
        [verb, 'role', client.escapeIdentifier(role), PLAIN, 'password', client.escapeLiteral(passwords[login])].join(' '),
      );
    }
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    // A server of ours holds nothing else: nobody but its superuser has business in the databases it was born with.
    for (const born of ['postgres', 'template1']) {
      await client.query(['revoke all on database', client.escapeIdentifier(born), 'from public'].join(' '));
    }
    if (rowCount === 0) {
      await client.query(['create database', client.escapeIdentifier(database), 'owner ironbark_owner template template0'].join(' '));
      await client.query(['revoke all on database', client.escapeIdentifier(database), 'from public'].join(' '));
      await client.query(
        ['grant connect on database', client.escapeIdentifier(database), 'to ironbark_identity, ironbark_tenant, ironbark_jobs'].join(' '),
      );
    }
  } finally {
    await client.end();
  }
}
