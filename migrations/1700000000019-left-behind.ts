import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What somebody who used another's session leaves behind goes with "this was not me": beside keys, the tokens of directories that
 * they issued, and the accounts of providers that they linked (promise I-30).
 */
export class LeftBehind1700000000019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      comment on column wall.live_grant.made_by is 'Of a key or a directory''s token, the member who made it.';
      drop trigger note_maker on wall.live_grant;
      create trigger note_maker before insert on wall.live_grant for each row when (new.kind in ('key', 'directory')) execute function wall.note_maker();

      create or replace function identity.account_locked() returns trigger
      language plpgsql security definer set search_path = identity, pg_temp as $$
      begin
        -- Views end with the session they were opened from.
        update wall.live_grant set ended_at = clock_timestamp(), ended_reason = 'revoked'
         where ended_at is null and kind = 'session' and account_id = new.id;
        update wall.live_grant g set ended_at = clock_timestamp(), ended_reason = 'revoked' from wall.member_access m
         where m.account_id = new.id and g.ended_at is null
           and (g.kind in ('key', 'directory') and g.made_by = m.member_id or g.kind = 'view' and g.actor_id = m.member_id
                or g.kind = 'job' and g.member_id = m.member_id);
        update sign_in_request set killed_at = clock_timestamp() where account_id = new.id and spent_at is null and killed_at is null;
        update sign_in_step set spent_at = clock_timestamp() where account_id = new.id and spent_at is null;
        update not_me set spent_at = clock_timestamp() where account_id = new.id and spent_at is null;
        delete from factor_reset where account_id = new.id;
        delete from known_device where account_id = new.id;
        delete from linked_account where account_id = new.id;
        return null;
      end $$;`);
  }

  async down(): Promise<void> {
    throw new Error('What ends with a lock is not taken back: restore the database from before this migration.');
  }
}
