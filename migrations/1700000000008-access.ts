import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ACCESS_TABLES, CLIENT_TABLES, ORGANISATION_TABLES, AUDIT_AND_EVENTS } from './access-policies.js';
import { behindTheWall } from '../src/common/database/row-security.js';

/**
 * Who may see what (promises I-35 to I-39, M-18): grants that remember their source, role templates, sub-teams, walls
 * and private records, and every policy rewritten so that each of create, read, update and delete is a switch of its own.
 */
export class Access1700000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DROP_POLICIES);
    await runner.query(TABLES);
    await runner.query(CARRY_OVER);
    await runner.query(THE_WALL);
    await runner.query(KEPT_IN_STEP);
    await runner.query(GUARDS);
    await runner.query(WALLS);
    for (const table of [...ORGANISATION_TABLES, ...ACCESS_TABLES, ...CLIENT_TABLES]) await runner.query(behindTheWall(table));
    await runner.query(AUDIT_AND_EVENTS);
  }

  async down(): Promise<void> {
    throw new Error('Access is not taken back: restore the database from before this migration.');
  }
}

/** Of the tenant tables only: the jobs' and the identity login's own policies on the outbox stay. */
const DROP_POLICIES = `
  do $$
  declare p record;
  begin
    for p in select schemaname, tablename, policyname from pg_policies
              where schemaname in ('app', 'audit') or (schemaname = 'events' and policyname = 'raised_by_tenant') loop
      execute format('drop policy %I on %I.%I', p.policyname, p.schemaname, p.tablename);
    end loop;
  end $$;
  drop function wall.open(text);
  drop function app.take_file_numbers(int);
  drop function wall.enter(int);
  drop type wall.pass;`;

const TABLES = `
  create table app.role_template (
    org_id uuid not null references app.organisation (org_id),
    id uuid not null default gen_random_uuid(),
    name text not null check (length(name) between 1 and 80),
    scope text not null check (scope in ('all', 'team', 'assigned')),
    reads int not null check (reads between 0 and 1023),
    creates int not null,
    updates int not null,
    deletes int not null,
    version int not null default 1,
    primary key (org_id, id),
    unique (org_id, name),
    check (((creates | updates | deletes) & ~reads) = 0)
  );
  comment on table app.role_template is 'A named role: scope and switches, built once, applied to many members (promise I-37).';

  create table app.access_grant (
    org_id uuid not null,
    id uuid not null default gen_random_uuid(),
    member_id uuid not null,
    source text not null check (source in ('manual', 'template', 'team', 'directory')),
    source_id uuid,
    source_version int,
    scope text not null check (scope in ('all', 'team', 'assigned')),
    reads int not null check (reads between 0 and 1023),
    creates int not null,
    updates int not null,
    deletes int not null,
    granted_by uuid,
    granted_at timestamptz not null default clock_timestamp(),
    primary key (org_id, id),
    foreign key (org_id, member_id) references app.member (org_id, id) on delete cascade,
    check ((source in ('template', 'team')) = (source_id is not null)),
    check (((creates | updates | deletes) & ~reads) = 0)
  );
  create unique index access_grant_source on app.access_grant (org_id, member_id, source, (coalesce(source_id, org_id)));
  create unique index access_grant_base on app.access_grant (org_id, member_id) where source in ('manual', 'template');
  create index access_grant_of_source on app.access_grant (org_id, source, source_id);
  comment on table app.access_grant is 'What a member may do, by where it comes from. Together they add up; sync rewrites only its own source.';

  create table app.access_change (
    org_id uuid not null,
    id uuid not null default gen_random_uuid(),
    batch bigint not null default (pg_current_xact_id()::text::bigint),
    member_id uuid not null,
    made_by uuid,
    made_at timestamptz not null default clock_timestamp(),
    before jsonb,
    after jsonb not null,
    primary key (org_id, id),
    foreign key (org_id, member_id) references app.member (org_id, id) on delete cascade
  );
  create index access_change_member on app.access_change (org_id, member_id, made_at desc);
  comment on table app.access_change is 'What a member could reach before and after, written by a trigger on whatever path it changed. batch: the transaction.';

  alter table app.team add column parent_id uuid, add column default_template_id uuid,
    add foreign key (org_id, parent_id) references app.team (org_id, id),
    add foreign key (org_id, default_template_id) references app.role_template (org_id, id),
    add constraint team_name unique (org_id, name);
  create index team_parent on app.team (org_id, parent_id);
  create index team_template on app.team (org_id, default_template_id);

  alter table wall.live_grant drop constraint live_grant_kind_check, drop constraint live_grant_ended_reason_check;
  alter table wall.live_grant
    add column actor_id uuid references wall.member_access (member_id) on delete cascade,
    add column read_only boolean not null default false,
    add column networks cidr[] not null default '{}',
    add constraint live_grant_kind_check check (kind in ('session', 'job', 'key', 'view')),
    add constraint live_grant_view_check check ((kind = 'view') = (actor_id is not null) and (kind <> 'view' or read_only)),
    add constraint live_grant_ended_reason_check
      check (ended_reason in ('signed_out', 'signed_out_everywhere', 'superseded', 'suspended', 'finished', 'revoked'));
  create index live_grant_actor on wall.live_grant (actor_id);
  comment on column wall.live_grant.actor_id is 'Who looks, when the grant shows a member''s world to somebody else (kind view).';
  alter table wall.member_access add column creates int not null default 0, add column updates int not null default 0,
    add column deletes int not null default 0;`;

/** Members keep exactly what they had. Row security rests while the owner moves columns; nobody else holds a lock on them meanwhile. */
const CARRY_OVER = `
  alter table app.member no force row level security;
  insert into app.access_grant (org_id, member_id, source, scope, reads, creates, updates, deletes)
    select org_id, id, 'manual', scope, modules, modules, modules, modules from app.member;
  alter table app.member add column state text not null default 'active' check (state in ('invited', 'active', 'suspended', 'removed')),
    add column kind text not null default 'person' check (kind in ('person', 'service'));
  drop trigger member_access on app.member;
  update app.member set state = 'suspended' where not active;
  alter table app.member drop column active, drop column scope, drop column modules, alter column account_id drop not null,
    add column active boolean generated always as (state = 'active') stored, add check ((kind = 'service') = (account_id is null)),
    add check (kind = 'person' or role = 'member');
  alter table app.member force row level security;
  alter table wall.member_access alter column account_id drop not null;
  update wall.member_access set creates = modules, updates = modules, deletes = modules;

  create function app.starting_templates(for_org uuid) returns void language sql as $$
    insert into app.role_template (org_id, name, scope, reads, creates, updates, deletes) values
      (for_org, 'Practitioner', 'assigned', 1 | 2 | 4 | 8 | 16, 1 | 2 | 4 | 8 | 16, 1 | 2 | 4 | 16, 0),
      (for_org, 'Client Service', 'team', 1 | 2 | 4 | 16, 1 | 2 | 4 | 16, 1 | 2 | 4 | 16, 0),
      (for_org, 'Reception', 'all', 1 | 4, 1 | 4, 1, 0),
      (for_org, 'Finance', 'all', 1 | 32 | 64 | 128, 32 | 128, 32 | 128, 32),
      (for_org, 'Read-only auditor', 'all', 1023, 0, 0, 0);
  $$;
  revoke all on function app.starting_templates(uuid) from public;
  alter table app.organisation no force row level security;
  select app.starting_templates(org_id) from app.organisation;
  alter table app.organisation force row level security;`;

/** A transaction that keeps its first snapshot would never see that its grant ended or narrowed: it opens nothing. */
const LIVE = `
        where g.token_hash operator(pg_catalog.=) pg_catalog.sha256(pg_catalog.decode(pg_catalog.current_setting('ironbark.token'), 'hex'))
          and g.ended_at is null
          and g.expires_at operator(pg_catalog.>) pg_catalog.clock_timestamp()
          and g.idle_until operator(pg_catalog.>) pg_catalog.clock_timestamp()
          and (g.member_id is null or a.active)
          and pg_catalog.current_setting('transaction_isolation') operator(pg_catalog.=) 'read committed'`;
const JOINED = `
         from wall.live_grant g
         left join wall.member_access a on a.member_id operator(pg_catalog.=) g.member_id and a.org_id operator(pg_catalog.=) g.org_id`;
const heldWhen = (bit: number, column: string) =>
  `case when (acts operator(pg_catalog.&) ${bit}) operator(pg_catalog.<>) 0 then ${column} else 0 end`;
const ALL = 'coalesce(a.modules, 1023)';

const THE_WALL = `
  create type wall.pass as (org_id uuid, ok boolean, scope text, member_id uuid, team_ids uuid[], role text, actor_id uuid);

  create function wall.enter(module_bit int, acts int) returns wall.pass
  language plpgsql stable parallel safe security definer as $$
  declare p wall.pass;
  begin
    select g.org_id,
           (g.modules operator(pg_catalog.&) module_bit operator(pg_catalog.&) (
              ${heldWhen(1, ALL)}
              operator(pg_catalog.|) ${heldWhen(2, 'coalesce(a.creates, 1023)')}
              operator(pg_catalog.|) ${heldWhen(4, 'coalesce(a.updates, 1023)')}
              operator(pg_catalog.|) ${heldWhen(8, 'coalesce(a.deletes, 1023)')})) operator(pg_catalog.=) module_bit
             and (acts operator(pg_catalog.=) 1 or not g.read_only),
           coalesce(a.scope, 'all'), g.member_id, coalesce(a.team_ids, '{}'), coalesce(a.role, 'member'), coalesce(g.actor_id, g.member_id)
      into p ${JOINED} ${LIVE};
    if not found then
      raise insufficient_privilege using message = 'no live grant';
    end if;
    return p;
  end $$;
  comment on function wall.enter(int, int) is 'The only source of organisation, switches, scope and teams in policies. acts: bits read 1, create 2, update 4, delete 8, any of which will do. Raises without a live grant.';

  create function wall.open(grant_hash text)
  returns table (id uuid, kind text, org_id uuid, member_id uuid, actor_id uuid, account_id uuid, role text, scope text,
                 modules int, creates int, updates int, deletes int, team_ids uuid[], networks text[],
                 started_at timestamptz, seen_at timestamptz, idle_until timestamptz, expires_at timestamptz)
  language plpgsql volatile security definer rows 1 as $$
  begin
    perform pg_catalog.set_config('ironbark.token', grant_hash, true);
    return query
      select g.id, g.kind, g.org_id, g.member_id, coalesce(g.actor_id, g.member_id), g.account_id, coalesce(a.role, 'member'), coalesce(a.scope, 'all'),
             g.modules operator(pg_catalog.&) ${ALL},
             case when g.read_only then 0 else g.modules operator(pg_catalog.&) coalesce(a.creates, 1023) end,
             case when g.read_only then 0 else g.modules operator(pg_catalog.&) coalesce(a.updates, 1023) end,
             case when g.read_only then 0 else g.modules operator(pg_catalog.&) coalesce(a.deletes, 1023) end,
             coalesce(a.team_ids, '{}'), g.networks::text[], g.started_at, g.seen_at, g.idle_until, g.expires_at
        ${JOINED} ${LIVE};
    if not found then
      raise insufficient_privilege using message = 'no live grant';
    end if;
  end $$;
  comment on function wall.open(text) is 'Hands over the inner hash of a token for this transaction and answers with who it acts for. Raises without a live grant.';

  -- What the one who acts holds themself; no row when a job of the organisation acts; raises without a live grant.
  create function wall.holder() returns setof wall.member_access
  language plpgsql stable security definer rows 1 set search_path = wall, pg_temp as $$
  begin
    return query select a.* from wall.live_grant g
      join wall.member_access a on a.member_id operator(pg_catalog.=) coalesce(g.actor_id, g.member_id) and a.org_id operator(pg_catalog.=) g.org_id
      ${LIVE};
    if not found then
      perform wall.enter(0, 1);
    end if;
  end $$;

  create function app.take_file_numbers(how_many int) returns int
  language plpgsql security definer set search_path = app, pg_temp as $$
  declare here uuid; first int;
  begin
    if how_many is null or how_many < 1 or how_many > 10000 then
      raise invalid_parameter_value using message = 'take 1 to 10000 file numbers';
    end if;
    select e.org_id into here from wall.enter(1, 2) e where e.ok;
    if here is null then raise insufficient_privilege using message = 'no live grant'; end if;
    update file_number set next = next + how_many where org_id = here returning next - how_many into first;
    return first;
  end $$;
  revoke all on function wall.enter(int, int), wall.open(text), wall.holder(), app.take_file_numbers(int) from public;
  grant execute on function wall.enter(int, int), wall.open(text), app.take_file_numbers(int) to ironbark_tenant;`;

const KEPT_IN_STEP = `
  drop trigger member_access on app.team_member;
  drop function app.team_member_changed, app.member_changed, wall.refresh_member_access(uuid, uuid);

  -- Adds up the grants of some members; an owner holds everything, so that nobody is locked out of their own practice.
  create function wall.refresh_member_access(for_org uuid, members uuid[]) returns void
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    with recursive below as (
      select t.member_id, t.team_id from app.team_member t where t.org_id = for_org and t.member_id = any (members)
      union
      select b.member_id, c.id from below b join app.team c on c.org_id = for_org and c.parent_id = b.team_id
    ), teams as (
      select member_id, array_agg(team_id order by team_id) as ids from below group by member_id
    ), held as materialized (
      select member_id, bit_or(reads) as reads, bit_or(creates) as creates, bit_or(updates) as updates, bit_or(deletes) as deletes,
             max(case scope when 'all' then 3 when 'team' then 2 else 1 end) as reach
        from app.access_grant where org_id = for_org and member_id = any (members) group by member_id
    ), fresh as (
      select m.id, m.org_id, m.account_id, m.role, m.state, m.active, coalesce(t.ids, '{}') as team_ids,
             case when m.role = 'owner' or h.reach = 3 then 'all' when h.reach = 2 then 'team' else 'assigned' end as scope,
             case when m.role = 'owner' then 1023 else coalesce(h.reads, 0) end as reads,
             case when m.role = 'owner' then 1023 else coalesce(h.creates, 0) end as creates,
             case when m.role = 'owner' then 1023 else coalesce(h.updates, 0) end as updates,
             case when m.role = 'owner' then 1023 else coalesce(h.deletes, 0) end as deletes
        from app.member m left join teams t on t.member_id = m.id left join held h on h.member_id = m.id
       where m.org_id = for_org and m.id = any (members)
    ), noted as (
      insert into app.access_change (org_id, member_id, made_by, before, after)
      select f.org_id, f.id, (select h.member_id from wall.holder() h),
             case when o.member_id is not null then to_jsonb(o) - '{member_id,org_id,account_id}'::text[] end,
             jsonb_build_object('role', f.role, 'scope', f.scope, 'modules', f.reads, 'creates', f.creates, 'updates', f.updates,
                                'deletes', f.deletes, 'team_ids', f.team_ids, 'active', f.active)
        from fresh f left join member_access o on o.member_id = f.id and o.org_id = f.org_id
       where o.member_id is null
          or (o.role, o.scope, o.modules, o.creates, o.updates, o.deletes, o.team_ids, o.active)
             is distinct from (f.role, f.scope, f.reads, f.creates, f.updates, f.deletes, f.team_ids, f.active)
    )
    insert into member_access as held (member_id, org_id, account_id, role, scope, modules, creates, updates, deletes, team_ids, active)
    select id, org_id, account_id, role, scope, reads, creates, updates, deletes, team_ids, active from fresh
    on conflict (member_id) do update set role = excluded.role, scope = excluded.scope, modules = excluded.modules, creates = excluded.creates,
           updates = excluded.updates, deletes = excluded.deletes, team_ids = excluded.team_ids, active = excluded.active, account_id = excluded.account_id
     where held.org_id = excluded.org_id
       and (held.role, held.scope, held.modules, held.creates, held.updates, held.deletes, held.team_ids, held.active, held.account_id)
           is distinct from (excluded.role, excluded.scope, excluded.modules, excluded.creates, excluded.updates, excluded.deletes,
                             excluded.team_ids, excluded.active, excluded.account_id);
    update live_grant g set ended_at = clock_timestamp(), ended_reason = 'suspended'
      from member_access a
     where a.member_id = any (members) and not a.active and (g.member_id = a.member_id or g.actor_id = a.member_id) and g.ended_at is null;
  end $$;

  -- Members of teams with a default role hold it, marked as the team's own; nothing of another source is touched (I-38).
  create function app.sync_team_grants(for_org uuid, teams uuid[]) returns void
  language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    delete from access_grant g
     where g.org_id = for_org and g.source = 'team' and g.source_id = any (teams)
       and not exists (select 1 from team_member m join team t on t.org_id = m.org_id and t.id = m.team_id
                        where m.org_id = for_org and m.team_id = g.source_id and m.member_id = g.member_id and t.default_template_id is not null);
    insert into access_grant as held (org_id, member_id, source, source_id, source_version, scope, reads, creates, updates, deletes, granted_by)
    select m.org_id, m.member_id, 'team', t.id, r.version, r.scope, r.reads, r.creates, r.updates, r.deletes, (select h.member_id from wall.holder() h)
      from team t join role_template r on r.org_id = t.org_id and r.id = t.default_template_id
      join team_member m on m.org_id = t.org_id and m.team_id = t.id
     where t.org_id = for_org and t.id = any (teams)
    on conflict (org_id, member_id, source, (coalesce(source_id, org_id))) do update
       set source_version = excluded.source_version, scope = excluded.scope, reads = excluded.reads, creates = excluded.creates,
           updates = excluded.updates, deletes = excluded.deletes, granted_by = excluded.granted_by, granted_at = clock_timestamp()
     where (held.scope, held.reads, held.creates, held.updates, held.deletes, held.source_version)
           is distinct from (excluded.scope, excluded.reads, excluded.creates, excluded.updates, excluded.deletes, excluded.source_version);
  end $$;

  -- Changes of access in one organisation take turns: each adds up only after it sees what the one before it left.
  create function app.take_turns(for_org uuid) returns void language plpgsql set search_path = app, pg_temp as $$
  begin
    perform pg_advisory_xact_lock(hashtextextended(for_org::text, 8));
  end $$;
  create function app.members_changed() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
  declare o uuid;
  begin
    for o in select distinct org_id from fresh loop
      perform app.take_turns(o);
      perform wall.refresh_member_access(o, (select array_agg(id) from fresh where org_id = o));
    end loop;
    return null;
  end $$;
  create function app.member_gone() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    delete from wall.member_access where member_id = old.id and org_id = old.org_id;
    return null;
  end $$;
  create function app.grants_changed() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
  declare o uuid;
  begin
    for o in select distinct org_id from touched loop
      perform app.take_turns(o);
      perform wall.refresh_member_access(o, (select array_agg(distinct member_id) from touched where org_id = o));
    end loop;
    return null;
  end $$;
  create function app.team_members_changed() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
  declare o uuid;
  begin
    for o in select distinct org_id from touched loop
      perform app.take_turns(o);
      perform app.sync_team_grants(o, (select array_agg(distinct team_id) from touched where org_id = o));
      perform wall.refresh_member_access(o, (select array_agg(distinct member_id) from touched where org_id = o));
    end loop;
    return null;
  end $$;
  create function app.teams_changed() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    if (new.default_template_id, new.parent_id) is distinct from (old.default_template_id, old.parent_id) then
      perform app.take_turns(new.org_id);
    end if;
    if new.default_template_id is distinct from old.default_template_id then
      perform app.sync_team_grants(new.org_id, array[new.id]);
    end if;
    if new.parent_id is distinct from old.parent_id then
      perform wall.refresh_member_access(new.org_id, (select array_agg(distinct member_id) from team_member where org_id = new.org_id));
    end if;
    return null;
  end $$;
  create function app.template_changed() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    perform app.take_turns(new.org_id);
    perform app.sync_team_grants(new.org_id, (select array_agg(id) from team where org_id = new.org_id and default_template_id = new.id));
    return null;
  end $$;
  create trigger members_added after insert on app.member referencing new table as fresh for each statement execute function app.members_changed();
  create trigger members_changed after update on app.member referencing new table as fresh for each statement execute function app.members_changed();
  create trigger member_gone after delete on app.member for each row execute function app.member_gone();
  create trigger grants_added after insert on app.access_grant referencing new table as touched for each statement execute function app.grants_changed();
  create trigger grants_changed after update on app.access_grant referencing new table as touched for each statement execute function app.grants_changed();
  create trigger grants_gone after delete on app.access_grant referencing old table as touched for each statement execute function app.grants_changed();
  create trigger team_members_added after insert on app.team_member referencing new table as touched for each statement execute function app.team_members_changed();
  create trigger team_members_gone after delete on app.team_member referencing old table as touched for each statement execute function app.team_members_changed();
  create trigger teams_changed after update on app.team for each row execute function app.teams_changed();
  create trigger template_changed after update on app.role_template for each row execute function app.template_changed();
  revoke all on function app.take_turns(uuid), wall.refresh_member_access(uuid, uuid[]), app.sync_team_grants(uuid, uuid[]), app.members_changed(), app.member_gone(),
    app.grants_changed(), app.team_members_changed(), app.teams_changed(), app.template_changed() from public;`;

/** SQLSTATEs of our own, so that each refusal can be said in a sentence: see access.errors.ts. */
const GUARDS = `
  create function wall.assert_may_give(scope text, reads int, creates int, updates int, deletes int) returns void
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  declare me member_access;
  begin
    select * into me from wall.holder();
    -- A job of the organisation gives what it is told to.
    if not found then return; end if;
    if me.role = 'member' then
      raise exception using errcode = 'IB005', message = 'only owners and administrators change access';
    end if;
    if (reads & ~me.modules) | (creates & ~me.creates) | (updates & ~me.updates) | (deletes & ~me.deletes) <> 0
       or array_position(array['assigned', 'team', 'all'], scope) > array_position(array['assigned', 'team', 'all'], me.scope) then
      raise exception using errcode = 'IB001', message = 'nobody grants more than they hold';
    end if;
  end $$;

  create function app.guard_grant() returns trigger language plpgsql as $$
  declare whose uuid := case when tg_op = 'DELETE' then old.member_id else new.member_id end;
  begin
    -- What a team gives follows the team; what an owner holds as their own is an owner's to change.
    if coalesce(new.source, old.source) in ('manual', 'template') and exists (select 1 from app.member m where m.id = whose and m.role = 'owner')
       and exists (select 1 from wall.holder() h where h.role <> 'owner') then
      raise exception using errcode = 'IB006', message = 'only an owner changes an owner';
    end if;
    if tg_op = 'DELETE' then
      perform wall.assert_may_give('assigned', 0, 0, 0, 0);
      return old;
    end if;
    perform wall.assert_may_give(new.scope, new.reads, new.creates, new.updates, new.deletes);
    return new;
  end $$;
  create trigger guard before insert or update or delete on app.access_grant for each row execute function app.guard_grant();

  -- A team is reach as well: whoever sees only their teams' clients lets nobody, themself least of all, into other teams.
  create function wall.assert_may_place(team uuid) returns void
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  declare me member_access;
  begin
    perform wall.assert_may_give('assigned', 0, 0, 0, 0);
    select * into me from wall.holder();
    if found and me.scope <> 'all' and team is not null and team <> all (me.team_ids) then
      raise exception using errcode = 'IB001', message = 'nobody grants more than they hold';
    end if;
  end $$;
  create function app.guard_team_member() returns trigger language plpgsql as $$
  begin
    perform wall.assert_may_place(case when tg_op = 'INSERT' then new.team_id end);
    return coalesce(new, old);
  end $$;
  create trigger guard before insert or delete on app.team_member for each row execute function app.guard_team_member();
  create function app.guard_team() returns trigger language plpgsql as $$
  begin
    perform wall.assert_may_place(null);
    if tg_op <> 'DELETE' and (tg_op = 'INSERT' or new.parent_id is distinct from old.parent_id) and new.parent_id is not null then
      perform wall.assert_may_place(new.parent_id);
      perform wall.assert_may_place(case when tg_op = 'UPDATE' then new.id end);
    end if;
    return coalesce(new, old);
  end $$;
  create trigger guard before insert or update or delete on app.team for each row execute function app.guard_team();

  create function app.guard_template() returns trigger language plpgsql as $$
  begin
    perform wall.assert_may_give(new.scope, new.reads, new.creates, new.updates, new.deletes);
    return new;
  end $$;
  create function app.guard_template_gone() returns trigger language plpgsql as $$
  begin
    perform wall.assert_may_give('assigned', 0, 0, 0, 0);
    return old;
  end $$;
  create trigger guard_gone before delete on app.role_template for each row execute function app.guard_template_gone();
  create trigger guard before insert or update on app.role_template for each row execute function app.guard_template();

  create function app.guard_member() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  declare me wall.member_access; theirs wall.member_access;
  begin
    select * into me from wall.holder();
    if not found then return new; end if;
    if tg_op = 'UPDATE' and (new.role, new.state) is not distinct from (old.role, old.state) and me.member_id = new.id then return new; end if;
    if me.role = 'member' then
      raise exception using errcode = 'IB005', message = 'only owners and administrators change members';
    end if;
    if me.role <> 'owner' and (new.role = 'owner' or (tg_op = 'UPDATE' and old.role = 'owner')) then
      raise exception using errcode = 'IB006', message = 'only an owner changes or makes an owner';
    end if;
    -- A person is let in by accepting, never by whoever invites; who comes back brings no more than whoever lets them back holds.
    if new.kind = 'person' and new.state not in ('invited', 'removed') and (tg_op = 'INSERT' or old.state in ('invited', 'removed')) then
      raise check_violation using message = 'a person becomes a member by accepting an invitation';
    end if;
    if tg_op = 'UPDATE' and new.state = 'active' and old.state <> 'active' then
      select * into theirs from wall.member_access a where a.member_id = new.id and a.org_id = new.org_id;
      perform wall.assert_may_give(theirs.scope, theirs.modules, theirs.creates, theirs.updates, theirs.deletes);
    end if;
    return new;
  end $$;
  create trigger guard before insert or update on app.member for each row execute function app.guard_member();

  -- Whatever the path: somebody who can let people in stays. Two at once take turns.
  create function app.keep_last() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    if old.state <> 'active' or old.role = 'member' or (tg_op = 'UPDATE' and new.state = 'active' and new.role in (old.role, 'owner')) then
      return null;
    end if;
    perform app.take_turns(old.org_id);
    if not exists (select 1 from member m where m.org_id = old.org_id and m.role = old.role and m.state = 'active' and m.kind = 'person') then
      if old.role = 'owner' then raise exception using errcode = 'IB002', message = 'the last owner stays'; end if;
      raise exception using errcode = 'IB003', message = 'the last administrator stays';
    end if;
    return null;
  end $$;
  create trigger keep_last after update or delete on app.member for each row execute function app.keep_last();

  create function app.no_team_cycle() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  declare above uuid := new.parent_id;
  begin
    perform app.take_turns(new.org_id);
    while above is not null loop
      if above = new.id then raise exception using errcode = 'IB004', message = 'a team cannot stand under itself'; end if;
      select parent_id into above from team where org_id = new.org_id and id = above;
    end loop;
    return new;
  end $$;
  create trigger no_team_cycle before insert or update on app.team for each row when (new.parent_id is not null) execute function app.no_team_cycle();

  -- Archiving, restoring and merging are the delete switch; everything else about a client is the update switch.
  create function app.guard_client() returns trigger language plpgsql as $$
  begin
    if ((new.archived_at is null), new.merged_into_id) is distinct from ((old.archived_at is null), old.merged_into_id) then
      if not (select e.ok from wall.enter(1, 8) e) then
        raise exception using errcode = 'IB007', message = 'archiving needs the delete switch';
      end if;
    elsif new.status is distinct from old.status and not (select e.ok from wall.enter(1, 4) e) then
      raise exception using errcode = 'IB007', message = 'changing needs the update switch';
    end if;
    if (new.card, new.details, new.team_id, new.practitioner_id) is distinct from (old.card, old.details, old.team_id, old.practitioner_id)
       and not (select e.ok from wall.enter(1, 4) e) then
      raise exception using errcode = 'IB007', message = 'changing needs the update switch';
    end if;
    return new;
  end $$;
  create trigger guard before update on app.client for each row execute function app.guard_client();
  revoke all on function wall.assert_may_give(text, int, int, int, int), wall.assert_may_place(uuid), app.guard_team_member(), app.guard_team(), app.guard_grant(), app.guard_template(), app.guard_template_gone(), app.guard_member(), app.keep_last(),
    app.no_team_cycle(), app.guard_client() from public;
  grant execute on function wall.assert_may_give(text, int, int, int, int), wall.assert_may_place(uuid), wall.holder() to ironbark_tenant;`;

const WALLS = `
  create table wall.client_block (
    org_id uuid not null, member_id uuid not null, client_id uuid not null,
    made_by uuid, made_at timestamptz not null default clock_timestamp(),
    primary key (org_id, member_id, client_id),
    foreign key (org_id, client_id) references app.client (org_id, id) on delete cascade,
    foreign key (org_id, member_id) references app.member (org_id, id) on delete cascade
  );
  create index client_block_client on wall.client_block (org_id, client_id);
  create table wall.client_private (
    org_id uuid not null, client_id uuid not null,
    made_by uuid, made_at timestamptz not null default clock_timestamp(),
    primary key (org_id, client_id),
    foreign key (org_id, client_id) references app.client (org_id, id) on delete cascade
  );
  create table wall.client_named (
    org_id uuid not null, client_id uuid not null, member_id uuid not null,
    primary key (org_id, client_id, member_id),
    foreign key (org_id, client_id) references wall.client_private (org_id, client_id) on delete cascade,
    foreign key (org_id, member_id) references app.member (org_id, id) on delete cascade
  );
  create index client_named_member on wall.client_named (org_id, member_id);
  comment on table wall.client_block is 'Walls: members kept from one client (conflict of interest), above any scope.';
  comment on table wall.client_private is 'Private records: only named members see them, administrators included.';

  -- The clients that the one who acts may not see whatever their scope; for a view, what either of the two may not.
  create function wall.hidden() returns setof uuid
  language plpgsql stable parallel safe security definer rows 10 as $$
  declare here uuid; who uuid; looks uuid;
  begin
    select g.org_id, g.member_id, coalesce(g.actor_id, g.member_id) into here, who, looks ${JOINED} ${LIVE};
    if not found then
      raise insufficient_privilege using message = 'no live grant';
    end if;
    if who is null then return; end if;
    return query
      select b.client_id from wall.client_block b
       where b.org_id operator(pg_catalog.=) here and (b.member_id operator(pg_catalog.=) who or b.member_id operator(pg_catalog.=) looks)
      union all
      select p.client_id from wall.client_private p
       where p.org_id operator(pg_catalog.=) here and not (
         exists (select 1 from wall.client_named n where n.org_id operator(pg_catalog.=) here and n.client_id operator(pg_catalog.=) p.client_id and n.member_id operator(pg_catalog.=) who)
         and exists (select 1 from wall.client_named n where n.org_id operator(pg_catalog.=) here and n.client_id operator(pg_catalog.=) p.client_id and n.member_id operator(pg_catalog.=) looks));
  end $$;

  -- Only administrators who see the client set its walls; the answer is the organisation, for the writes below.
  create function wall.assert_may_restrict(client uuid) returns uuid
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  declare e wall.pass;
  begin
    select * into e from wall.enter(512, 4);
    if not e.ok or (e.member_id is not null and e.role = 'member') then
      raise exception using errcode = 'IB005', message = 'only owners and administrators set walls';
    end if;
    if not exists (select 1 from app.client c where c.org_id = e.org_id and c.id = client) then
      raise exception using errcode = 'IB008', message = 'no such client';
    end if;
    return e.org_id;
  end $$;
  create function wall.assert_not_left(here uuid, client uuid) returns void
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  begin
    if exists (select 1 from client_private p where p.org_id = here and p.client_id = client) and not exists (
         select 1 from client_named n where n.org_id = here and n.client_id = client
            and not exists (select 1 from client_block b where b.org_id = here and b.client_id = client and b.member_id = n.member_id)) then
      raise exception using errcode = 'IB010', message = 'a private record would be left to nobody';
    end if;
  end $$;
  create function wall.block_member(client uuid, blocked uuid) returns void
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare here uuid := wall.assert_may_restrict(client);
  begin
    perform app.take_turns(here);
    insert into client_block (org_id, member_id, client_id, made_by)
    values (here, blocked, client, (select h.member_id from holder() h)) on conflict do nothing;
    perform wall.assert_not_left(here, client);
  end $$;
  create function wall.unblock_member(client uuid, blocked uuid) returns void
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare here uuid := wall.assert_may_restrict(client);
  begin
    delete from client_block b where b.org_id = here and b.client_id = client and b.member_id = blocked;
  end $$;
  create function wall.make_private(client uuid, named uuid[]) returns void
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare here uuid := wall.assert_may_restrict(client);
  begin
    perform app.take_turns(here);
    if coalesce(cardinality(named), 0) = 0 or exists (
         select 1 from unnest(named) n (id) left join app.member m on m.org_id = here and m.id = n.id and m.state = 'active' where m.id is null) then
      raise exception using errcode = 'IB009', message = 'a private record names members of the practice';
    end if;
    insert into client_private (org_id, client_id, made_by) values (here, client, (select h.member_id from holder() h)) on conflict do nothing;
    delete from client_named n where n.org_id = here and n.client_id = client and n.member_id <> all (named);
    insert into client_named (org_id, client_id, member_id) select here, client, n.id from unnest(named) n (id) on conflict do nothing;
    perform wall.assert_not_left(here, client);
  end $$;
  create function wall.make_open(client uuid) returns void
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare here uuid := wall.assert_may_restrict(client);
  begin
    delete from client_private p where p.org_id = here and p.client_id = client;
  end $$;
  create function wall.restrictions(client uuid)
  returns table (kind text, member_id uuid, made_by uuid, made_at timestamptz)
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  declare e wall.pass;
  begin
    select * into e from wall.enter(1, 1);
    if not e.ok or not exists (select 1 from app.client c where c.org_id = e.org_id and c.id = client) then return; end if;
    return query
      select 'named', n.member_id, p.made_by, p.made_at from client_private p join client_named n on n.org_id = p.org_id and n.client_id = p.client_id
       where p.org_id = e.org_id and p.client_id = client
      union all
      select 'blocked', b.member_id, b.made_by, b.made_at from client_block b
       where e.role <> 'member' and b.org_id = e.org_id and b.client_id = client;
  end $$;

  -- What is merged away goes on in another record: nobody may see that one who may not see this one.
  create function app.keep_restrictions() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    perform app.take_turns(new.org_id);
    if exists (select member_id from wall.client_block where org_id = new.org_id and client_id = new.id
               except select member_id from wall.client_block where org_id = new.org_id and client_id = new.merged_into_id)
       or exists (select 1 from wall.client_private where org_id = new.org_id and client_id = new.id) and (
         not exists (select 1 from wall.client_private where org_id = new.org_id and client_id = new.merged_into_id)
         or exists (select member_id from wall.client_named where org_id = new.org_id and client_id = new.merged_into_id
                    except select member_id from wall.client_named where org_id = new.org_id and client_id = new.id)) then
      raise exception using errcode = 'IB013', message = 'a merge would open what a wall or a private record keeps';
    end if;
    return new;
  end $$;
  create trigger keep_restrictions before update of merged_into_id on app.client for each row
    when (new.merged_into_id is not null and new.merged_into_id is distinct from old.merged_into_id) execute function app.keep_restrictions();

  -- A private record must not become nobody's: the last of its named members cannot leave before it is handed over.
  create function app.keep_named() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    if tg_op = 'UPDATE' and new.state <> 'removed' then return new; end if;
    perform app.take_turns(old.org_id);
    if exists (
         select 1 from wall.client_named n where n.org_id = old.org_id and n.member_id = old.id and not exists (
           select 1 from wall.client_named o join app.member m on m.org_id = o.org_id and m.id = o.member_id and m.state <> 'removed'
            where o.org_id = n.org_id and o.client_id = n.client_id and o.member_id <> n.member_id
              and not exists (select 1 from wall.client_block b where b.org_id = o.org_id and b.client_id = o.client_id and b.member_id = o.member_id))) then
      raise exception using errcode = 'IB010', message = 'a private record would be left to nobody';
    end if;
    return coalesce(new, old);
  end $$;
  create trigger keep_named before update or delete on app.member for each row execute function app.keep_named();
  revoke all on function wall.hidden(), wall.assert_may_restrict(uuid), wall.assert_not_left(uuid, uuid), wall.block_member(uuid, uuid), wall.unblock_member(uuid, uuid),
    wall.make_private(uuid, uuid[]), wall.make_open(uuid), wall.restrictions(uuid), app.keep_named(), app.keep_restrictions() from public;
  grant execute on function wall.hidden(), wall.block_member(uuid, uuid), wall.unblock_member(uuid, uuid), wall.make_private(uuid, uuid[]),
    wall.make_open(uuid), wall.restrictions(uuid) to ironbark_tenant;`;
