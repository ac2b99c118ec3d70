import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is done by itself, so that nobody finds out when it is too late: domains are asked for again once a day, and whoever runs a
 * practice is reminded before its certificates, keys and directory tokens end (ASVS 6.4.5). Whoever runs Ironbark may free a
 * practice's doors; the practice's record says so.
 */
export class Upkeep1700000000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DOMAINS);
    await runner.query(KEYS);
    await runner.query(CONNECTIONS);
  }

  async down(): Promise<void> {
    throw new Error('Upkeep is not taken back: restore the database from before this migration.');
  }
}

const DOMAINS = `
  create or replace function wall.domains_to_check() returns table (id uuid, org_id uuid, domain text, token text, lost_at timestamptz, reminded_at timestamptz)
  language sql stable security definer set search_path = wall, pg_temp as $$
    select d.id, d.org_id, d.domain, d.token, d.lost_at, d.reminded_at from sso_domain d
     where d.verified_at is not null and (d.checked_at is null or d.checked_at < clock_timestamp() - interval '20 hours') order by d.checked_at nulls first;
  $$;`;

const KEYS = `
  alter table wall.live_grant add column reminded_at timestamptz;
  comment on column wall.live_grant.reminded_at is 'When the practice was last told that this key or token ends.';
  create function wall.keys_ending() returns table (id uuid, org_id uuid, kind text, expires_at timestamptz, reminded_at timestamptz)
  language sql stable security definer set search_path = wall, pg_temp as $$
    select g.id, g.org_id, g.kind, g.expires_at, g.reminded_at from live_grant g
     where g.kind in ('key', 'directory') and g.ended_at is null and g.expires_at between clock_timestamp() and clock_timestamp() + interval '30 days'
     order by g.org_id, g.expires_at;
  $$;
  create function wall.note_key_reminded(told uuid) returns void
  language sql security definer set search_path = wall, pg_temp as $$
    update live_grant set reminded_at = clock_timestamp() where id = told and kind in ('key', 'directory');
  $$;
  revoke all on function wall.keys_ending(), wall.note_key_reminded(uuid) from public;
  grant execute on function wall.keys_ending(), wall.note_key_reminded(uuid) to ironbark_jobs;`;

/** As migration 13 has it, except that a job of the practice's own may free its doors; none may require one. */
const CONNECTIONS = `
  create or replace function app.guard_sso_connection() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  declare me wall.member_access; settings boolean;
  begin
    select * into me from wall.holder();
    if not found then
      if tg_op <> 'UPDATE' or (new.state = 'on' and old.state <> 'on') 
         or (new.enforced_from is not null and new.enforced_from is distinct from old.enforced_from) then
        raise exception using errcode = 'IB005', message = 'only owners and administrators change how people sign in';
      end if;
      return new;
    end if;
    if me.role = 'member' then
      raise exception using errcode = 'IB005', message = 'only owners and administrators change how people sign in';
    end if;
    if tg_op = 'DELETE' then
      if old.state = 'on' then raise exception using errcode = 'IB016', message = 'turn it off first'; end if;
      return old;
    end if;
    if tg_op = 'INSERT' then
      if new.state <> 'draft' then raise check_violation using message = 'a connection begins as a draft'; end if;
    else
      if new.kind <> old.kind or (new.tested_at is distinct from old.tested_at and new.tested_at is not null) then
        raise check_violation using message = 'a test says that it was tested';
      end if;
      settings := (new.sealed, new.trust, new.jit, new.idp_initiated, new.default_template_id)
                  is distinct from (old.sealed, old.trust, old.jit, old.idp_initiated, old.default_template_id);
      if new.state = 'on' and old.state <> 'on' and not exists (
           select 1 from wall.sso_domain d where d.org_id = new.org_id and d.verified_at is not null and d.lost_at is null) then
        raise exception using errcode = 'IB017', message = 'no verified domain';
      end if;
      if new.state = 'on' and (settings or old.state <> 'on') then
        perform wall.assert_may_give('all', 1023, 1023, 1023, 1023);
        new.confirmed_by := case when me.role = 'owner' then me.member_id end;
      end if;
    end if;
    if new.default_template_id is not null and (tg_op = 'INSERT' or new.default_template_id is distinct from old.default_template_id) then
      perform wall.assert_may_give(t.scope, t.reads, t.creates, t.updates, t.deletes) from role_template t
        where t.org_id = new.org_id and t.id = new.default_template_id;
    end if;
    return new;
  end $$;`;
