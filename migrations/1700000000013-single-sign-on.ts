import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ACTS, behindTheWall, type TenantTable } from '../src/common/database/row-security.js';

/**
 * Single sign-on (ADR 10): domains that a practice proves in the DNS, connections to its identity provider, and the rule
 * that a practice may require its connection of every session, whichever path it comes by. The rule stands in triggers of
 * `wall.live_grant`: no way in that is built later can step around it.
 */
export class SingleSignOn1700000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DOMAINS);
    await runner.query(CONNECTIONS);
    for (const table of TABLES) await runner.query(behindTheWall(table));
    await runner.query(IDENTITIES);
    await runner.query(SESSIONS);
    await runner.query(STAGES);
  }

  async down(): Promise<void> {
    throw new Error('Single sign-on is not taken back: restore the database from before this migration.');
  }
}

const ADMINISTRATOR = `
    if not e.ok or (e.member_id is not null and e.role = 'member') then
      raise exception using errcode = 'IB005', message = 'only owners and administrators change how people sign in';
    end if;`;

/** Nobody chooses the token: whoever could would choose one that another practice has already published. */
const DOMAINS = `
  create table wall.sso_domain (
    id uuid primary key default gen_random_uuid(),
    org_id uuid not null,
    domain text not null check (domain ~ '^[a-z0-9-]+([.][a-z0-9-]+)+$' and length(domain) <= 253),
    token text not null default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
    claimed_by uuid,
    claimed_at timestamptz not null default clock_timestamp(),
    checked_at timestamptz,
    verified_at timestamptz,
    lost_at timestamptz,
    reminded_at timestamptz,
    unique (org_id, domain)
  );
  create unique index sso_domain_verified on wall.sso_domain (domain) where verified_at is not null;
  comment on table wall.sso_domain is 'Mail domains that practices claim. One practice per verified domain; one whose record is gone stays with its practice, marked.';

  create function wall.claim_domain(claimed text) returns uuid
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e pass; made uuid;
  begin
    select * into e from wall.enter(256, 4);${ADMINISTRATOR}
    if (select count(*) from sso_domain d where d.org_id = e.org_id) >= 50 then
      raise exception using errcode = 'IB020', message = 'too many domains';
    end if;
    insert into sso_domain (org_id, domain, claimed_by) values (e.org_id, claimed, e.member_id)
    on conflict (org_id, domain) do update set domain = excluded.domain returning id into made;
    return made;
  end $$;
  create function wall.domains()
  returns table (id uuid, domain text, token text, claimed_at timestamptz, checked_at timestamptz, verified_at timestamptz, lost_at timestamptz)
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(256, 1);
    if not e.ok then return; end if;
    return query select d.id, d.domain, d.token, d.claimed_at, d.checked_at, d.verified_at, d.lost_at from sso_domain d where d.org_id = e.org_id order by d.domain;
  end $$;

  -- What the DNS said: the jobs login alone may say so, because a member with SQL would say it of any domain.
  create function wall.note_domain_check(checked uuid, found_there boolean) returns text
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare d sso_domain;
  begin
    select * into d from sso_domain where id = checked for update;
    if not found then return 'gone'; end if;
    if found_there then
      begin
        update sso_domain set checked_at = clock_timestamp(), verified_at = coalesce(verified_at, clock_timestamp()), lost_at = null, reminded_at = null where id = checked;
      exception when unique_violation then
        update sso_domain set checked_at = clock_timestamp() where id = checked;
        return 'taken';
      end;
      return 'verified';
    end if;
    update sso_domain set checked_at = clock_timestamp(), lost_at = case when verified_at is not null then coalesce(lost_at, clock_timestamp()) end where id = checked;
    return case when d.verified_at is null then 'missing' else 'lost' end;
  end $$;
  create function wall.domains_to_check() returns table (id uuid, org_id uuid, domain text, token text, lost_at timestamptz, reminded_at timestamptz)
  language sql stable security definer set search_path = wall, pg_temp as $$
    select d.id, d.org_id, d.domain, d.token, d.lost_at, d.reminded_at from sso_domain d where d.verified_at is not null order by d.checked_at nulls first;
  $$;
  create function wall.note_domain_reminded(told uuid) returns void
  language sql security definer set search_path = wall, pg_temp as $$
    update sso_domain set reminded_at = clock_timestamp() where id = told;
  $$;
  revoke all on function wall.claim_domain(text), wall.domains(), wall.note_domain_check(uuid, boolean), wall.domains_to_check(), wall.note_domain_reminded(uuid) from public;
  grant execute on function wall.claim_domain(text), wall.domains() to ironbark_tenant;
  grant execute on function wall.note_domain_check(uuid, boolean), wall.domains_to_check(), wall.note_domain_reminded(uuid) to ironbark_jobs;
  grant select (domain, org_id, verified_at, lost_at) on wall.sso_domain to ironbark_identity;`;

const CONNECTIONS = `
  create table app.sso_connection (
    org_id uuid not null references app.organisation (org_id),
    id uuid not null,
    kind text not null check (kind in ('oidc', 'saml')),
    name text not null check (length(name) between 1 and 60),
    state text not null default 'draft' check (state in ('draft', 'tested', 'on')),
    trust text not null default 'claims' check (trust in ('claims', 'always', 'never')),
    jit boolean not null default false,
    default_template_id uuid,
    idp_initiated boolean not null default false,
    enforced_from timestamptz,
    confirmed_by uuid,
    tested_at timestamptz,
    certificates_until timestamptz,
    reminded_at timestamptz,
    refreshed_at timestamptz,
    refresh_failed_at timestamptz,
    created_by uuid,
    created_at timestamptz not null default clock_timestamp(),
    version int not null default 1,
    sealed bytea not null,
    test bytea,
    primary key (org_id, id),
    foreign key (org_id, default_template_id) references app.role_template (org_id, id) on delete set null (default_template_id),
    check (state <> 'on' or tested_at is not null),
    check (enforced_from is null or state = 'on')
  );
  alter table app.sso_connection alter column sealed set statistics 0, alter column test set statistics 0;
  comment on table app.sso_connection is 'A practice''s connection to its identity provider. Addresses, client secret and certificates are sealed.';
  comment on column app.sso_connection.confirmed_by is 'The owner who stands behind the settings as they are: without one the connection opens no owner''s session.';

  create table wall.break_glass_owner (
    org_id uuid not null,
    member_id uuid primary key references wall.member_access (member_id) on delete cascade
  );
  create index break_glass_owner_org on wall.break_glass_owner (org_id);
  comment on table wall.break_glass_owner is 'Owners who keep a way in of their own beside single sign-on.';
  create table wall.break_glass (
    member_id uuid primary key references wall.member_access (member_id) on delete cascade,
    armed_until timestamptz not null
  );
  comment on table wall.break_glass is 'Members whose own way in is armed, and until when.';

  -- What sign-in must know of connections before there is a session, kept in step by a trigger.
  create table wall.sso_door (
    connection_id uuid primary key,
    org_id uuid not null,
    kind text not null,
    name text not null,
    state text not null,
    enforced_from timestamptz,
    confirmed boolean not null
  );
  create unique index sso_door_on on wall.sso_door (org_id) where state = 'on';
  create function app.sso_connection_changed() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    if tg_op = 'DELETE' then
      delete from wall.sso_door where connection_id = old.id and org_id = old.org_id;
      return null;
    end if;
    insert into wall.sso_door as d (connection_id, org_id, kind, name, state, enforced_from, confirmed)
    values (new.id, new.org_id, new.kind, new.name, new.state, new.enforced_from, new.confirmed_by is not null)
    on conflict (connection_id) do update set name = excluded.name, state = excluded.state, enforced_from = excluded.enforced_from, confirmed = excluded.confirmed
     where d.org_id = excluded.org_id;
    if not found then raise unique_violation using message = 'another practice has a connection with this id'; end if;
    return null;
  end $$;
  create trigger door after insert or update or delete on app.sso_connection for each row execute function app.sso_connection_changed();

  -- Whatever the path. A connection opens the sessions of everybody in its domains, so only somebody who holds everything lets it
  -- or changes it while it does; tests and refreshed certificates are written by the practice's own job.
  create function app.guard_sso_connection() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  declare me wall.member_access; settings boolean;
  begin
    select * into me from wall.holder();
    if not found then
      if tg_op <> 'UPDATE' or (new.state = 'on' and old.state <> 'on') or new.enforced_from is distinct from old.enforced_from then
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
  end $$;
  create trigger guard before insert or update or delete on app.sso_connection for each row execute function app.guard_sso_connection();
  revoke all on function app.sso_connection_changed(), app.guard_sso_connection() from public;
  grant select on wall.sso_door to ironbark_identity;

  -- A domain on which a required connection stands is not let go by itself.
  create function wall.release_domain(released uuid) returns boolean
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(256, 4);${ADMINISTRATOR}
    if exists (select 1 from sso_domain d where d.id = released and d.org_id = e.org_id and d.verified_at is not null)
       and exists (select 1 from sso_door d where d.org_id = e.org_id and d.state = 'on')
       and not exists (select 1 from sso_domain d where d.id <> released and d.org_id = e.org_id and d.verified_at is not null) then
      raise exception using errcode = 'IB019', message = 'the last domain of a connection that is on';
    end if;
    delete from sso_domain d where d.id = released and d.org_id = e.org_id;
    return found;
  end $$;
  revoke all on function wall.release_domain(uuid) from public;
  grant execute on function wall.release_domain(uuid) to ironbark_tenant;`;

const TABLES: TenantTable[] = [
  {
    name: 'app.sso_connection',
    module: 'settings',
    acts: { insert: ACTS.update, update: ACTS.update, delete: ACTS.update },
    scope: { kind: 'organisation' },
    grants: ['select', 'insert', 'update', 'delete'],
    insertColumns: [
      'org_id',
      'id',
      'kind',
      'name',
      'trust',
      'jit',
      'default_template_id',
      'idp_initiated',
      'certificates_until',
      'created_by',
      'sealed',
    ],
    updateColumns: [
      'name',
      'state',
      'trust',
      'jit',
      'default_template_id',
      'idp_initiated',
      'certificates_until',
      'reminded_at',
      'refreshed_at',
      'refresh_failed_at',
      'tested_at',
      'version',
      'sealed',
      'test',
    ],
  },
];

const IDENTITIES = `
  create table identity.sso_identity (
    id uuid primary key,
    connection_id uuid not null references wall.sso_door (connection_id) on delete cascade,
    subject_index bytea not null check (octet_length(subject_index) = 8),
    account_id uuid not null references identity.account (id) on delete cascade,
    sealed bytea not null,
    linked_at timestamptz not null default clock_timestamp(),
    used_at timestamptz,
    unique (connection_id, subject_index),
    unique (connection_id, account_id)
  );
  create index sso_identity_account on identity.sso_identity (account_id);
  comment on table identity.sso_identity is 'Whom a connection knows by which subject. One account each way: an address given to somebody new opens nothing of the old.';

  create table identity.sso_request (
    id uuid primary key,
    connection_id uuid not null references wall.sso_door (connection_id) on delete cascade,
    purpose text not null check (purpose in ('sign_in', 'test')),
    state_hash bytea not null unique check (octet_length(state_hash) = 32),
    browser_hash bytea not null check (octet_length(browser_hash) = 32),
    sealed bytea not null,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    returned_at timestamptz,
    code_hash bytea unique check (octet_length(code_hash) = 32),
    result bytea,
    subject_index bytea,
    sid_index bytea,
    spent_at timestamptz
  );
  create index sso_request_connection on identity.sso_request (connection_id);
  create index sso_request_expiry on identity.sso_request (expires_at);
  comment on table identity.sso_request is 'A browser on its way to an identity provider and back. Returned once, spent once, by the browser that left.';

  create table identity.sso_session (
    session_id uuid primary key references wall.live_grant (id) on delete cascade,
    connection_id uuid not null references wall.sso_door (connection_id) on delete cascade,
    subject_index bytea not null,
    sid_index bytea
  );
  create index sso_session_subject on identity.sso_session (connection_id, subject_index);
  create index sso_session_sid on identity.sso_session (connection_id, sid_index);

  create table identity.sso_seen (
    connection_id uuid not null references wall.sso_door (connection_id) on delete cascade,
    kind text not null check (kind in ('assertion', 'logout')),
    id_hash bytea not null check (octet_length(id_hash) = 32),
    expires_at timestamptz not null,
    primary key (connection_id, kind, id_hash)
  );
  create index sso_seen_expiry on identity.sso_seen (expires_at);
  comment on table identity.sso_seen is 'Assertions and logout tokens that were taken: each counts once.';

  alter table identity.sign_in_step add column via uuid references wall.sso_door (connection_id) on delete cascade,
    add column via_subject bytea, add column via_sid bytea,
    add constraint sign_in_step_via check ((via is null) = (via_subject is null));
  create index sign_in_step_via on identity.sign_in_step (via) where via is not null;

  grant select, insert, delete on identity.sso_identity, identity.sso_request, identity.sso_session, identity.sso_seen to ironbark_identity;
  grant update (used_at, sealed) on identity.sso_identity to ironbark_identity;
  grant update (returned_at, code_hash, result, subject_index, sid_index, spent_at) on identity.sso_request to ironbark_identity;

  create function wall.accept_invitation_in(account uuid, practice uuid) returns boolean
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare i record; secret bytea; before text := current_setting('ironbark.token', true);
  begin
    select member_id into i from invitation where account_id = account and org_id = practice and until > clock_timestamp() for update;
    if not found then return false; end if;
    secret := sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));
    insert into live_grant (token_hash, id, kind, org_id, modules, idle_until, expires_at)
    values (sha256(secret), gen_random_uuid(), 'job', practice, 1023, clock_timestamp() + interval '1 minute', clock_timestamp() + interval '1 minute');
    perform set_config('ironbark.token', encode(secret, 'hex'), true);
    update app.member set state = 'active' where org_id = practice and id = i.member_id and state = 'invited';
    delete from invitation where member_id = i.member_id;
    delete from live_grant where token_hash = sha256(secret);
    perform set_config('ironbark.token', coalesce(before, ''), true);
    return true;
  end $$;
  revoke all on function wall.accept_invitation_in(uuid, uuid) from public;
  grant execute on function wall.accept_invitation_in(uuid, uuid) to ironbark_identity;`;

/** Triggers of one table fire by name: what a practice asks for is held first, then judged. */
const SESSIONS = `
  alter table wall.live_grant add column via uuid;
  comment on column wall.live_grant.via is 'The connection by which a session came; null for our own doors.';

  -- The provider's own second factor stands for a passkey: it is the practice's to choose how its provider asks.
  create function wall.assurance_asked_of(factors text, by_connection uuid) returns int language sql immutable parallel safe as $$
    select case when by_connection is null then wall.assurance_asked(factors) else least(wall.assurance_asked(factors), 2) end
  $$;
  create or replace function wall.enough_assurance() returns trigger
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare p organisation_policy;
  begin
    if new.kind <> 'session' then return new; end if;
    -- Held until this session is there: whoever asks for more meanwhile waits, and then finds it.
    select * into p from organisation_policy where org_id = new.org_id for share;
    if new.assurance < assurance_asked_of(p.factors, new.via) then
      raise insufficient_privilege using message = 'the practice asks for a stronger sign-in';
    end if;
    return new;
  end $$;

  -- Taken before anything of the session is written, so that sign-in and a change of the rules wait for each other in one order.
  create function wall.hold_door(practice uuid) returns void
  language sql security definer set search_path = wall, pg_temp as $$
    select from organisation_policy where org_id = practice for share
  $$;

  -- The connection that a practice requires of a member now; null when any door will do.
  create function wall.required_door(practice uuid, member uuid) returns uuid
  language sql stable security definer set search_path = wall, pg_temp as $$
    select d.connection_id from sso_door d
     where d.org_id = practice and d.state = 'on' and d.enforced_from <= clock_timestamp()
       and not exists (select from break_glass b where b.member_id = member and b.armed_until > clock_timestamp())
  $$;

  create function wall.only_door() returns trigger
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare d sso_door; ends timestamptz;
  begin
    if new.kind <> 'session' then return new; end if;
    if new.via is not null then
      select * into d from sso_door where connection_id = new.via and org_id = new.org_id and state = 'on';
      if not found or not exists (select from identity.sso_identity i where i.connection_id = new.via and i.account_id = new.account_id) then
        raise insufficient_privilege using message = 'a connection leads to its own practice, for those it knows';
      end if;
      if not d.confirmed and exists (select from member_access m where m.member_id = new.member_id and m.role = 'owner') then
        raise exception using errcode = 'IB018', message = 'no owner has confirmed this connection';
      end if;
    end if;
    select * into d from sso_door where org_id = new.org_id and state = 'on' and enforced_from is not null;
    if found and new.via is distinct from d.connection_id then
      -- Announced: every other session ends when it begins. Required: only an armed way in is left, as long as it is armed.
      ends := greatest(d.enforced_from, (select b.armed_until from break_glass b where b.member_id = new.member_id));
      if ends <= clock_timestamp() then
        raise exception using errcode = 'IB015', message = 'the practice requires its own sign-on';
      end if;
      new.expires_at := least(new.expires_at, ends);
      new.idle_until := least(new.idle_until, new.expires_at);
    end if;
    return new;
  end $$;
  create trigger only_door before insert on wall.live_grant for each row execute function wall.only_door();

  create or replace function wall.ask_for_factors(asked text) returns int
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e wall.pass; mine record; ended int;
  begin
    select * into e from wall.enter(256, 4);
    if not e.ok or e.role not in ('owner', 'admin') then
      raise exception using errcode = 'IB005', message = 'administrators only';
    end if;
    perform 1 from organisation_policy p where p.org_id = e.org_id for update;
    select g.id, g.kind, g.assurance, g.via into mine from live_grant g where g.token_hash = sha256(decode(current_setting('ironbark.token'), 'hex'));
    if mine.kind = 'session' and mine.assurance < assurance_asked_of(asked, mine.via) then
      raise exception using errcode = 'IB014', message = 'the caller would be locked out';
    end if;
    update app.organisation set factors = asked where org_id = e.org_id;
    update live_grant g set ended_at = clock_timestamp(), ended_reason = 'factors'
     where g.org_id = e.org_id and g.kind = 'session' and g.ended_at is null and g.assurance < assurance_asked_of(asked, g.via);
    get diagnostics ended = row_count;
    return ended;
  end $$;
  revoke all on function wall.assurance_asked_of(text, uuid), wall.hold_door(uuid), wall.required_door(uuid, uuid), wall.only_door() from public;
  grant execute on function wall.hold_door(uuid), wall.required_door(uuid, uuid) to ironbark_identity;`;

const STAGES = `
  -- Requires a connection of every session, from an instant on. Sessions that came otherwise end then; views end with theirs.
  create function wall.require_door(required uuid, begins timestamptz) returns int
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e pass; d sso_door; mine record; ended int; then_on timestamptz := greatest(begins, clock_timestamp());
  begin
    select * into e from wall.enter(256, 4);
    if not e.ok or e.member_id is null or e.role not in ('owner', 'admin') then
      raise exception using errcode = 'IB005', message = 'administrators only';
    end if;
    if begins is null or begins > clock_timestamp() + interval '1 year' then
      raise invalid_parameter_value using message = 'within a year';
    end if;
    perform 1 from organisation_policy p where p.org_id = e.org_id for update;
    select * into d from sso_door where connection_id = required and org_id = e.org_id;
    if not found then raise exception using errcode = 'IB008', message = 'no such connection'; end if;
    if d.state <> 'on' then raise exception using errcode = 'IB016', message = 'turn it on first'; end if;
    if not exists (select 1 from sso_domain v where v.org_id = e.org_id and v.verified_at is not null and v.lost_at is null) then
      raise exception using errcode = 'IB017', message = 'no verified domain';
    end if;
    if not d.confirmed then raise exception using errcode = 'IB018', message = 'no owner has confirmed this connection'; end if;
    select g.kind, g.via into mine from live_grant g where g.token_hash = sha256(decode(current_setting('ironbark.token'), 'hex'));
    if mine.kind <> 'session' or mine.via is distinct from required then
      raise exception using errcode = 'IB021', message = 'come in by it first';
    end if;
    update app.sso_connection set enforced_from = then_on, version = version + 1 where org_id = e.org_id and id = required;
    if then_on <= clock_timestamp() then
      update live_grant g set ended_at = clock_timestamp(), ended_reason = 'factors'
       where g.org_id = e.org_id and g.kind = 'session' and g.ended_at is null and g.via is distinct from required
         and not exists (select 1 from break_glass b where b.member_id = g.member_id and b.armed_until > clock_timestamp());
    else
      update live_grant g set expires_at = least(g.expires_at, then_on), idle_until = least(g.idle_until, then_on)
       where g.org_id = e.org_id and g.kind = 'session' and g.ended_at is null and g.via is distinct from required and g.expires_at > then_on;
    end if;
    get diagnostics ended = row_count;
    return ended;
  end $$;
  create function wall.free_doors(connection uuid) returns boolean
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(256, 4);${ADMINISTRATOR}
    update app.sso_connection set enforced_from = null, version = version + 1 where org_id = e.org_id and id = connection and enforced_from is not null;
    return found;
  end $$;
  create function wall.confirm_door(connection uuid) returns boolean
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(256, 4);
    if not e.ok or e.member_id is null or e.role <> 'owner' then
      raise exception using errcode = 'IB006', message = 'only an owner confirms';
    end if;
    update app.sso_connection set confirmed_by = e.member_id where org_id = e.org_id and id = connection and state = 'on';
    return found;
  end $$;
  -- Two named owners. Answers whoever may see the settings of the practice.
  create function wall.has_break_glass(practice uuid) returns boolean
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(256, 1);
    return e.ok and e.org_id = practice and (select count(*) >= 2 from wall.break_glass_owner b where b.org_id = practice);
  end $$;
  -- Sessions that a requirement would end now.
  create function wall.other_sessions(connection uuid) returns int
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(256, 1);
    if not e.ok then return 0; end if;
    return (select count(*) from live_grant g where g.org_id = e.org_id and g.kind = 'session' and g.ended_at is null
              and g.expires_at > clock_timestamp() and g.idle_until > clock_timestamp() and g.via is distinct from connection);
  end $$;
  create function wall.came_by() returns uuid
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  begin
    perform wall.enter(0, 1);
    return (select g.via from live_grant g where g.token_hash = sha256(decode(current_setting('ironbark.token'), 'hex')));
  end $$;
  revoke all on function wall.require_door(uuid, timestamptz), wall.free_doors(uuid), wall.confirm_door(uuid), wall.has_break_glass(uuid),
    wall.other_sessions(uuid), wall.came_by() from public;
  grant execute on function wall.require_door(uuid, timestamptz), wall.free_doors(uuid), wall.confirm_door(uuid), wall.has_break_glass(uuid),
    wall.other_sessions(uuid), wall.came_by() to ironbark_tenant;`;
