import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ACTS, enter } from '../src/common/database/row-security.js';

/**
 * What doors promise, kept by the database as well: who may end a share, how long a request is open from its first day on, when
 * an hour begins, what "this was not me" ends, and in whose name a client's files go on when a colleague sends the request again.
 */
export class DoorsKept1700000000029 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROWS);
    await runner.query(UPLOADS);
    await runner.query(HOURS);
    await runner.query(LOCKED);
  }

  async down(): Promise<void> {
    throw new Error('What ended stays ended: restore the database from before this migration.');
  }
}

const DOCUMENTS = 'documents';

const ROWS = `
  -- That a share was opened is noted in the name of whoever may read; to end one is to change or remove.
  create or replace function app.keep_share_ended() returns trigger language plpgsql as $$
  begin
    if new.ended_at is not distinct from old.ended_at then return new; end if;
    if old.ended_at is not null then
      raise insufficient_privilege using message = 'a share that ended stays ended';
    end if;
    if not (select e.ok from ${enter(DOCUMENTS, ACTS.update | ACTS.delete)} e) then
      raise insufficient_privilege using message = 'a share is ended by whoever may change its document';
    end if;
    return new;
  end $$;

  create function app.bound_request() returns trigger language plpgsql as $$
  begin
    if new.until > clock_timestamp() + interval '61 days' then
      raise insufficient_privilege using message = 'a request is open for sixty days';
    end if;
    return new;
  end $$;
  create trigger bound_request before insert on app.document_request for each row execute function app.bound_request();

  -- A member's file arrives, has arrived, or is given up; everything else is said by the practice's own look at it.
  create or replace function app.guard_version() returns trigger language plpgsql as $$
  begin
    if (select e.member_id from ${enter(DOCUMENTS)} e) is null then return new; end if;
    if tg_op = 'INSERT' then
      if new.state = 'arriving' then return new; end if;
    elsif new.state is not distinct from old.state or (old.state = 'arriving' and new.state in ('checking', 'gone')) then
      return new;
    end if;
    raise insufficient_privilege using message = 'a file is looked at by the practice, not by who sent it';
  end $$;
  create trigger guard_new_version before insert on app.document_version for each row execute function app.guard_version();
  revoke all on function app.bound_request() from public;`;

/** The member who sent a request sees the uploads that answer it, and nobody else's: with a new sender they change hands. */
const UPLOADS = `
  create policy kept_by_owner on app.document_upload to ironbark_owner using (true) with check (true);
  create function app.hand_over_uploads() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    update document_upload u set member_id = new.made_by
      from document d join document_request_item i on i.org_id = d.org_id and i.id = d.request_item_id
     where i.org_id = new.org_id and i.request_id = new.id and d.made_by is null
       and u.org_id = d.org_id and u.document_id = d.id and u.member_id = old.made_by and u.done_at is null;
    return null;
  end $$;
  create trigger hand_over_uploads after update of turn on app.document_request for each row
    when (new.turn is distinct from old.turn and new.made_by is distinct from old.made_by) execute function app.hand_over_uploads();
  revoke all on function app.hand_over_uploads() from public;`;

const HOURS = `
  -- A right code lets somebody in; the hour of a share begins when that is on record, not before.
  create or replace function wall.try_code(door_id uuid, hash bytea, session bytea, visit uuid, seconds int)
  returns table (outcome text, until timestamptz, opened_at timestamptz, closes_at timestamptz)
  language plpgsql security definer rows 1 set search_path = wall, pg_temp as $$
  #variable_conflict use_column
  declare d door; now_at timestamptz := clock_timestamp();
  begin
    select * into d from door where door.id = door_id for update;
    if not found or d.ended_at is not null or d.until <= now_at or d.closes_at <= now_at then
      return query select 'over', null::timestamptz, null::timestamptz, null::timestamptz; return;
    end if;
    if d.code_hash is null or d.code_until <= now_at or d.code_tries >= 5 then
      return query select 'spent', null::timestamptz, null::timestamptz, null::timestamptz; return;
    end if;
    if d.code_hash <> hash then
      update door set code_tries = d.code_tries + 1 where door.id = door_id;
      return query select case when d.code_tries >= 4 then 'spent' else 'wrong' end, null::timestamptz, null::timestamptz, null::timestamptz; return;
    end if;
    d.opened_at := coalesce(d.opened_at, now_at);
    if d.kind = 'share' then d.closes_at := d.opened_at + interval '1 hour'; end if;
    d.session_until := least(d.until, d.closes_at, now_at + make_interval(secs => least(seconds, 43200)));
    update door set code_hash = null, code_tries = 0, opened_at = case when d.kind = 'share' then door.opened_at else d.opened_at end,
                    session_hash = session, session_until = d.session_until, visit_id = visit where door.id = door_id;
    return query select 'in', d.session_until, d.opened_at, d.closes_at;
  end $$;

  -- Begins the hour of a share with the visit that first came in; false when the door ended meanwhile.
  create function wall.begin_hour(door_id uuid, visit uuid, at timestamptz) returns boolean
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare since timestamptz := least(at, clock_timestamp());
  begin
    update door set opened_at = coalesce(opened_at, since), closes_at = coalesce(opened_at, since) + interval '1 hour'
     where id = door_id and visit_id = visit and kind = 'share' and ended_at is null;
    return found;
  end $$;

  -- A session of a share opens nothing before its hour began.
  create or replace function wall.find_door(hash bytea)
  returns table (id uuid, org_id uuid, kind text, member_id uuid, inside boolean, visit_id uuid, until timestamptz)
  language plpgsql stable security definer rows 1 set search_path = wall, pg_temp as $$
  begin
    return query select d.id, d.org_id, d.kind, d.member_id, d.session_hash = hash, d.visit_id,
                        case when d.session_hash = hash then d.session_until else d.until end
      from door d
     where (d.token_hash = hash or (d.session_hash = hash and d.session_until > clock_timestamp() and (d.kind <> 'share' or d.closes_at is not null)))
       and d.ended_at is null and d.until > clock_timestamp() and (d.closes_at is null or d.closes_at > clock_timestamp());
  end $$;
  revoke all on function wall.begin_hour(uuid, uuid, timestamptz) from public;
  grant execute on function wall.begin_hour(uuid, uuid, timestamptz) to ironbark_jobs;`;

const LOCKED = `
  -- What was still open of a member's doors when they ended, so that the rows are ended as well.
  create function wall.doors_cut_off(member uuid) returns table (id uuid, org_id uuid, kind text)
  language sql stable security definer set search_path = wall, pg_temp as $$
    select d.id, d.org_id, d.kind from door d
     where d.member_id = member and d.ended_at is not null and d.until > d.ended_at and (d.closes_at is null or d.closes_at > d.ended_at)
  $$;
  revoke all on function wall.doors_cut_off(uuid) from public;
  grant execute on function wall.doors_cut_off(uuid) to ironbark_jobs;`;
