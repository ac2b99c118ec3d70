import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who tries the doors (promises I-30 and I-31): buckets that make guessing slow, shared between processes; the browsers
 * that signed in to an account before; what a sign-in looked like; and accounts that their owner locked. A locked account
 * has no live session, view or key, whatever writes one.
 */
export class Watch1700000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(BUCKETS);
    await runner.query(DEVICES);
    await runner.query(LOCK);
  }

  async down(): Promise<void> {
    throw new Error('What was watched is not taken back: restore the database from before this migration.');
  }
}

const BUCKETS = `
  create table identity.limit_bucket (
    key bytea primary key check (octet_length(key) = 8),
    level double precision not null default 0,
    counted_at timestamptz not null default clock_timestamp(),
    rests_until timestamptz
  );
  create index limit_bucket_counted on identity.limit_bucket (counted_at);
  comment on column identity.limit_bucket.key is 'HMAC of what is limited (an address, account, organisation, device or network) under the platform key.';

  -- Of a crash nothing needs to be left: these count requests of a minute.
  create unlogged table identity.request_count (
    key bytea primary key check (octet_length(key) = 8),
    hits int not null,
    ends_at timestamptz not null
  );
  create index request_count_end on identity.request_count (ends_at);

  -- Counts an attempt in each bucket in turn and stops at the first that rests: what a bucket refuses is counted in none
  -- after it. Answers with the place of that bucket and the seconds it still rests, and with the last bucket that this very
  -- attempt put to rest. Rows are locked in the order given, which is the same for every caller, so nobody waits for each other.
  create function identity.take(keys bytea[], free int[], per_hour double precision[], out refused int, out wait int, out began int)
  language plpgsql set search_path = identity, pg_temp as $$
  declare b limit_bucket; at timestamptz; filled double precision;
  begin
    for i in 1 .. cardinality(keys) loop
      insert into limit_bucket (key) values (keys[i]) on conflict do nothing;
      select * into b from limit_bucket where key = keys[i] for update;
      continue when not found;
      at := clock_timestamp();
      if b.rests_until > at then
        refused := i;
        wait := ceil(extract(epoch from b.rests_until - at));
        return;
      end if;
      filled := greatest(b.level - extract(epoch from at - b.counted_at) / 3600 * per_hour[i], 0) + 1;
      -- What ran out since the attempt before is a fraction: it does not make one attempt more.
      if filled > free[i] - 0.5 then began := i; end if;
      update limit_bucket set level = filled, counted_at = at,
             rests_until = case when filled > free[i] - 0.5 then at + least(power(2, least(round(filled - free[i]), 4)), 15) * interval '1 minute' end
       where key = keys[i];
    end loop;
  end $$;
  -- The attempt was right after all: it counts for nothing.
  create function identity.give_back(keys bytea[]) returns void
  language plpgsql set search_path = identity, pg_temp as $$
  begin
    for i in 1 .. cardinality(keys) loop
      update limit_bucket set level = greatest(level - 1, 0), rests_until = null where key = keys[i];
    end loop;
  end $$;
  revoke all on function identity.take(bytea[], int[], double precision[]), identity.give_back(bytea[]) from public;
  grant execute on function identity.take(bytea[], int[], double precision[]), identity.give_back(bytea[]) to ironbark_identity;
  grant select, insert, delete on identity.limit_bucket, identity.request_count to ironbark_identity;
  grant update (level, counted_at, rests_until) on identity.limit_bucket to ironbark_identity;
  grant update (hits, ends_at) on identity.request_count to ironbark_identity;`;

const DEVICES = `
  create table identity.known_device (
    id uuid primary key,
    account_id uuid not null references identity.account (id) on delete cascade,
    token_hash bytea not null check (octet_length(token_hash) = 32),
    sealed bytea not null,
    created_at timestamptz not null default clock_timestamp(),
    last_used_at timestamptz not null default clock_timestamp(),
    unique (token_hash, account_id)
  );
  create index known_device_account on identity.known_device (account_id);
  create index known_device_used on identity.known_device (last_used_at);
  comment on table identity.known_device is 'Browsers that signed in to an account. They open nothing: they have an allowance of their own, and are not news.';

  alter table identity.sign_in_event add column org_id uuid, add column method text;
  create index sign_in_event_org on identity.sign_in_event (org_id, at desc) where org_id is not null;
  comment on column identity.sign_in_event.org_id is 'The practice that the sign-in led to; null while unknown.';
  alter table identity.sign_in_request add column known_device boolean not null default false;
  comment on column identity.sign_in_request.known_device is 'Asked for from a browser that signed in to the account before: no stranger stops it.';

  create table identity.not_me (
    token_hash bytea primary key check (octet_length(token_hash) = 32),
    account_id uuid not null references identity.account (id) on delete cascade,
    expires_at timestamptz not null,
    spent_at timestamptz
  );
  create index not_me_account on identity.not_me (account_id);
  create index not_me_expiry on identity.not_me (expires_at);
  comment on table identity.not_me is 'What a notice lets its reader say once: this was not me. Locks the account, opens nothing.';

  grant select, insert, delete on identity.known_device, identity.not_me to ironbark_identity;
  grant update (token_hash, sealed, last_used_at) on identity.known_device to ironbark_identity;
  grant update (spent_at) on identity.not_me to ironbark_identity;`;

const LOCK = `
  alter table identity.account add column locked_at timestamptz;
  grant update (locked_at) on identity.account to ironbark_identity;
  comment on column identity.account.locked_at is 'Its owner said that somebody else used it. Nobody signs in until an administrator unlocks it.';

  alter table wall.live_grant add column made_by uuid;
  comment on column wall.live_grant.made_by is 'Of a key, the member who made it.';
  create index live_grant_made_by on wall.live_grant (made_by) where made_by is not null;
  create function wall.note_maker() returns trigger
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    select g.member_id into new.made_by from live_grant g
     where g.kind = 'session' and g.token_hash = sha256(decode(coalesce(current_setting('ironbark.token', true), ''), 'hex'));
    return new;
  end $$;
  create trigger note_maker before insert on wall.live_grant for each row when (new.kind = 'key') execute function wall.note_maker();

  -- Locking waits for a session that is just beginning and then ends it; one that begins meanwhile waits, and is refused.
  create function wall.account_unlocked() returns trigger
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare locked timestamptz;
  begin
    select a.locked_at into locked from identity.account a where a.id = new.account_id for share;
    if locked is not null then
      raise insufficient_privilege using message = 'the account is locked';
    end if;
    return new;
  end $$;
  create trigger account_unlocked before insert or update of ended_at, account_id on wall.live_grant for each row
    when (new.kind = 'session' and new.ended_at is null) execute function wall.account_unlocked();

  create function identity.account_locked() returns trigger
  language plpgsql security definer set search_path = identity, pg_temp as $$
  begin
    -- Views end with the session they were opened from.
    update wall.live_grant set ended_at = clock_timestamp(), ended_reason = 'revoked'
     where ended_at is null and kind = 'session' and account_id = new.id;
    update wall.live_grant g set ended_at = clock_timestamp(), ended_reason = 'revoked' from wall.member_access m
     where m.account_id = new.id and g.ended_at is null
       and (g.kind = 'key' and g.made_by = m.member_id or g.kind = 'view' and g.actor_id = m.member_id or g.kind = 'job' and g.member_id = m.member_id);
    update sign_in_request set killed_at = clock_timestamp() where account_id = new.id and spent_at is null and killed_at is null;
    update sign_in_step set spent_at = clock_timestamp() where account_id = new.id and spent_at is null;
    update not_me set spent_at = clock_timestamp() where account_id = new.id and spent_at is null;
    delete from factor_reset where account_id = new.id;
    delete from known_device where account_id = new.id;
    return null;
  end $$;
  create trigger account_locked after update of locked_at on identity.account for each row
    when (old.locked_at is null and new.locked_at is not null) execute function identity.account_locked();
  revoke all on function wall.note_maker(), wall.account_unlocked(), identity.account_locked() from public;`;
