import type { MigrationInterface, QueryRunner } from 'typeorm';
import { enter } from '../src/common/database/row-security.js';

/**
 * What ended stays ended, and what was found good was looked at: rules of the database as well, for whoever reaches it with a
 * member's own rights and not by the product.
 */
export class DoorsStayShut1700000000027 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function app.keep_share_ended() returns trigger language plpgsql as $$
      begin
        if old.ended_at is not null and new.ended_at is distinct from old.ended_at then
          raise insufficient_privilege using message = 'a share that ended stays ended';
        end if;
        return new;
      end $$;
      create trigger keep_share_ended before update of ended_at on app.document_share for each row execute function app.keep_share_ended();

      -- A request that is sent again is a new turn; without one neither its end nor its time moves on.
      create function app.keep_request_ended() returns trigger language plpgsql as $$
      begin
        if new.turn is not distinct from old.turn
           and ((old.ended_at is not null and new.ended_at is distinct from old.ended_at) or new.until is distinct from old.until) then
          raise insufficient_privilege using message = 'a request goes on by being sent again';
        end if;
        if new.until > greatest(old.until, clock_timestamp() + interval '61 days') then
          raise insufficient_privilege using message = 'a request is open for sixty days';
        end if;
        return new;
      end $$;
      create trigger keep_request_ended before update of ended_at, until, turn on app.document_request
        for each row execute function app.keep_request_ended();

      -- A door that was closed by itself, as after "this was not me", does not follow its row back.
      create or replace function wall.keep_door() returns trigger
      language plpgsql security definer set search_path = wall, pg_temp as $$
      begin
        if tg_op = 'INSERT' then
          insert into door (id, org_id, kind, member_id, until) values (new.id, new.org_id, tg_argv[0], new.made_by, new.until);
        elsif new.turn is distinct from old.turn then
          update door set member_id = new.made_by, until = new.until, ended_at = new.ended_at, token_hash = null, code_hash = null,
                          session_hash = null, session_until = null where id = new.id and org_id = new.org_id;
        else
          update door set ended_at = coalesce(ended_at, new.ended_at), until = new.until where id = new.id and org_id = new.org_id
            and ((ended_at is null and new.ended_at is not null) or until is distinct from new.until);
        end if;
        return null;
      end $$;

      -- Only work of the practice as a whole says what became of a file: nobody passes their own.
      create function app.guard_version() returns trigger language plpgsql as $$
      begin
        if new.state is distinct from old.state and (new.state in ('ready', 'refused') or old.state in ('ready', 'refused'))
           and (select e.member_id from ${enter('documents')} e) is not null then
          raise insufficient_privilege using message = 'a file is looked at by the practice, not by who sent it';
        end if;
        return new;
      end $$;
      create trigger guard_version before update of state on app.document_version for each row execute function app.guard_version();
      revoke all on function app.keep_share_ended(), app.keep_request_ended(), app.guard_version() from public`);
  }

  async down(): Promise<void> {
    throw new Error('What ended stays ended: restore the database from before this migration.');
  }
}
