import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ACTS, PART, behindTheWall, enter, type TenantTable } from '../src/common/database/row-security.js';

/**
 * Outside people (ADR 14): somebody without an account comes in by a door. A door lets them act in the name of the
 * member who opened it and never beyond what that member may; what they may do there is one share or one request.
 * Secrets of doors lie with the wall, as hashes, where no tenant login reads.
 */
export class Outside1700000000025 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of OUTSIDE_TABLES) await runner.query(behindTheWall(table));
    await runner.query(DOORS);
    await runner.query(`
      alter table app.document_share alter column sealed set statistics 0;
      alter table app.document_request alter column sealed set statistics 0;
      alter table app.document_request_item alter column sealed set statistics 0`);
  }

  async down(): Promise<void> {
    throw new Error('Shares and requests are not taken back: restore the database from before this migration.');
  }
}

const TABLES = `
  create table app.document_share (
    org_id uuid not null references app.organisation (org_id),
    id uuid not null,
    client_id uuid not null,
    document_id uuid not null,
    version_id uuid not null,
    made_by uuid not null,
    member_id uuid,
    download boolean not null,
    watermark boolean not null,
    turn int not null default 1,
    created_at timestamptz not null default clock_timestamp(),
    until timestamptz,
    opened_at timestamptz,
    closes_at timestamptz,
    opens int not null default 0,
    last_opened_at timestamptz,
    downloaded_visit uuid,
    ended_at timestamptz,
    sealed bytea not null,
    primary key (org_id, id),
    foreign key (org_id, client_id) references app.client (org_id, id),
    foreign key (org_id, document_id) references app.document (org_id, id) on delete cascade,
    foreign key (org_id, version_id) references app.document_version (org_id, id) on delete cascade,
    foreign key (org_id, made_by) references app.member (org_id, id),
    foreign key (org_id, member_id) references app.member (org_id, id),
    check ((member_id is null) = (until is not null)),
    check (until <= created_at + interval '31 days'),
    check (not (download and watermark))
  );
  create index document_share_document on app.document_share (org_id, document_id);
  create index document_share_client on app.document_share (org_id, client_id);
  comment on column app.document_share.member_id is 'The colleague it was shared with; null for somebody outside.';

  create table app.document_request (
    org_id uuid not null references app.organisation (org_id),
    id uuid not null,
    client_id uuid not null,
    made_by uuid not null,
    turn int not null default 1,
    created_at timestamptz not null default clock_timestamp(),
    until timestamptz not null,
    seen_at timestamptz,
    sent_at timestamptz,
    ended_at timestamptz,
    sealed bytea not null,
    primary key (org_id, id),
    foreign key (org_id, client_id) references app.client (org_id, id),
    foreign key (org_id, made_by) references app.member (org_id, id)
  );
  create index document_request_client on app.document_request (org_id, client_id, created_at desc);

  create table app.document_request_item (
    org_id uuid not null,
    id uuid not null,
    request_id uuid not null,
    client_id uuid not null,
    position int not null check (position between 0 and 199),
    state text not null check (state in ('requested', 'uploaded', 'reviewed', 'approved', 'rejected', 'not_applicable')),
    changed_at timestamptz not null default clock_timestamp(),
    version int not null default 1,
    sealed bytea not null,
    primary key (org_id, id),
    unique (org_id, request_id, position) deferrable initially deferred,
    foreign key (org_id, request_id) references app.document_request (org_id, id) on delete cascade,
    foreign key (org_id, client_id) references app.client (org_id, id)
  );
  create index document_request_item_client on app.document_request_item (org_id, client_id);

  -- Not looked at again: no row has one yet, and row security lets nobody look without a grant.
  alter table app.document add column request_item_id uuid,
    add foreign key (org_id, request_item_id) references app.document_request_item (org_id, id) on delete set null (request_item_id) not valid;
  create index document_answers on app.document (org_id, request_item_id) where request_item_id is not null;
  grant insert (request_item_id) on app.document to ironbark_tenant;
  comment on column app.document.request_item_id is 'What was asked for, when it came in answer to a request.';

  create table wall.door (
    id uuid primary key,
    org_id uuid not null,
    kind text not null check (kind in ('share', 'request')),
    member_id uuid not null,
    until timestamptz not null,
    token_hash bytea unique check (octet_length(token_hash) = 32),
    opened_at timestamptz,
    closes_at timestamptz,
    code_hash bytea check (octet_length(code_hash) = 32),
    code_until timestamptz,
    code_tries int not null default 0,
    knocks int not null default 0,
    knocks_since timestamptz,
    session_hash bytea unique check (octet_length(session_hash) = 32),
    session_until timestamptz,
    visit_id uuid,
    ended_at timestamptz,
    check (kind <> 'share' or closes_at <= opened_at + interval '1 hour')
  );
  comment on table wall.door is 'By which somebody without an account comes to one share or one request. The token came by mail, the code by a second one; here lie their SHA-256. member_id: in whose name it opens, and with whose access it ends.';`;

const DOCUMENTS = 'documents';
const ofClient = { kind: 'of-client', clientColumn: 'client_id' } as const;

const OUTSIDE_TABLES: TenantTable[] = [
  {
    name: 'app.document_share',
    module: DOCUMENTS,
    scope: ofClient,
    // To be opened is noted in the name of a member who may read; to share is to change who sees it.
    acts: { insert: ACTS.update, update: ACTS.read | ACTS.update },
    grants: ['select', 'insert', 'update'],
    insertColumns: [
      'org_id',
      'id',
      'client_id',
      'document_id',
      'version_id',
      'made_by',
      'member_id',
      'download',
      'watermark',
      'until',
      'sealed',
    ],
    updateColumns: ['client_id', 'opened_at', 'closes_at', 'opens', 'last_opened_at', 'downloaded_visit', 'ended_at'],
  },
  {
    name: 'app.document_request',
    module: DOCUMENTS,
    scope: ofClient,
    acts: { ...PART, update: ACTS.create | ACTS.update },
    grants: ['select', 'insert', 'update'],
    insertColumns: ['org_id', 'id', 'client_id', 'made_by', 'until', 'sealed'],
    updateColumns: ['client_id', 'made_by', 'turn', 'until', 'seen_at', 'sent_at', 'ended_at'],
  },
  {
    name: 'app.document_request_item',
    module: DOCUMENTS,
    scope: ofClient,
    acts: { ...PART, update: ACTS.create | ACTS.update },
    grants: ['select', 'insert', 'update'],
    insertColumns: ['org_id', 'id', 'request_id', 'client_id', 'position', 'state', 'sealed'],
    updateColumns: ['client_id', 'state', 'changed_at', 'version', 'sealed'],
  },
];

const DOORS = `
  -- A door opens in the name of whoever makes it, of nobody else. Work of the practice may move and end one.
  create function app.guard_door() returns trigger language plpgsql as $$
  begin
    if (tg_op = 'INSERT' or new.made_by is distinct from old.made_by)
       and new.made_by is distinct from (select e.member_id from ${enter(DOCUMENTS)} e) then
      raise insufficient_privilege using message = 'a door opens in the name of whoever makes it';
    end if;
    return new;
  end $$;
  create trigger guard_door before insert or update on app.document_share for each row execute function app.guard_door();
  create trigger guard_door before insert or update on app.document_request for each row execute function app.guard_door();

  -- The door follows its row, which row security has judged.
  create function wall.keep_door() returns trigger
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    if tg_op = 'INSERT' then
      insert into door (id, org_id, kind, member_id, until) values (new.id, new.org_id, tg_argv[0], new.made_by, new.until);
    elsif new.turn is distinct from old.turn then
      update door set member_id = new.made_by, until = new.until, ended_at = new.ended_at, token_hash = null, code_hash = null,
                      session_hash = null, session_until = null where id = new.id and org_id = new.org_id;
    else
      update door set ended_at = new.ended_at, until = new.until where id = new.id and org_id = new.org_id
        and (ended_at is distinct from new.ended_at or until is distinct from new.until);
    end if;
    return null;
  end $$;
  create trigger make_door after insert on app.document_share for each row when (new.member_id is null) execute function wall.keep_door('share');
  create trigger keep_door after update of ended_at on app.document_share for each row when (new.member_id is null) execute function wall.keep_door('share');
  create trigger make_door after insert on app.document_request for each row execute function wall.keep_door('request');
  create trigger keep_door after update of ended_at, turn, until on app.document_request for each row execute function wall.keep_door('request');

  create function wall.drop_door() returns trigger
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    delete from door where id = old.id and org_id = old.org_id;
    return null;
  end $$;
  create trigger drop_door after delete on app.document_share for each row execute function wall.drop_door();
  create trigger drop_door after delete on app.document_request for each row execute function wall.drop_door();

  -- A new token takes the place of the one before.
  create function wall.arm_door(door_id uuid, hash bytea) returns boolean
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    update door set token_hash = hash where id = door_id and ended_at is null and until > clock_timestamp();
    return found;
  end $$;

  -- The door behind a token, or behind the session of whoever came in; none that is over.
  create function wall.find_door(hash bytea)
  returns table (id uuid, org_id uuid, kind text, member_id uuid, inside boolean, visit_id uuid, until timestamptz)
  language plpgsql stable security definer rows 1 set search_path = wall, pg_temp as $$
  begin
    return query select d.id, d.org_id, d.kind, d.member_id, d.session_hash = hash, d.visit_id,
                        case when d.session_hash = hash then d.session_until else d.until end
      from door d
     where (d.token_hash = hash or (d.session_hash = hash and d.session_until > clock_timestamp()))
       and d.ended_at is null and d.until > clock_timestamp() and (d.closes_at is null or d.closes_at > clock_timestamp());
  end $$;

  -- Counts somebody who asks for a code: five an hour. Answers how many seconds to wait, 0 when a code may be sent.
  create function wall.knock(door_id uuid) returns int
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare d door;
  begin
    select * into d from door where id = door_id for update;
    if not found then return 3600; end if;
    if d.knocks_since is null or d.knocks_since < clock_timestamp() - interval '1 hour' then
      update door set knocks = 1, knocks_since = clock_timestamp() where id = door_id;
      return 0;
    end if;
    if d.knocks >= 5 then
      return greatest(1, ceil(extract(epoch from d.knocks_since + interval '1 hour' - clock_timestamp())))::int;
    end if;
    update door set knocks = d.knocks + 1 where id = door_id;
    return 0;
  end $$;

  -- The code that was just made for a door, ten minutes from now.
  create function wall.set_code(door_id uuid, hash bytea) returns boolean
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    update door set code_hash = hash, code_until = clock_timestamp() + interval '10 minutes', code_tries = 0
     where id = door_id and ended_at is null and until > clock_timestamp();
    return found;
  end $$;

  -- Judges a code, once: of fifty right ones at a time one comes in. A share closes an hour after it was first opened.
  create function wall.try_code(door_id uuid, hash bytea, session bytea, visit uuid, seconds int)
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
    update door set code_hash = null, code_tries = 0, opened_at = d.opened_at, closes_at = d.closes_at,
                    session_hash = session, session_until = d.session_until, visit_id = visit where door.id = door_id;
    return query select 'in', d.session_until, d.opened_at, d.closes_at;
  end $$;

  create function wall.leave_door(session bytea) returns void
  language sql security definer set search_path = wall, pg_temp as $$
    update door set session_hash = null, session_until = null where session_hash = session
  $$;

  -- What nobody can come by any more is kept a month, for whoever asks why.
  create function wall.sweep_doors() returns bigint
  language sql security definer set search_path = wall, pg_temp as $$
    with gone as (
      update door set token_hash = null, code_hash = null, session_hash = null, session_until = null
       where (until < clock_timestamp() - interval '1 day' or ended_at < clock_timestamp() - interval '1 day')
         and (token_hash is not null or code_hash is not null or session_hash is not null) returning 1)
    select count(*) from gone
  $$;

  -- Whoever says that somebody else used their account closes the doors that were opened in their name.
  create function wall.close_doors_of_locked() returns trigger
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    update door set ended_at = clock_timestamp() where ended_at is null
      and member_id in (select a.member_id from member_access a where a.account_id = new.id);
    return null;
  end $$;
  create trigger doors_of_locked after update of locked_at on identity.account for each row
    when (old.locked_at is null and new.locked_at is not null) execute function wall.close_doors_of_locked();

  revoke all on table wall.door from public;
  revoke all on function wall.arm_door(uuid, bytea), wall.find_door(bytea), wall.knock(uuid), wall.set_code(uuid, bytea),
    wall.try_code(uuid, bytea, bytea, uuid, int), wall.leave_door(bytea), wall.sweep_doors(), wall.keep_door(), wall.drop_door(), wall.close_doors_of_locked(), app.guard_door() from public;
  grant execute on function wall.arm_door(uuid, bytea), wall.find_door(bytea), wall.knock(uuid), wall.set_code(uuid, bytea),
    wall.try_code(uuid, bytea, bytea, uuid, int), wall.leave_door(bytea), wall.sweep_doors() to ironbark_jobs;`;
