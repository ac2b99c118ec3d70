import type { MigrationInterface, QueryRunner } from 'typeorm';
import { behindTheWall, type TenantTable } from './first-row-security.js';

/** Organisations, teams and members, and the trigger that keeps `wall.member_access` in step in the same transaction. */
export class Practices1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table app.organisation (
        org_id uuid primary key,
        name text not null check (length(name) between 1 and 200),
        slug text not null,
        vertical text not null check (vertical in ('migration', 'allied_health', 'dispute_resolution')),
        locality text not null default '',
        time_zone text not null,
        words jsonb not null default '{}',
        idle_minutes int not null default 60 check (idle_minutes between 15 and 240),
        file_prefix text not null,
        created_at timestamptz not null default clock_timestamp()
      );
      create table app.file_number (
        org_id uuid primary key references app.organisation (org_id),
        next int not null default 1
      );
      create table app.team (
        org_id uuid not null references app.organisation (org_id),
        id uuid not null,
        name text not null check (length(name) between 1 and 120),
        primary key (org_id, id)
      );
      create table app.member (
        org_id uuid not null references app.organisation (org_id),
        id uuid not null,
        account_id uuid not null,
        role text not null check (role in ('owner', 'admin', 'member')),
        scope text not null check (scope in ('all', 'team', 'assigned')),
        modules int not null check (modules between 0 and 1023),
        active boolean not null default true,
        profile bytea not null,
        joined_at timestamptz not null default clock_timestamp(),
        primary key (org_id, id),
        unique (org_id, account_id)
      );
      create table app.team_member (
        org_id uuid not null,
        team_id uuid not null,
        member_id uuid not null,
        primary key (org_id, team_id, member_id),
        foreign key (org_id, team_id) references app.team (org_id, id) on delete cascade,
        foreign key (org_id, member_id) references app.member (org_id, id) on delete cascade
      );
      create index team_member_member on app.team_member (org_id, member_id);
      create table app.member_preference (
        org_id uuid not null,
        member_id uuid not null,
        name text not null check (length(name) between 1 and 60),
        value jsonb not null check (length(value::text) <= 20000),
        primary key (org_id, member_id, name),
        foreign key (org_id, member_id) references app.member (org_id, id) on delete cascade
      );

      create table wall.practice_name (
        slug text primary key check (slug ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
        org_id uuid not null unique
      );
      comment on table wall.practice_name is 'Which organisations there are, for the operator: names only, readable by the owner and by jobs.';
      grant select on wall.practice_name to ironbark_jobs;
      create table wall.organisation_policy (
        org_id uuid primary key,
        idle_minutes int not null
      );
      comment on table wall.organisation_policy is 'What sign-in must know of an organisation, kept in step by a trigger.';
      grant select on wall.organisation_policy to ironbark_identity;
      create function app.organisation_changed() returns trigger
      language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        insert into wall.organisation_policy (org_id, idle_minutes) values (new.org_id, new.idle_minutes)
        on conflict (org_id) do update set idle_minutes = excluded.idle_minutes;
        return null;
      end $$;
      create trigger organisation_policy after insert or update of idle_minutes on app.organisation
        for each row execute function app.organisation_changed();

      create function wall.refresh_member_access(for_org uuid, for_member uuid) returns void
      language plpgsql security definer set search_path = wall, pg_temp as $$
      begin
        insert into member_access as held (member_id, org_id, account_id, role, scope, modules, team_ids, active)
        select m.id, m.org_id, m.account_id, m.role, m.scope, m.modules,
               coalesce((select array_agg(t.team_id order by t.team_id) from app.team_member t
                          where t.org_id = m.org_id and t.member_id = m.id), '{}'), m.active
          from app.member m where m.org_id = for_org and m.id = for_member
        on conflict (member_id) do update set role = excluded.role, scope = excluded.scope, modules = excluded.modules,
               team_ids = excluded.team_ids, active = excluded.active, account_id = excluded.account_id
         where held.org_id = excluded.org_id;
        update live_grant g set ended_at = clock_timestamp(), ended_reason = 'suspended'
          from member_access a
         where a.member_id = for_member and not a.active and g.member_id = a.member_id and g.ended_at is null;
      end $$;
      create function app.member_changed() returns trigger
      language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        if tg_op = 'DELETE' then
          delete from wall.member_access where member_id = old.id and org_id = old.org_id;
        else
          perform wall.refresh_member_access(new.org_id, new.id);
        end if;
        return null;
      end $$;
      create function app.team_member_changed() returns trigger
      language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        if tg_op <> 'INSERT' then perform wall.refresh_member_access(old.org_id, old.member_id); end if;
        if tg_op <> 'DELETE' then perform wall.refresh_member_access(new.org_id, new.member_id); end if;
        return null;
      end $$;
      create trigger member_access after insert or update or delete on app.member
        for each row execute function app.member_changed();
      create trigger member_access after insert or update or delete on app.team_member
        for each row execute function app.team_member_changed();

      -- The next file number of an organisation; the row lock makes two writers wait, never share.
      create function app.take_file_numbers(how_many int) returns int
      language plpgsql security definer set search_path = app, pg_temp as $$
      declare here uuid; first int;
      begin
        if how_many is null or how_many < 1 or how_many > 10000 then
          raise invalid_parameter_value using message = 'take 1 to 10000 file numbers';
        end if;
        select e.org_id into here from wall.enter(1) e where e.ok;
        if here is null then raise insufficient_privilege using message = 'no live grant'; end if;
        update file_number set next = next + how_many where org_id = here returning next - how_many into first;
        return first;
      end $$;
      revoke all on function wall.refresh_member_access(uuid, uuid), app.take_file_numbers(int),
                             app.organisation_changed(), app.member_changed(), app.team_member_changed() from public;
      grant usage on schema app to ironbark_tenant;
      grant execute on function app.take_file_numbers(int) to ironbark_tenant;
    `);
    const organisation = { kind: 'organisation' } as const;
    const tables: TenantTable[] = [
      { name: 'app.organisation', module: 0, scope: organisation, grants: ['select'] },
      { name: 'app.file_number', module: 0, scope: organisation, grants: ['select'] },
      { name: 'app.team', module: 0, scope: organisation, grants: ['select'] },
      { name: 'app.member', module: 0, scope: organisation, grants: ['select'] },
      { name: 'app.team_member', module: 0, scope: organisation, grants: ['select'] },
      {
        name: 'app.member_preference',
        module: 0,
        scope: { kind: 'own', memberColumn: 'member_id' },
        grants: ['select', 'insert', 'update', 'delete'],
        updateColumns: ['value'],
      },
    ];
    for (const table of tables) await runner.query(behindTheWall(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table app.member_preference, app.team_member, app.member, app.team, app.file_number, app.organisation;
      drop table wall.organisation_policy, wall.practice_name;
      drop function app.organisation_changed, app.member_changed, app.team_member_changed, app.take_file_numbers, wall.refresh_member_access;
    `);
  }
}
