import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ACTS, behindTheWall, type TenantTable } from '../src/common/database/row-security.js';

/**
 * Other ways of being a principal, all through the same wall: an invitation accepted, an administrator's read-only view
 * of a member's world, a service account's key. And what shows access to people: the explainer and the reviews.
 */
export class DoorsAndReviews1700000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INVITATIONS);
    await runner.query(USE);
    await runner.query(VIEWS);
    await runner.query(KEYS);
    await runner.query(EXPLAINER);
    await runner.query(OVERVIEW);
    await runner.query(REVIEWS);
    await runner.query(INDEXES);
    for (const table of REVIEW_TABLES) await runner.query(behindTheWall(table));
    await runner.query(GUARDS);
  }

  async down(): Promise<void> {
    throw new Error('Access is not taken back: restore the database from before this migration.');
  }
}

/** SQL that lets the rest of a function act for a whole organisation, and stops. `here` is the organisation. */
const ACT_FOR_ORGANISATION = `
      secret := sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));
      insert into live_grant (token_hash, id, kind, org_id, member_id, modules, idle_until, expires_at)
      values (sha256(secret), gen_random_uuid(), 'job', here, acting, 1023, clock_timestamp() + interval '1 minute', clock_timestamp() + interval '1 minute');
      perform set_config('ironbark.token', encode(secret, 'hex'), true);`;
const STOP_ACTING = `
      delete from live_grant where token_hash = sha256(secret);
      perform set_config('ironbark.token', coalesce(before, ''), true);`;

const INVITATIONS = `
  create table wall.invitation (
    member_id uuid primary key,
    org_id uuid not null,
    account_id uuid not null,
    until timestamptz not null,
    foreign key (org_id, member_id) references app.member (org_id, id) on delete cascade
  );
  create index invitation_account on wall.invitation (account_id);

  create function wall.invite(invited uuid, valid_until timestamptz) returns void
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e pass; m record;
  begin
    select * into e from wall.enter(512, 2);
    if not e.ok or (e.member_id is not null and e.role = 'member') then
      raise exception using errcode = 'IB005', message = 'only owners and administrators invite';
    end if;
    if valid_until > clock_timestamp() + interval '31 days' then
      raise invalid_parameter_value using message = 'an invitation lives at most a month';
    end if;
    select account_id, role into m from app.member where org_id = e.org_id and id = invited and state = 'invited';
    if not found then raise exception using errcode = 'IB008', message = 'no such invitation'; end if;
    -- Also when it is sent again: an invitation that lapsed lives by whoever renews it.
    if e.member_id is not null and e.role <> 'owner' and m.role = 'owner' then
      raise exception using errcode = 'IB006', message = 'only an owner invites an owner';
    end if;
    perform wall.assert_may_give(a.scope, a.modules, a.creates, a.updates, a.deletes) from member_access a
      where a.member_id = invited and a.org_id = e.org_id;
    insert into invitation (member_id, org_id, account_id, until) values (invited, e.org_id, m.account_id, valid_until)
    on conflict (member_id) do update set until = excluded.until;
  end $$;
  create function wall.invitations() returns table (member_id uuid, until timestamptz)
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(512, 1);
    if not e.ok then return; end if;
    return query select i.member_id, i.until from invitation i where i.org_id = e.org_id;
  end $$;

  -- The first sign-in accepts: called by the identity login inside the transaction that spends the link.
  create function wall.accept_invitations(account uuid) returns int
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare i record; here uuid; acting uuid; secret bytea; before text := current_setting('ironbark.token', true); accepted int := 0;
  begin
    for i in select member_id, org_id from invitation where account_id = account and until > clock_timestamp() for update loop
      here := i.org_id; ${ACT_FOR_ORGANISATION}
      update app.member set state = 'active' where org_id = i.org_id and id = i.member_id and state = 'invited';
      delete from invitation where member_id = i.member_id; ${STOP_ACTING}
      accepted := accepted + 1;
    end loop;
    return accepted;
  end $$;
  -- Whether sign-in has somewhere to lead: an active membership, or an invitation that still lives.
  create function wall.welcomes(account uuid) returns boolean
  language sql stable security definer set search_path = wall, pg_temp as $$
    select exists (select 1 from member_access where account_id = account and active)
        or exists (select 1 from invitation where account_id = account and until > clock_timestamp());
  $$;
  create function wall.drop_invitation() returns trigger
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    delete from invitation where member_id = new.id and org_id = new.org_id;
    return null;
  end $$;
  create trigger drop_invitation after update of state on app.member for each row when (new.state <> 'invited') execute function wall.drop_invitation();
  revoke all on function wall.drop_invitation(), wall.invite(uuid, timestamptz), wall.invitations(), wall.accept_invitations(uuid), wall.welcomes(uuid) from public;
  grant execute on function wall.invite(uuid, timestamptz), wall.invitations() to ironbark_tenant;
  grant execute on function wall.accept_invitations(uuid), wall.welcomes(uuid) to ironbark_identity;`;

const USE = `
  create table wall.member_use (
    member_id uuid not null references wall.member_access (member_id) on delete cascade,
    org_id uuid not null,
    module_bit int not null,
    at timestamptz not null default clock_timestamp(),
    primary key (member_id, module_bit)
  );
  comment on table wall.member_use is 'When a member last used a module (0: was last seen), to the minute: what access reviews call stale and unused.';
  grant select, insert, update (at) on wall.member_use to ironbark_identity;
  create function wall.note_seen() returns trigger
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    insert into member_use (member_id, org_id, module_bit, at) values (new.member_id, new.org_id, 0, new.seen_at)
    on conflict (member_id, module_bit) do update set at = greatest(member_use.at, excluded.at);
    return null;
  end $$;
  create trigger note_seen after insert or update of seen_at on wall.live_grant for each row
    when (new.member_id is not null and new.kind in ('session', 'key')) execute function wall.note_seen();
  create function wall.uses() returns table (member_id uuid, module_bit int, at timestamptz)
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(512, 1);
    if not e.ok then return; end if;
    return query select u.member_id, u.module_bit, u.at from member_use u where u.org_id = e.org_id;
  end $$;
  revoke all on function wall.note_seen(), wall.uses() from public;
  grant execute on function wall.uses() to ironbark_tenant;`;

const VIEWS = `
  alter table wall.live_grant add column under uuid;
  comment on column wall.live_grant.under is 'Of a view: the session that it was opened from and ends with.';
  create index live_grant_under on wall.live_grant (under) where under is not null;

  -- Nobody gives away, or looks through, more than they hold themself.
  create function wall.assert_holds_all_of(other uuid) returns void
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  declare me member_access; theirs member_access;
  begin
    select * into me from wall.holder();
    if not found then return; end if;
    select * into theirs from member_access where member_id = other and org_id = me.org_id;
    if not found then raise exception using errcode = 'IB008', message = 'no such member'; end if;
    perform wall.assert_may_give(theirs.scope, theirs.modules, theirs.creates, theirs.updates, theirs.deletes);
    if (me.scope = 'team' and theirs.scope = 'team' and not theirs.team_ids <@ me.team_ids) or (me.scope <> 'all' and theirs.scope = 'assigned') then
      raise exception using errcode = 'IB001', message = 'nobody looks through more than they hold';
    end if;
  end $$;
  create function wall.begin_view(view_hash bytea, view_id uuid, shown uuid) returns timestamptz
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e pass; mine record; ends timestamptz;
  begin
    -- Held until the look has begun: whatever ends it waits, and then finds it.
    select g.id, g.kind, g.member_id, g.expires_at into mine from live_grant g
     where g.token_hash = sha256(decode(current_setting('ironbark.token'), 'hex')) for share;
    perform 1 from member_access a where a.member_id in (mine.member_id, shown) order by a.member_id for share;
    select * into e from wall.enter(512, 1);
    ends := least(clock_timestamp() + interval '30 minutes', mine.expires_at);
    if not e.ok or e.role = 'member' or mine.kind <> 'session' then
      raise exception using errcode = 'IB005', message = 'only owners and administrators view as a member';
    end if;
    if shown = mine.member_id or not exists (select 1 from member_access a where a.member_id = shown and a.org_id = e.org_id and a.active) then
      raise exception using errcode = 'IB008', message = 'no such member';
    end if;
    perform wall.assert_holds_all_of(shown);
    insert into live_grant (token_hash, id, kind, org_id, member_id, actor_id, under, read_only, modules, idle_until, expires_at)
    values (sha256(view_hash), view_id, 'view', e.org_id, shown, mine.member_id, mine.id, true, 1023, ends, ends);
    return ends;
  end $$;
  create function wall.end_view() returns void
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    perform wall.enter(0, 1);
    update live_grant v set ended_at = clock_timestamp(), ended_reason = 'finished' from live_grant g
     where g.token_hash = sha256(decode(current_setting('ironbark.token'), 'hex')) and v.under = g.id and v.kind = 'view' and v.ended_at is null;
  end $$;
  create function wall.end_views_under() returns trigger
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    update live_grant set ended_at = new.ended_at, ended_reason = 'finished' where under = new.id and ended_at is null;
    return null;
  end $$;
  create trigger end_views after update of ended_at on wall.live_grant for each row
    when (old.ended_at is null and new.ended_at is not null and new.kind = 'session') execute function wall.end_views_under();
  create function wall.end_views_of() returns trigger
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    update live_grant set ended_at = clock_timestamp(), ended_reason = 'revoked'
     where kind = 'view' and ended_at is null and (actor_id = new.member_id or member_id = new.member_id);
    return null;
  end $$;
  create trigger end_views after update on wall.member_access for each row execute function wall.end_views_of();
  revoke all on function wall.assert_holds_all_of(uuid), wall.begin_view(bytea, uuid, uuid), wall.end_view(), wall.end_views_under(), wall.end_views_of() from public;
  grant execute on function wall.begin_view(bytea, uuid, uuid), wall.end_view() to ironbark_tenant;`;

const KEYS = `
  create function wall.issue_key(key_hash bytea, key_id uuid, service uuid, valid_until timestamptz, bound_to cidr[]) returns void
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    -- Held until the key is there: whatever ends it waits, and then finds it.
    perform 1 from member_access a where a.member_id = service or a.member_id = (select h.member_id from wall.holder() h) order by a.member_id for share;
    select * into e from wall.enter(512, 2);
    if not e.ok or (e.member_id is not null and e.role = 'member') then
      raise exception using errcode = 'IB005', message = 'only owners and administrators make keys';
    end if;
    perform pg_advisory_xact_lock(hashtextextended(service::text, 10));
    if not exists (select 1 from app.member m where m.org_id = e.org_id and m.id = service and m.kind = 'service' and m.state = 'active') then
      raise exception using errcode = 'IB008', message = 'no such service account';
    end if;
    if valid_until is null or valid_until <= clock_timestamp() or valid_until > clock_timestamp() + interval '366 days' then
      raise exception using errcode = 'IB012', message = 'a key expires within a year';
    end if;
    if (select count(*) from live_grant g where g.kind = 'key' and g.member_id = service and g.ended_at is null and g.expires_at > clock_timestamp()) >= 2 then
      raise exception using errcode = 'IB011', message = 'a service account has two live keys at most';
    end if;
    perform wall.assert_holds_all_of(service);
    insert into live_grant (token_hash, id, kind, org_id, member_id, modules, networks, idle_until, expires_at)
    values (sha256(key_hash), key_id, 'key', e.org_id, service, 1023, coalesce(bound_to, '{}'), valid_until, valid_until);
  end $$;
  create function wall.revoke_key(key_id uuid) returns boolean
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(512, 4 | 8);
    if not e.ok or (e.member_id is not null and e.role = 'member') then
      raise exception using errcode = 'IB005', message = 'only owners and administrators end keys';
    end if;
    update live_grant set ended_at = clock_timestamp(), ended_reason = 'revoked' where id = key_id and org_id = e.org_id and kind = 'key' and ended_at is null;
    return found;
  end $$;
  create function wall.keys()
  returns table (id uuid, member_id uuid, made_at timestamptz, used_at timestamptz, expires_at timestamptz, ended_at timestamptz, networks text[])
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(512, 1);
    if not e.ok then return; end if;
    return query select g.id, g.member_id, g.started_at, nullif(g.seen_at, g.started_at), g.expires_at, g.ended_at, g.networks::text[]
                   from live_grant g where g.org_id = e.org_id and g.kind = 'key';
  end $$;
  revoke all on function wall.issue_key(bytea, uuid, uuid, timestamptz, cidr[]), wall.revoke_key(uuid), wall.keys() from public;
  grant execute on function wall.issue_key(bytea, uuid, uuid, timestamptz, cidr[]), wall.revoke_key(uuid), wall.keys() to ironbark_tenant;`;

const EXPLAINER = `
  -- Yes or no comes from the policies themselves, asked as the member; the facts beside it say why.
  create function wall.explain(asked uuid, module_bit int, acts int, client uuid) returns jsonb
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e pass; t member_access; here uuid; acting uuid; secret bytea; before text := current_setting('ironbark.token', true);
          switch boolean := false; clients boolean := false; visible boolean; facts jsonb := '{}';
  begin
    select * into e from wall.enter(512, 1);
    if not e.ok or (e.member_id is not null and e.role = 'member' and e.member_id <> asked) then
      raise exception using errcode = 'IB005', message = 'only owners and administrators ask about others';
    end if;
    select * into t from member_access where member_id = asked and org_id = e.org_id;
    if not found then raise exception using errcode = 'IB008', message = 'no such member'; end if;
    if client is not null then
      select jsonb_build_object('client_team', c.team_id,
               'assigned', exists (select 1 from app.assignment s where s.org_id = e.org_id and s.client_id = client and s.member_id = asked),
               'blocked', exists (select 1 from client_block b where b.org_id = e.org_id and b.client_id = client and b.member_id = asked),
               'private', exists (select 1 from client_private p where p.org_id = e.org_id and p.client_id = client),
               'named', exists (select 1 from client_named n where n.org_id = e.org_id and n.client_id = client and n.member_id = asked))
        into facts from app.client c where c.org_id = e.org_id and c.id = client;
      if not found then raise exception using errcode = 'IB008', message = 'no such client'; end if;
    end if;
    if t.active then
      here := e.org_id; acting := asked; ${ACT_FOR_ORGANISATION}
      select p.ok into switch from wall.enter(module_bit, acts) p;
      select p.ok into clients from wall.enter(1, 1) p;
      if client is not null then
        visible := exists (select 1 from app.client c where c.id = client);
      end if; ${STOP_ACTING}
    end if;
    return facts || jsonb_build_object('allowed', switch and coalesce(visible, true), 'active', t.active, 'role', t.role, 'switch', switch,
      'clients', clients, 'visible', visible, 'scope', t.scope, 'team_ids', t.team_ids,
      'grants', (select coalesce(jsonb_agg(jsonb_build_object('source', g.source, 'source_id', g.source_id, 'scope', g.scope,
                   'holds', ((case when acts & 1 <> 0 then g.reads else 0 end | case when acts & 2 <> 0 then g.creates else 0 end
                            | case when acts & 4 <> 0 then g.updates else 0 end | case when acts & 8 <> 0 then g.deletes else 0 end) & module_bit) = module_bit)
                   order by g.source), '[]') from app.access_grant g where g.org_id = e.org_id and g.member_id = asked));
  end $$;
  revoke all on function wall.explain(uuid, int, int, uuid) from public;
  grant execute on function wall.explain(uuid, int, int, uuid) to ironbark_tenant;`;

const OVERVIEW = `
  -- What members hold all told: everybody's for those who manage the team, one's own for everybody else.
  create function wall.accesses() returns setof wall.member_access
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(512, 1);
    return query select a.* from member_access a where a.org_id = e.org_id and (e.ok or a.member_id = e.member_id);
  end $$;
  revoke all on function wall.accesses() from public;
  grant execute on function wall.accesses() to ironbark_tenant;

  create table app.access_batch (
    org_id uuid not null references app.organisation (org_id),
    id uuid not null,
    template_id uuid not null,
    made_by uuid,
    made_at timestamptz not null default clock_timestamp(),
    before jsonb not null,
    after jsonb not null,
    undone_by uuid,
    undone_at timestamptz,
    primary key (org_id, id)
  );
  comment on table app.access_batch is 'A role applied to many members at once: their own grants before and after, so that it can be undone as a whole.';`;

const INDEXES = `
  -- Who opened an identifier is asked with every client page; entries of reads outnumber them by far.
  create index audit_openings on audit.event (org_id, subject_id, recorded_at desc, id desc) where action = 'open';
  create index sign_in_event_at on identity.sign_in_event (at);
  create index outbox_delivered on events.outbox (delivered_at) where delivered_at is not null;`;

const REVIEWS = `
  create table app.access_review (
    org_id uuid not null references app.organisation (org_id),
    id uuid not null,
    team_id uuid,
    due_on date not null,
    started_by uuid,
    started_at timestamptz not null default clock_timestamp(),
    closed_by uuid,
    closed_at timestamptz,
    primary key (org_id, id),
    foreign key (org_id, team_id) references app.team (org_id, id) on delete set null (team_id)
  );
  create table app.access_review_line (
    org_id uuid not null,
    id uuid not null default gen_random_uuid(),
    review_id uuid not null,
    member_id uuid not null,
    grant_id uuid not null,
    access jsonb not null,
    suggestion text check (suggestion in ('stale', 'unused')),
    decision text check (decision in ('approved', 'revoked')),
    decided_by uuid,
    decided_at timestamptz,
    primary key (org_id, id),
    foreign key (org_id, review_id) references app.access_review (org_id, id) on delete cascade,
    foreign key (org_id, member_id) references app.member (org_id, id) on delete cascade
  );
  create index access_review_line_review on app.access_review_line (org_id, review_id);
  comment on column app.access_review_line.access is 'The grant as it stood when the review began: source, scope, switches.';`;

/** Whatever the path: batches and reviews are an administrator's, in their own name, and a closed review is a record. */
const GUARDS = `
  create function wall.assert_own_name(named uuid) returns void
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  begin
    perform wall.assert_may_give('assigned', 0, 0, 0, 0);
    if exists (select 1 from wall.holder() h where h.member_id is distinct from named) then
      raise insufficient_privilege using message = 'a decision is made in one''s own name';
    end if;
  end $$;
  create function app.guard_batch() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    perform wall.assert_own_name(case tg_op when 'INSERT' then new.made_by else new.undone_by end);
    if tg_op = 'UPDATE' and old.undone_at is not null then raise check_violation using message = 'this was undone already'; end if;
    return new;
  end $$;
  create function app.guard_review() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    perform wall.assert_own_name(case tg_op when 'INSERT' then new.started_by else new.closed_by end);
    if tg_op = 'UPDATE' and old.closed_at is not null then raise check_violation using message = 'a closed review is a record'; end if;
    return new;
  end $$;
  create function app.guard_review_line() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    if tg_op = 'UPDATE' then perform wall.assert_own_name(new.decided_by);
    else perform wall.assert_may_give('assigned', 0, 0, 0, 0); end if;
    if not exists (select 1 from app.access_review r where r.org_id = new.org_id and r.id = new.review_id and r.closed_at is null) then
      raise check_violation using message = 'a closed review is a record';
    end if;
    return new;
  end $$;
  create trigger guard before insert or update on app.access_batch for each row execute function app.guard_batch();
  create trigger guard before insert or update of closed_by, closed_at on app.access_review for each row execute function app.guard_review();
  create trigger guard before insert or update on app.access_review_line for each row execute function app.guard_review_line();
  revoke all on function wall.assert_own_name(uuid), app.guard_batch(), app.guard_review(), app.guard_review_line() from public;`;

const REVIEW_TABLES: TenantTable[] = [
  {
    name: 'app.access_batch',
    module: 'team_management',
    acts: { insert: ACTS.update, update: ACTS.update },
    scope: { kind: 'organisation' },
    grants: ['select', 'insert', 'update'],
    insertColumns: ['org_id', 'id', 'template_id', 'made_by', 'before', 'after'],
    updateColumns: ['undone_by', 'undone_at'],
  },
  {
    name: 'app.access_review',
    module: 'team_management',
    acts: { insert: ACTS.update, update: ACTS.update },
    scope: { kind: 'organisation' },
    grants: ['select', 'insert', 'update'],
    insertColumns: ['org_id', 'id', 'team_id', 'due_on', 'started_by'],
    updateColumns: ['closed_by', 'closed_at'],
  },
  {
    name: 'app.access_review_line',
    module: 'team_management',
    acts: { insert: ACTS.update, update: ACTS.update },
    scope: { kind: 'organisation' },
    grants: ['select', 'insert', 'update'],
    insertColumns: ['org_id', 'review_id', 'member_id', 'grant_id', 'access', 'suggestion'],
    updateColumns: ['decision', 'decided_by', 'decided_at'],
  },
];
