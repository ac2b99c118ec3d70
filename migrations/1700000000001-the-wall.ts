import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The wall (DESIGN 4): who a transaction acts for is decided by the hash of a live session, API key or job grant,
 * never by a setting that a client can choose. The tenant login may call `wall.enter` and `wall.principal` and can
 * read nothing else here.
 */
export class TheWall1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema wall;
      create schema identity;
      create schema app;
      create schema audit;
      create schema events;
      create schema queue;

      create table wall.member_access (
        member_id uuid primary key,
        org_id uuid not null,
        account_id uuid not null,
        role text not null check (role in ('owner', 'admin', 'member')),
        scope text not null check (scope in ('all', 'team', 'assigned')),
        modules int not null check (modules between 0 and 1023),
        team_ids uuid[] not null default '{}',
        active boolean not null
      );
      create index member_access_account on wall.member_access (account_id);

      create table wall.live_grant (
        token_hash bytea primary key check (octet_length(token_hash) = 32),
        id uuid not null unique,
        kind text not null check (kind in ('session', 'job')),
        org_id uuid not null,
        member_id uuid references wall.member_access (member_id) on delete cascade,
        account_id uuid,
        modules int not null check (modules between 0 and 1023),
        started_at timestamptz not null default clock_timestamp(),
        seen_at timestamptz not null default clock_timestamp(),
        idle_until timestamptz not null,
        expires_at timestamptz not null,
        ended_at timestamptz,
        ended_reason text check (ended_reason in ('signed_out', 'signed_out_everywhere', 'superseded', 'suspended', 'finished')),
        check ((kind = 'session') = (account_id is not null)),
        check (kind = 'job' or member_id is not null)
      );
      comment on table wall.live_grant is 'Sessions and job grants. token_hash = sha256(sha256(token)): the application passes the inner hash.';
      create unique index one_live_session_per_account on wall.live_grant (account_id) where kind = 'session' and ended_at is null;
      create index live_grant_member on wall.live_grant (member_id);
      create index live_grant_expiry on wall.live_grant (expires_at);

      create type wall.pass as (org_id uuid, ok boolean, scope text, member_id uuid, team_ids uuid[]);

      create function wall.enter(module_bit int) returns wall.pass
      language plpgsql stable parallel safe security definer set search_path = wall, pg_temp as $$
      declare p wall.pass;
      begin
        select g.org_id,
               (g.modules & coalesce(a.modules, 1023) & module_bit) = module_bit,
               coalesce(a.scope, 'all'), g.member_id, coalesce(a.team_ids, '{}')
          into p
          from live_grant g left join member_access a on a.member_id = g.member_id and a.org_id = g.org_id
         where g.token_hash = sha256(decode(current_setting('ironbark.token'), 'hex'))
           and g.ended_at is null
           and g.expires_at > clock_timestamp() and g.idle_until > clock_timestamp()
           and (g.member_id is null or a.active);
        if not found then
          raise insufficient_privilege using message = 'no live grant';
        end if;
        return p;
      end $$;
      comment on function wall.enter(int) is 'The only source of organisation, scope and teams in policies. Raises without a live grant.';

      create function wall.principal()
      returns table (id uuid, kind text, org_id uuid, member_id uuid, account_id uuid, role text, scope text, modules int,
                     team_ids uuid[], started_at timestamptz, seen_at timestamptz, idle_until timestamptz, expires_at timestamptz)
      language plpgsql stable parallel safe security definer set search_path = wall, pg_temp rows 1 as $$
      begin
        return query
          select g.id, g.kind, g.org_id, g.member_id, g.account_id, coalesce(a.role, 'member'), coalesce(a.scope, 'all'),
                 g.modules & coalesce(a.modules, 1023), coalesce(a.team_ids, '{}'), g.started_at, g.seen_at, g.idle_until, g.expires_at
            from live_grant g left join member_access a on a.member_id = g.member_id and a.org_id = g.org_id
           where g.token_hash = sha256(decode(current_setting('ironbark.token'), 'hex'))
             and g.ended_at is null
             and g.expires_at > clock_timestamp() and g.idle_until > clock_timestamp()
             and (g.member_id is null or a.active);
        if not found then
          raise insufficient_privilege using message = 'no live grant';
        end if;
      end $$;

      -- A job's grant: one organisation, only the modules it needs, at most an hour. With a member, never more than that member holds.
      create function wall.mint_job_grant(grant_hash bytea, grant_id uuid, for_org uuid, for_member uuid, module_bits int, seconds int)
      returns void language plpgsql security definer set search_path = wall, pg_temp as $$
      begin
        if seconds is null or seconds < 1 or seconds > 3600 then
          raise invalid_parameter_value using message = 'a job grant lives 1 to 3600 seconds';
        end if;
        insert into live_grant (token_hash, id, kind, org_id, member_id, modules, idle_until, expires_at)
        values (sha256(grant_hash), grant_id, 'job', for_org, for_member, module_bits,
                clock_timestamp() + make_interval(secs => seconds), clock_timestamp() + make_interval(secs => seconds));
      end $$;

      create function wall.end_job_grant(grant_hash bytea) returns void
      language sql security definer set search_path = wall, pg_temp as $$
        delete from live_grant where token_hash = sha256(grant_hash) and kind = 'job';
      $$;

      -- Ended and expired grants are kept a week so that a browser can be told why, then dropped.
      create function wall.sweep_grants() returns bigint
      language sql security definer set search_path = wall, pg_temp as $$
        with gone as (
          delete from live_grant where expires_at < clock_timestamp() - interval '7 days'
                                    or (kind = 'job' and expires_at < clock_timestamp()) returning 1)
        select count(*) from gone;
      $$;

      revoke all on function wall.enter(int), wall.principal(), wall.mint_job_grant(bytea, uuid, uuid, uuid, int, int),
                             wall.end_job_grant(bytea), wall.sweep_grants() from public;
      grant usage on schema wall to ironbark_tenant, ironbark_identity, ironbark_jobs;
      grant execute on function wall.enter(int), wall.principal() to ironbark_tenant;
      grant execute on function wall.mint_job_grant(bytea, uuid, uuid, uuid, int, int), wall.end_job_grant(bytea),
                                wall.sweep_grants() to ironbark_jobs;
      grant select, insert on wall.live_grant to ironbark_identity;
      grant update (seen_at, idle_until, ended_at, ended_reason) on wall.live_grant to ironbark_identity;
      grant select on wall.member_access to ironbark_identity;
      grant usage, create on schema queue to ironbark_jobs;

      alter default privileges revoke execute on functions from public;
      revoke all on schema public from public;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema queue, events, audit, app, identity, wall cascade');
  }
}
