import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ACTS, behindTheWall, type TenantTable } from '../src/common/database/row-security.js';

/**
 * Directory sync (SCIM 2.0, ADR 11): a directory's token is a grant of its own kind, with team management and nothing else;
 * what it may touch is what it provisioned, held by triggers whatever the application does. Whoever becomes inactive, by
 * whichever path, loses the ways in that were still open in the same statement.
 */
export class DirectorySync1700000000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(GRANTS);
    for (const table of DIRECTORY_TABLES) await runner.query(behindTheWall(table));
    await runner.query(GUARDS);
    await runner.query(DOORS);
  }

  async down(): Promise<void> {
    throw new Error('Directory sync is not taken back: restore the database from before this migration.');
  }
}

const TABLES = `
  create table app.directory (
    org_id uuid primary key references app.organisation (org_id),
    default_template_id uuid,
    foreign key (org_id, default_template_id) references app.role_template (org_id, id) on delete set null (default_template_id)
  );
  comment on table app.directory is 'What a practice''s directory gives those whom it provisions: a role, or no access.';

  create table app.directory_user (
    org_id uuid not null,
    member_id uuid not null,
    external_index bytea check (octet_length(external_index) = 8),
    sealed bytea not null,
    ended boolean not null default false,
    deleted_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    changed_at timestamptz not null default clock_timestamp(),
    version int not null default 1,
    primary key (org_id, member_id),
    foreign key (org_id, member_id) references app.member (org_id, id) on delete cascade
  );
  create index directory_user_external on app.directory_user (org_id, external_index);
  comment on table app.directory_user is 'Members whom the directory provisioned or took on. ended: suspended by the directory, and its to reactivate.';
  comment on column app.directory_user.external_index is 'Blind index of the directory''s own id under the practice''s key.';

  create table app.directory_group (
    org_id uuid not null,
    team_id uuid not null,
    external_index bytea check (octet_length(external_index) = 8),
    sealed bytea not null,
    created_at timestamptz not null default clock_timestamp(),
    changed_at timestamptz not null default clock_timestamp(),
    version int not null default 1,
    primary key (org_id, team_id),
    foreign key (org_id, team_id) references app.team (org_id, id) on delete cascade
  );
  create index directory_group_external on app.directory_group (org_id, external_index);
  comment on table app.directory_group is 'Teams that the directory made.';

  create table app.directory_refusal (
    org_id uuid not null references app.organisation (org_id),
    id uuid not null,
    at timestamptz not null default clock_timestamp(),
    method text not null check (length(method) <= 10),
    resource text not null check (length(resource) <= 20),
    status int not null,
    sealed bytea not null,
    primary key (org_id, id)
  );
  create index directory_refusal_newest on app.directory_refusal (org_id, at desc);
  comment on table app.directory_refusal is 'What a directory asked for in vain, so that whoever keeps it can mend it. The newest 100.';`;

const GRANTS = `
  do $$
  declare c record;
  begin
    for c in select conname from pg_constraint where conrelid = 'wall.live_grant'::regclass and contype = 'c'
              and (conname = 'live_grant_kind_check' or pg_get_constraintdef(oid) like '%''job''%member_id IS NOT NULL%') loop
      execute format('alter table wall.live_grant drop constraint %I', c.conname);
    end loop;
  end $$;
  alter table wall.live_grant
    add constraint live_grant_kind_check check (kind in ('session', 'job', 'key', 'view', 'directory')),
    add constraint live_grant_member_check check (kind in ('job', 'directory') or member_id is not null),
    add constraint live_grant_directory_check check (kind <> 'directory' or (member_id is null and modules = 512));
  create index live_grant_directory on wall.live_grant (org_id) where kind = 'directory';

  create function wall.grant_kind() returns text
  language sql stable security definer set search_path = wall, pg_temp as $$
    select g.kind from live_grant g where g.token_hash = sha256(decode(coalesce(current_setting('ironbark.token', true), ''), 'hex'))
  $$;

  create function wall.issue_directory_token(token_hash bytea, token_id uuid, valid_until timestamptz) returns void
  language plpgsql security definer set search_path = wall, pg_temp as $$
  #variable_conflict use_column
  declare e pass;
  begin
    select * into e from wall.enter(512, 2);
    if not e.ok or e.member_id is null or e.role = 'member' then
      raise exception using errcode = 'IB005', message = 'only owners and administrators connect a directory';
    end if;
    perform app.take_turns(e.org_id);
    if valid_until is null or valid_until <= clock_timestamp() or valid_until > clock_timestamp() + interval '366 days' then
      raise exception using errcode = 'IB012', message = 'a token expires within a year';
    end if;
    if (select count(*) from live_grant g where g.kind = 'directory' and g.org_id = e.org_id and g.ended_at is null and g.expires_at > clock_timestamp()) >= 2 then
      raise exception using errcode = 'IB011', message = 'two live tokens at most';
    end if;
    -- What it gives is an administrator's to give: the roles of those it will place.
    perform wall.assert_may_give(e.scope, 0, 0, 0, 0);
    insert into live_grant (token_hash, id, kind, org_id, modules, idle_until, expires_at)
    values (sha256(issue_directory_token.token_hash), token_id, 'directory', e.org_id, 512, valid_until, valid_until);
  end $$;
  create function wall.end_directory_token(token_id uuid) returns boolean
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(512, 4 | 8);
    if not e.ok or e.member_id is null or e.role = 'member' then
      raise exception using errcode = 'IB005', message = 'only owners and administrators end it';
    end if;
    update live_grant set ended_at = clock_timestamp(), ended_reason = 'revoked' where id = token_id and org_id = e.org_id and kind = 'directory' and ended_at is null;
    return found;
  end $$;
  create function wall.directory_tokens()
  returns table (id uuid, made_at timestamptz, used_at timestamptz, expires_at timestamptz, ended_at timestamptz)
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(512, 1);
    if not e.ok or e.role = 'member' then return; end if;
    return query select g.id, g.started_at, case when g.seen_at > g.started_at then g.seen_at end, g.expires_at, g.ended_at
      from live_grant g where g.kind = 'directory' and g.org_id = e.org_id order by g.started_at desc;
  end $$;
  revoke all on function wall.grant_kind(), wall.issue_directory_token(bytea, uuid, timestamptz), wall.end_directory_token(uuid), wall.directory_tokens() from public;
  grant execute on function wall.issue_directory_token(bytea, uuid, timestamptz), wall.end_directory_token(uuid), wall.directory_tokens() to ironbark_tenant;`;

const team = { module: 'team_management', scope: { kind: 'organisation' } } as const;

const DIRECTORY_TABLES: TenantTable[] = [
  {
    ...team,
    name: 'app.directory',
    acts: { insert: ACTS.update },
    grants: ['select', 'insert', 'update'],
    insertColumns: ['org_id', 'default_template_id'],
    updateColumns: ['default_template_id'],
  },
  {
    ...team,
    name: 'app.directory_user',
    grants: ['select', 'insert', 'update'],
    insertColumns: ['org_id', 'member_id', 'external_index', 'sealed', 'ended'],
    updateColumns: ['external_index', 'sealed', 'ended', 'deleted_at', 'changed_at', 'version'],
  },
  {
    ...team,
    name: 'app.directory_group',
    acts: { delete: ACTS.update },
    grants: ['select', 'insert', 'update', 'delete'],
    insertColumns: ['org_id', 'team_id', 'external_index', 'sealed'],
    updateColumns: ['external_index', 'sealed', 'changed_at', 'version'],
  },
  {
    ...team,
    name: 'app.directory_refusal',
    acts: { insert: ACTS.update, delete: ACTS.update },
    grants: ['select', 'insert', 'delete'],
    insertColumns: ['org_id', 'id', 'method', 'resource', 'status', 'sealed'],
  },
];

/** Whatever the application does: a directory changes what it provisioned, gives no standing, and reaches nobody who runs the practice. */
const GUARDS = `
  create function app.directory_may(member uuid) returns boolean
  language sql stable security definer set search_path = app, pg_temp as $$
    select exists (select from directory_user u join wall.member_access a on a.member_id = u.member_id and a.org_id = u.org_id
                    where u.member_id = member and a.role <> 'owner')
  $$;
  create function app.guard_directory_member() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    if wall.grant_kind() is distinct from 'directory' then return new; end if;
    if tg_op = 'INSERT' and (new.kind, new.role) is distinct from ('person', 'member') then
      raise exception using errcode = 'IB040', message = 'a directory makes members only';
    end if;
    if tg_op = 'UPDATE' and ((new.role, new.account_id, new.kind) is distinct from (old.role, old.account_id, old.kind) or old.role = 'owner'
         or new.state not in ('active', 'suspended') or old.state in ('removed', 'invited')
         or not exists (select from directory_user u where u.org_id = old.org_id and u.member_id = old.id)) then
      raise exception using errcode = 'IB040', message = 'a directory changes what it provisioned';
    end if;
    return new;
  end $$;
  create trigger directory before insert or update on app.member for each row execute function app.guard_directory_member();

  create function app.guard_directory_user() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    -- Nobody who owns the practice, or keeps its way in, is ever the directory's.
    if exists (select from wall.member_access a where a.org_id = new.org_id and a.member_id = new.member_id and a.role = 'owner')
       or not exists (select from member m where m.org_id = new.org_id and m.id = new.member_id and m.kind = 'person') then
      raise exception using errcode = 'IB040', message = 'an owner is not the directory''s';
    end if;
    if wall.grant_kind() is distinct from 'directory' then
      raise exception using errcode = 'IB040', message = 'only the directory takes members on';
    end if;
    return new;
  end $$;
  create trigger guard before insert or update on app.directory_user for each row execute function app.guard_directory_user();

  create function app.guard_directory_team() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    if wall.grant_kind() is distinct from 'directory' then return coalesce(new, old); end if;
    if tg_op = 'INSERT' and (new.parent_id, new.default_template_id) is distinct from (null::uuid, null::uuid)
       or tg_op = 'UPDATE' and (new.parent_id, new.default_template_id) is distinct from (old.parent_id, old.default_template_id)
       or tg_op <> 'INSERT' and not exists (select from directory_group g where g.org_id = old.org_id and g.team_id = old.id) then
      raise exception using errcode = 'IB040', message = 'a directory changes what it made';
    end if;
    return coalesce(new, old);
  end $$;
  create trigger directory before insert or update or delete on app.team for each row execute function app.guard_directory_team();

  create function app.guard_directory_team_member() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  declare line app.team_member := coalesce(new, old);
  begin
    if wall.grant_kind() is distinct from 'directory' then return line; end if;
    if not exists (select from directory_group g where g.org_id = line.org_id and g.team_id = line.team_id)
       or not exists (select from directory_user u where u.org_id = line.org_id and u.member_id = line.member_id) then
      raise exception using errcode = 'IB040', message = 'a directory fills its own groups with its own people';
    end if;
    return line;
  end $$;
  create trigger directory before insert or delete on app.team_member for each row execute function app.guard_directory_team_member();

  create function app.guard_directory_grant() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  declare line app.access_grant := coalesce(new, old);
  begin
    if wall.grant_kind() is distinct from 'directory' then return line; end if;
    if line.source not in ('directory', 'team') or not app.directory_may(line.member_id) then
      raise exception using errcode = 'IB040', message = 'a directory gives what it is set to give';
    end if;
    -- What it gives somebody is exactly the role that an administrator chose; what a team gives, the team's own trigger says.
    if line.source = 'directory' and tg_op <> 'DELETE' and not exists (
         select from directory d join role_template t on t.org_id = d.org_id and t.id = d.default_template_id
          where d.org_id = line.org_id and (t.scope, t.reads, t.creates, t.updates, t.deletes) = (line.scope, line.reads, line.creates, line.updates, line.deletes)) then
      raise exception using errcode = 'IB040', message = 'a directory gives what it is set to give';
    end if;
    if line.source = 'team' and tg_op <> 'DELETE' and not exists (
         select from team t join role_template r on r.org_id = t.org_id and r.id = t.default_template_id
          where t.org_id = line.org_id and t.id = line.source_id and (r.scope, r.reads, r.creates, r.updates, r.deletes) = (line.scope, line.reads, line.creates, line.updates, line.deletes)) then
      raise exception using errcode = 'IB040', message = 'a directory gives what it is set to give';
    end if;
    return line;
  end $$;
  create trigger directory before insert or update or delete on app.access_grant for each row execute function app.guard_directory_grant();

  -- The rest of team management is people's: roles, reviews, batches, invitations, and every other grant.
  create function wall.not_by_directory() returns trigger
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    if wall.grant_kind() = 'directory' then
      raise exception using errcode = 'IB040', message = 'not a directory''s to do';
    end if;
    return coalesce(new, old);
  end $$;
  create trigger not_by_directory before insert or update or delete on app.role_template for each row execute function wall.not_by_directory();
  create trigger not_by_directory before insert or update or delete on app.directory for each row execute function wall.not_by_directory();
  create trigger not_by_directory before insert or update on app.access_batch for each row execute function wall.not_by_directory();
  create trigger not_by_directory before insert or update on app.access_review for each row execute function wall.not_by_directory();
  create trigger not_by_directory before insert or update on app.access_review_line for each row execute function wall.not_by_directory();
  create trigger not_by_directory before insert or update on wall.invitation for each row execute function wall.not_by_directory();
  create trigger not_by_directory before insert on wall.live_grant for each row execute function wall.not_by_directory();

  -- The role that a directory gives is chosen by somebody who could give it.
  create function app.guard_directory() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    if new.default_template_id is not null then
      perform wall.assert_may_give(t.scope, t.reads, t.creates, t.updates, t.deletes) from role_template t
        where t.org_id = new.org_id and t.id = new.default_template_id;
    else
      perform wall.assert_may_give('assigned', 0, 0, 0, 0);
    end if;
    return new;
  end $$;
  create trigger guard before insert or update on app.directory for each row execute function app.guard_directory();
  revoke all on function app.directory_may(uuid), app.guard_directory_member(), app.guard_directory_user(), app.guard_directory_team(),
    app.guard_directory_team_member(), app.guard_directory_grant(), wall.not_by_directory(), app.guard_directory() from public;`;

/** Sessions, keys and views end where access ends (refresh_member_access); what was on its way in ends here. */
const DOORS = `
  create function wall.close_doors() returns trigger
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    if new.account_id is not null and not wall.welcomes(new.account_id) then
      update identity.sign_in_request set killed_at = clock_timestamp() where account_id = new.account_id and spent_at is null and killed_at is null;
      update identity.sign_in_step set spent_at = clock_timestamp() where account_id = new.account_id and spent_at is null;
    end if;
    return null;
  end $$;
  create trigger close_doors after update of active on wall.member_access for each row when (old.active and not new.active) execute function wall.close_doors();
  revoke all on function wall.close_doors() from public;`;
