import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Second factors (promises F-16 and F-17): authenticator apps, passkeys and recovery codes of an account; the step between a spent
 * link and a session; what a practice asks for; and how well a session's holder was known when it began. A session below
 * what its practice asks cannot be written, whatever the application does.
 */
export class SecondFactors1700000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FACTORS);
    await runner.query(POLICY);
    await runner.query(ASSURANCE);
    await runner.query(OPEN);
  }

  async down(): Promise<void> {
    throw new Error('Factors are not taken back: restore the database from before this migration.');
  }
}

const FACTORS = `
  create table identity.factor (
    id uuid primary key,
    account_id uuid not null references identity.account (id) on delete cascade,
    kind text not null check (kind in ('totp', 'passkey')),
    credential_hash bytea unique check (octet_length(credential_hash) = 32),
    sealed bytea not null,
    counter bigint not null default 0,
    last_step bigint not null default 0,
    created_at timestamptz not null default clock_timestamp(),
    confirmed_at timestamptz,
    last_used_at timestamptz,
    check ((kind = 'passkey') = (credential_hash is not null))
  );
  create index factor_account on identity.factor (account_id);
  comment on column identity.factor.counter is 'Signature counter of a passkey (WebAuthn 6.1.1); only ever grows, or stays 0.';
  comment on column identity.factor.last_step is 'Last time step that an authenticator code was taken for (RFC 6238); only ever grows.';

  create table identity.recovery_code (
    id uuid primary key,
    account_id uuid not null references identity.account (id) on delete cascade,
    code_hash bytea not null unique check (octet_length(code_hash) = 8),
    created_at timestamptz not null default clock_timestamp(),
    used_at timestamptz
  );
  create index recovery_code_account on identity.recovery_code (account_id);
  comment on column identity.recovery_code.code_hash is 'HMAC of account and code under the platform key.';

  create table identity.sign_in_step (
    id uuid primary key,
    token_hash bytea unique check (octet_length(token_hash) = 32),
    account_id uuid references identity.account (id) on delete cascade,
    session_id uuid,
    kind text not null check (kind in ('confirm', 'enrol', 'passkey', 'session')),
    challenge_hash bytea,
    attempts int not null default 0,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    spent_at timestamptz,
    check ((kind = 'session') = (session_id is not null)),
    check (kind = 'session' or token_hash is not null)
  );
  create index sign_in_step_account on identity.sign_in_step (account_id);
  create index sign_in_step_session on identity.sign_in_step (session_id);
  create index sign_in_step_expiry on identity.sign_in_step (expires_at);
  comment on table identity.sign_in_step is 'What stands between a spent link, or a signed-in person, and a proof by a factor. Opens no tenant row.';

  create table identity.factor_reset (
    account_id uuid primary key references identity.account (id) on delete cascade,
    org_id uuid not null,
    asked_by uuid not null,
    asked_at timestamptz not null default clock_timestamp(),
    due_at timestamptz not null
  );
  comment on table identity.factor_reset is 'An administrator asked for somebody''s factors to be taken away. Any use of one before it is due calls it off.';

  grant select, insert, delete on identity.factor, identity.recovery_code, identity.sign_in_step, identity.factor_reset to ironbark_identity;
  grant update (sealed, counter, last_step, confirmed_at, last_used_at) on identity.factor to ironbark_identity;
  grant update (used_at) on identity.recovery_code to ironbark_identity;
  grant update (challenge_hash, attempts, spent_at) on identity.sign_in_step to ironbark_identity;`;

const POLICY = `
  alter table app.organisation add column factors text not null default 'required' check (factors in ('required', 'optional', 'passkey'));
  comment on column app.organisation.factors is 'What signing in takes beside the mailbox: a second factor for all, for whoever has one, or a passkey.';
  alter table wall.organisation_policy add column factors text not null default 'required';
  create or replace function app.organisation_changed() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    insert into wall.organisation_policy (org_id, idle_minutes, factors) values (new.org_id, new.idle_minutes, new.factors)
    on conflict (org_id) do update set idle_minutes = excluded.idle_minutes, factors = excluded.factors;
    return null;
  end $$;
  drop trigger organisation_policy on app.organisation;
  create trigger organisation_policy after insert or update of idle_minutes, factors on app.organisation
    for each row execute function app.organisation_changed();

  create function wall.assurance_asked(factors text) returns int language sql immutable parallel safe as $$
    select case factors when 'passkey' then 3 when 'required' then 2 else 1 end
  $$;
  revoke all on function wall.assurance_asked(text) from public;`;

const ASSURANCE = `
  alter table wall.live_grant
    add column assurance int not null default 1 check (assurance between 1 and 3),
    add column verified_at timestamptz not null default clock_timestamp(),
    drop constraint live_grant_ended_reason_check,
    add constraint live_grant_ended_reason_check
      check (ended_reason in ('signed_out', 'signed_out_everywhere', 'superseded', 'suspended', 'finished', 'revoked', 'factors'));
  comment on column wall.live_grant.assurance is '1 the mailbox alone, 2 with a second factor, 3 by passkey.';
  comment on column wall.live_grant.verified_at is 'When whoever holds the session last proved it: by signing in, or by a factor since.';
  grant update (verified_at, assurance) on wall.live_grant to ironbark_identity;

  create function wall.enough_assurance() returns trigger
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    if new.kind = 'session' and exists (
      select from organisation_policy p where p.org_id = new.org_id and new.assurance < assurance_asked(p.factors)) then
      raise insufficient_privilege using message = 'the practice asks for a stronger sign-in';
    end if;
    return new;
  end $$;
  create trigger enough_assurance before insert or update of assurance on wall.live_grant for each row execute function wall.enough_assurance();

  -- Sets what the practice of whoever acts asks for, and ends sessions below that. Nobody asks for more than they brought themselves.
  create function wall.ask_for_factors(asked text) returns int
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e wall.pass; mine record; ended int;
  begin
    select * into e from wall.enter(256, 4);
    if not e.ok or e.role not in ('owner', 'admin') then
      raise exception using errcode = 'IB005', message = 'administrators only';
    end if;
    select g.id, g.kind, g.assurance into mine from live_grant g where g.token_hash = sha256(decode(current_setting('ironbark.token'), 'hex'));
    if mine.kind = 'session' and mine.assurance < assurance_asked(asked) then
      raise exception using errcode = 'IB014', message = 'the caller would be locked out';
    end if;
    update app.organisation set factors = asked where org_id = e.org_id;
    update live_grant g set ended_at = clock_timestamp(), ended_reason = 'factors'
     where g.org_id = e.org_id and g.kind = 'session' and g.ended_at is null and g.assurance < assurance_asked(asked);
    get diagnostics ended = row_count;
    return ended;
  end $$;
  revoke all on function wall.enough_assurance(), wall.ask_for_factors(text) from public;
  grant execute on function wall.ask_for_factors(text) to ironbark_tenant;`;

const OPEN = `
  drop function wall.open(text);
  create function wall.open(grant_hash text)
  returns table (id uuid, kind text, org_id uuid, member_id uuid, actor_id uuid, account_id uuid, role text, scope text,
                 modules int, creates int, updates int, deletes int, team_ids uuid[], networks text[],
                 started_at timestamptz, seen_at timestamptz, idle_until timestamptz, expires_at timestamptz, assurance int, fresh boolean)
  language plpgsql volatile security definer rows 1 as $$
  begin
    perform pg_catalog.set_config('ironbark.token', grant_hash, true);
    return query
      select g.id, g.kind, g.org_id, g.member_id, coalesce(g.actor_id, g.member_id), g.account_id, coalesce(a.role, 'member'), coalesce(a.scope, 'all'),
             g.modules operator(pg_catalog.&) coalesce(a.modules, 1023),
             case when g.read_only then 0 else g.modules operator(pg_catalog.&) coalesce(a.creates, 1023) end,
             case when g.read_only then 0 else g.modules operator(pg_catalog.&) coalesce(a.updates, 1023) end,
             case when g.read_only then 0 else g.modules operator(pg_catalog.&) coalesce(a.deletes, 1023) end,
             coalesce(a.team_ids, '{}'), g.networks::text[], g.started_at, g.seen_at, g.idle_until, g.expires_at, g.assurance,
             g.verified_at operator(pg_catalog.>) (pg_catalog.clock_timestamp() operator(pg_catalog.-) interval '15 minutes')
        from wall.live_grant g
        left join wall.member_access a on a.member_id operator(pg_catalog.=) g.member_id and a.org_id operator(pg_catalog.=) g.org_id
       where g.token_hash operator(pg_catalog.=) pg_catalog.sha256(pg_catalog.decode(pg_catalog.current_setting('ironbark.token'), 'hex'))
         and g.ended_at is null
         and g.expires_at operator(pg_catalog.>) pg_catalog.clock_timestamp()
         and g.idle_until operator(pg_catalog.>) pg_catalog.clock_timestamp()
         and (g.member_id is null or a.active)
         and pg_catalog.current_setting('transaction_isolation') operator(pg_catalog.=) 'read committed';
    if not found then
      raise insufficient_privilege using message = 'no live grant';
    end if;
  end $$;
  comment on function wall.open(text) is 'Hands over the inner hash of a token for this transaction and answers with who it acts for. Raises without a live grant.';
  revoke all on function wall.open(text) from public;
  grant execute on function wall.open(text) to ironbark_tenant;`;
