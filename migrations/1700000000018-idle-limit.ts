import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A practice chooses after how long without use its sessions end (promise I-27); the bounds are the column's own. */
export class IdleLimit1700000000018 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A shorter limit counts from each session's last noted use, at once; a longer one from its next use. Answers with how many it ended.
      create function wall.set_idle_limit(minutes int) returns int
      language plpgsql security definer set search_path = wall, pg_temp as $$
      declare e wall.pass; ended int;
      begin
        select * into e from wall.enter(256, 4);
        if not e.ok or e.role not in ('owner', 'admin') then
          raise exception using errcode = 'IB005', message = 'administrators only';
        end if;
        perform 1 from organisation_policy p where p.org_id = e.org_id for update;
        update app.organisation set idle_minutes = minutes where org_id = e.org_id;
        with shortened as (
          update live_grant g set idle_until = least(g.idle_until, g.seen_at + make_interval(mins => minutes))
           where g.org_id = e.org_id and g.kind = 'session' and g.ended_at is null
             and g.expires_at > clock_timestamp() and g.idle_until > clock_timestamp()
          returning g.idle_until
        )
        select count(*) into ended from shortened where idle_until <= clock_timestamp();
        return ended;
      end $$;
      revoke all on function wall.set_idle_limit(int) from public;
      grant execute on function wall.set_idle_limit(int) to ironbark_tenant;
    `);
  }

  async down(): Promise<void> {
    throw new Error('The idle limit is not taken back: restore the database from before this migration.');
  }
}
