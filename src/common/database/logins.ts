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

/**
 * One sentence for each way in which a login could step over the wall; empty when all is well. Checked at boot:
 * the process refuses to start otherwise.
 */
export async function overPrivileges(login: Exclude<Login, 'owner'>, query: <Row>(text: string) => Promise<Row[]>): Promise<string[]> {
  const [role] = await query<{ name: string; super: boolean; bypass: boolean; createrole: boolean; member: boolean; owns: string | null }>(`
    select current_user as name, r.rolsuper as super, r.rolbypassrls as bypass, r.rolcreaterole as createrole,
           exists (select 1 from pg_auth_members m where m.member = r.oid
                     and m.roleid in (select oid from pg_roles where rolname in ('ironbark_owner', 'ironbark_identity', 'ironbark_tenant', 'ironbark_jobs', 'pg_read_all_data', 'pg_write_all_data') or rolsuper or rolbypassrls)) as member,
           (select string_agg(n.nspname || '.' || c.relname, ', ') from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relowner = r.oid and n.nspname in ('wall', 'app', 'audit', 'identity', 'events') and c.relkind in ('r', 'p', 'v', 'm')) as owns
      from pg_roles r where r.rolname = current_user`);
  if (!role) return [];
  const who = `The ${login} login (${role.name})`;
  const found: string[] = [];
  if (role.super) found.push(`${who} is a superuser: row security does not bind it.`);
  if (role.bypass) found.push(`${who} has BYPASSRLS: row security does not bind it.`);
  if (role.createrole) found.push(`${who} may create roles: it could grant itself another login.`);
  if (role.member) found.push(`${who} is a member of another login or of a role that reads everything.`);
  if (role.owns !== null) found.push(`${who} owns tables (${role.owns}): an owner can take down their policies.`);
  return found;
}
