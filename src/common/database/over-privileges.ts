import type { Login } from './logins.js';

/** The three logins that the running process works with. */
export type EverydayLogin = Exclude<Login, 'owner'>;

type Query = <Row>(text: string) => Promise<Row[]>;

interface RoleRow {
  name: string;
  super: boolean;
  bypass: boolean;
  createrole: boolean;
  createdb: boolean;
  replication: boolean;
  memberOf: string[];
}

interface OwnedRow {
  type: string;
  schema: string | null;
  identity: string;
}

const ROLE = `
  with recursive held (oid) as (
    select m.roleid from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = current_user
    union
    select m.roleid from pg_auth_members m join held h on h.oid = m.member)
  select current_user as name, rolsuper as super, rolbypassrls as bypass, rolcreaterole as createrole, rolcreatedb as createdb,
         rolreplication as replication, array(select o.rolname::text from held h join pg_roles o on o.oid = h.oid order by 1) as "memberOf"
    from pg_roles where rolname = current_user`;

// The server's own list of what belongs to whom: here and in what databases share. Large objects hold no rows of ours.
const OWNED = `
  select i.type, i.schema, i.identity
    from pg_shdepend d cross join lateral pg_identify_object(d.classid, d.objid, d.objsubid) i
   where d.deptype = 'o' and d.refclassid = 'pg_authid'::regclass and d.refobjid = (select oid from pg_roles where rolname = current_user)
     and d.dbid in (0, (select oid from pg_database where datname = current_database()))
     and i.type is not null and i.type <> 'large object'
   order by 1, 3`;

// Tables and schemas whatever it takes to get at them; functions, which PUBLIC may call from birth, where the schema is open.
const GRANTED = `
  with mine as (select oid, nspname, nspacl, nspowner from pg_namespace where nspname in ('wall', 'identity', 'app', 'audit', 'events', 'queue')),
  granted (what, acl) as (
    select ' on ' || n.nspname || '.' || c.relname, c.relacl from pg_class c join mine n on n.oid = c.relnamespace
    union all
    select ' of columns on ' || n.nspname || '.' || c.relname, a.attacl
      from pg_attribute a join pg_class c on c.oid = a.attrelid join mine n on n.oid = c.relnamespace where not a.attisdropped
    union all
    select ' on function ' || n.nspname || '.' || p.proname, coalesce(p.proacl, acldefault('f', p.proowner))
      from pg_proc p join mine n on n.oid = p.pronamespace where p.prorettype <> 'trigger'::regtype and has_schema_privilege(n.oid, 'usage')
    union all
    select ' on schema ' || nspname, coalesce(nspacl, acldefault('n', nspowner)) from mine)
  select distinct x.privilege_type || what || case when x.is_grantable then ' with grant option' else '' end as held
    from granted cross join lateral aclexplode(acl) x
   where x.grantee in (0, (select oid from pg_roles where rolname = current_user))
   order by 1`;

/**
 * The most that migrations grant, as `PRIVILEGE on object`. Deliberately written down a second time: a grant that is
 * not here keeps the process from starting, so whoever widens a login's reach says so in two places.
 */
const MAY: Record<EverydayLogin, readonly RegExp[]> = {
  identity: [
    /^USAGE on schema (identity|wall|events)$/,
    /^(SELECT|INSERT|DELETE|UPDATE of columns) on identity\.\w+$/,
    /^(SELECT|INSERT|UPDATE of columns) on wall\.live_grant$/,
    /^SELECT on wall\.(member_access|organisation_policy|network_policy)$/,
    /^(SELECT on wall\.sso_door|SELECT of columns on wall\.sso_domain)$/,
    /^(SELECT|INSERT|UPDATE of columns) on wall\.member_use$/,
    /^EXECUTE on function identity\.(take|give_back)$/,
    /^EXECUTE on function wall\.(accept_invitations|accept_invitation_in|welcomes|hold_door|required_door|arm_at_door|end_break_glass|keeps_glass)$/,
    /^INSERT on events\.outbox$/,
  ],
  tenant: [
    /^USAGE on schema (wall|app|audit|events)$/,
    /^SELECT on app\.\w+$/,
    /^(INSERT|UPDATE)( of columns)? on app\.(client|client_\w+|member|member_preference|team|team_member|role_template|access_(grant|batch|review|review_line)|directory|directory_(user|group|refusal)|sso_connection|document|document_\w+)$/,
    /^DELETE on app\.(client_(identifier|lookup|relationship|import_row|search_segment|search_delta)|member_preference|team|team_member|role_template|access_grant|directory_(group|refusal)|sso_connection|document|document_(thumbnail|upload|link|bundle|checklist|search_segment|search_delta))$/,
    /^(SELECT|INSERT|INSERT of columns) on audit\.event$/,
    /^INSERT( of columns)? on events\.outbox$/,
    /^EXECUTE on function (wall\.(enter|open|holder|hidden|explain|grant_id)|app\.take_file_numbers)$/,
    /^EXECUTE on function wall\.(assert_may_(give|place)|(un)?block_member|make_(private|open)|restrictions)$/,
    /^EXECUTE on function wall\.(issue_directory_token|end_directory_token|directory_tokens)$/,
    /^EXECUTE on function wall\.(invite|invitations|uses|begin_view|end_view|issue_key|revoke_key|keys|accesses|ask_for_factors|set_idle_limit|set_networks|note_network)$/,
    /^EXECUTE on function wall\.(claim_domain|domains|release_domain|require_door|free_doors|confirm_door|has_break_glass|other_sessions|came_by)$/,
    /^EXECUTE on function wall\.(name_break_glass|arm_break_glass|disarm_break_glass|break_glass_state|break_glass_until)$/,
  ],
  jobs: [
    /^USAGE on schema (wall|audit|events)$/,
    /^[A-Z ]+( of columns)? on (schema queue|(function )?queue\.\w+)( with grant option)?$/,
    /^SELECT on wall\.practice_name$/,
    /^(SELECT|DELETE|UPDATE of columns) on events\.outbox$/,
    /^(SELECT|INSERT) on events\.handled$/,
    /^EXECUTE on function wall\.(note_domain_check|domains_to_check|note_domain_reminded)$/,
    /^EXECUTE on function wall\.(keys_ending|note_key_reminded)$/,
    /^EXECUTE on function wall\.(arm_door|door_opens|find_door|knock|set_code|try_code|begin_hour|doors_cut_off|leave_door|sweep_doors)$/,
    /^EXECUTE on function (wall\.(mint_job_grant|end_job_grant|sweep_grants|sweep_networks)|audit\.ensure_partitions)$/,
  ],
};

/**
 * One sentence for each way in which a login could step over the wall (DESIGN 4); empty when all is well: what the role
 * is, every role that it may take on, what it owns and what it was granted. The process refuses to start otherwise.
 */
export async function overPrivileges(login: EverydayLogin, query: Query): Promise<string[]> {
  const [role] = await query<RoleRow>(ROLE);
  if (!role) return [];
  const owned = await query<OwnedRow>(OWNED);
  const granted = await query<{ held: string }>(GRANTED);
  const who = `The ${login} login (${role.name})`;
  const found: string[] = [];
  if (role.super) found.push(`${who} is a superuser: row security does not bind it.`);
  if (role.bypass) found.push(`${who} has BYPASSRLS: row security does not bind it.`);
  if (role.createrole) found.push(`${who} may create roles: it could make itself a wider login.`);
  if (role.createdb) found.push(`${who} may create databases: it would own what it creates.`);
  if (role.replication) found.push(`${who} has REPLICATION: it could copy the whole server.`);
  for (const other of role.memberOf) found.push(`${who} is a member of ${other}: it could act with the rights of that role.`);
  for (const { type, schema, identity } of owned) {
    // The job queue makes its own tables, in its own schema.
    if (login === 'jobs' && schema === 'queue') continue;
    found.push(`${who} owns the ${type} ${identity}: an owner can change it and take down what guards it.`);
  }
  for (const { held } of granted) {
    if (!MAY[login].some((allowed) => allowed.test(held))) found.push(`${who} holds ${held}, which it does not need: revoke it.`);
  }
  return found;
}
