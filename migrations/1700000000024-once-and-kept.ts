import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reminders are noted by one process only, whichever is first. And whether somebody is out by the directory's word or by an
 * administrator's is told anew whenever an administrator changes it: a directory lifts no suspension of somebody else's.
 */
export class OnceAndKept1700000000024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(REMINDERS);
    await runner.query(STANDING);
  }

  async down(): Promise<void> {
    throw new Error('Reminders are not taken back: restore the database from before this migration.');
  }
}

/** Times go through the application to the millisecond. */
const REMINDERS = `
  drop function wall.note_domain_reminded(uuid);
  create function wall.note_domain_reminded(told uuid, last timestamptz) returns boolean
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    update sso_domain set reminded_at = clock_timestamp() where id = told and date_trunc('milliseconds', reminded_at) is not distinct from last;
    return found;
  end $$;
  drop function wall.note_key_reminded(uuid);
  create function wall.note_key_reminded(told uuid, last timestamptz) returns boolean
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    update live_grant set reminded_at = clock_timestamp()
     where id = told and kind in ('key', 'directory') and date_trunc('milliseconds', reminded_at) is not distinct from last;
    return found;
  end $$;
  revoke all on function wall.note_domain_reminded(uuid, timestamptz), wall.note_key_reminded(uuid, timestamptz) from public;
  grant execute on function wall.note_domain_reminded(uuid, timestamptz), wall.note_key_reminded(uuid, timestamptz) to ironbark_jobs;`;

/** Whoever changes members may say that somebody's standing is not the directory's word any more, and nothing else of what it said. */
const STANDING = `
  create or replace function app.guard_directory_user() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  declare not_by_it app.directory_user := new;
  begin
    if tg_op = 'UPDATE' and wall.grant_kind() is distinct from 'directory' and not new.ended then
      not_by_it.ended := old.ended;
      if not_by_it is not distinct from old then return new; end if;
    end if;
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

  create function app.standing_by_hand() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    if wall.grant_kind() is distinct from 'directory' then
      update directory_user set ended = false where org_id = new.org_id and member_id = new.id and ended;
    end if;
    return null;
  end $$;
  create trigger standing_by_hand after update of state on app.member for each row when (old.state <> new.state)
    execute function app.standing_by_hand();
  revoke all on function app.standing_by_hand() from public;`;
