import type { MigrationInterface, QueryRunner } from 'typeorm';
import { behindTheWall } from '../src/common/database/row-security.js';
import { NETWORK_TABLES } from './access-policies.js';

/**
 * The networks that a practice is entered from (promise I-32). The list and its mode are one row, so that an empty list is never
 * enforced; `wall.open` answers with them, because the database cannot know where a request came from and the process must (ADR 9).
 */
export class Networks1700000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LIST);
    await runner.query(SIGHTINGS);
    for (const table of NETWORK_TABLES) await runner.query(behindTheWall(table));
    await runner.query(KEPT_BY_OWNER);
    await runner.query(ACTS);
    await runner.query(OPEN);
  }

  async down(): Promise<void> {
    throw new Error('Networks are not taken back: restore the database from before this migration.');
  }
}

const MODES = `check (mode in ('off', 'dry_run', 'enforced'))`;
const SENSIBLE = `
    check (cardinality(networks) <= 100 and array_position(networks, null) is null),
    check (mode <> 'enforced' or cardinality(networks) > 0),
    check ('0.0.0.0/0' <> all (networks) and '::/0' <> all (networks))`;

const LIST = `
  create table app.network_list (
    org_id uuid primary key references app.organisation (org_id),
    mode text not null ${MODES},
    networks cidr[] not null,
    labels bytea not null,
    version int not null default 1,
    changed_at timestamptz not null default clock_timestamp(),
    changed_by uuid,
    ${SENSIBLE}
  );
  comment on table app.network_list is 'Networks that the practice is entered from, in the order of their sealed labels, and whether that is enforced.';
  comment on column app.network_list.changed_by is 'Null when whoever runs Ironbark switched it off from the command line.';

  create table wall.network_policy (
    org_id uuid primary key,
    mode text not null ${MODES},
    networks cidr[] not null,
    ${SENSIBLE}
  );
  comment on table wall.network_policy is 'What every request is checked against, kept in step by a trigger.';
  grant select on wall.network_policy to ironbark_identity;

  create function app.network_list_changed() returns trigger
  language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    insert into wall.network_policy (org_id, mode, networks) values (new.org_id, new.mode, new.networks)
    on conflict (org_id) do update set mode = excluded.mode, networks = excluded.networks;
    return null;
  end $$;
  create trigger network_policy after insert or update on app.network_list for each row execute function app.network_list_changed();
  revoke all on function app.network_list_changed() from public;`;

const SIGHTINGS = `
  create table app.network_sighting (
    org_id uuid not null,
    id uuid not null,
    member_id uuid not null,
    key_id uuid,
    outcome text not null check (outcome in ('signed_in', 'would_refuse', 'refused')),
    address_index bytea not null check (octet_length(address_index) = 8),
    hour timestamptz not null,
    times int not null check (times > 0),
    first_at timestamptz not null default clock_timestamp(),
    last_at timestamptz not null default clock_timestamp(),
    sealed bytea not null,
    primary key (org_id, id),
    unique nulls not distinct (org_id, member_id, key_id, outcome, address_index, hour)
  );
  create index network_sighting_newest on app.network_sighting (org_id, last_at desc);
  comment on table app.network_sighting is
    'From where somebody signed in, was refused, or would have been in a dry run: one row for each member or key, address and hour. Kept 30 days.';
  comment on column app.network_sighting.address_index is 'Blind index of the sealed address under the practice''s key.';`;

/** Its rows are written by the function below, as the owner and inside the organisation of whoever acts. */
const KEPT_BY_OWNER = `
  create policy kept_by_owner on app.network_sighting to ironbark_owner using (true) with check (true);`;

const ACTS = `
  -- Sets the list and its mode; a version that is no longer the newest changes nothing.
  create function wall.set_networks(new_mode text, new_networks cidr[], new_labels bytea, from_version int) returns int
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e wall.pass; now_at int;
  begin
    select * into e from wall.enter(256, 4);
    if not e.ok or (e.member_id is not null and e.role not in ('owner', 'admin')) then
      raise exception using errcode = 'IB005', message = 'administrators only';
    end if;
    if from_version = 0 then
      insert into app.network_list (org_id, mode, networks, labels, changed_by)
      values (e.org_id, new_mode, new_networks, new_labels, e.actor_id) on conflict (org_id) do nothing returning version into now_at;
    else
      update app.network_list set mode = new_mode, networks = new_networks, labels = new_labels, version = version + 1,
             changed_at = clock_timestamp(), changed_by = e.actor_id
       where org_id = e.org_id and version = from_version returning version into now_at;
    end if;
    if now_at is null then
      raise exception using errcode = 'IBN01', message = 'the list was changed meanwhile';
    end if;
    return now_at;
  end $$;

  -- Notes from where whoever acts came, in their own name. Fifty at once are one row that says fifty.
  create function wall.note_network(sighting_id uuid, seen_as text, address_blind bytea, sealed_address bytea, seen_times int) returns void
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e wall.pass; key uuid;
  begin
    select * into e from wall.enter(0, 1);
    if e.actor_id is null then return; end if;
    select g.id into key from live_grant g
     where g.token_hash = sha256(decode(current_setting('ironbark.token'), 'hex')) and g.kind = 'key';
    insert into app.network_sighting as s (org_id, id, member_id, key_id, outcome, address_index, hour, times, sealed)
    values (e.org_id, sighting_id, e.actor_id, key, seen_as, address_blind, date_trunc('hour', clock_timestamp()),
            least(greatest(seen_times, 1), 100000), sealed_address)
    on conflict (org_id, member_id, key_id, outcome, address_index, hour)
      do update set times = least(s.times + excluded.times, 1000000000), last_at = excluded.last_at;
  end $$;

  -- Sightings are security telemetry: thirty days. Each organisation is entered in turn, because the owner is bound by the wall as well.
  create function wall.sweep_networks() returns bigint
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare here uuid; secret bytea; gone bigint; swept bigint := 0; before text := current_setting('ironbark.token', true);
  begin
    for here in select p.org_id from practice_name p loop
      secret := sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));
      insert into live_grant (token_hash, id, kind, org_id, modules, idle_until, expires_at)
      values (sha256(secret), gen_random_uuid(), 'job', here, 0, clock_timestamp() + interval '1 minute', clock_timestamp() + interval '1 minute');
      perform set_config('ironbark.token', encode(secret, 'hex'), true);
      delete from app.network_sighting s where s.org_id = here and s.last_at < clock_timestamp() - interval '30 days';
      get diagnostics gone = row_count;
      swept := swept + gone;
      delete from live_grant where token_hash = sha256(secret);
    end loop;
    perform set_config('ironbark.token', coalesce(before, ''), true);
    return swept;
  end $$;

  revoke all on function wall.set_networks(text, cidr[], bytea, int), wall.note_network(uuid, text, bytea, bytea, int), wall.sweep_networks() from public;
  grant execute on function wall.set_networks(text, cidr[], bytea, int), wall.note_network(uuid, text, bytea, bytea, int) to ironbark_tenant;
  grant execute on function wall.sweep_networks() to ironbark_jobs;`;

const OPEN = `
  drop function wall.open(text);
  create function wall.open(grant_hash text)
  returns table (id uuid, kind text, org_id uuid, member_id uuid, actor_id uuid, account_id uuid, role text, scope text,
                 modules int, creates int, updates int, deletes int, team_ids uuid[], networks text[],
                 started_at timestamptz, seen_at timestamptz, idle_until timestamptz, expires_at timestamptz, assurance int, fresh boolean,
                 network_mode text, org_networks text[])
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
             g.verified_at operator(pg_catalog.>) (pg_catalog.clock_timestamp() operator(pg_catalog.-) interval '15 minutes'),
             coalesce(n.mode, 'off'), coalesce(n.networks::text[], '{}')
        from wall.live_grant g
        left join wall.member_access a on a.member_id operator(pg_catalog.=) g.member_id and a.org_id operator(pg_catalog.=) g.org_id
        left join wall.network_policy n on n.org_id operator(pg_catalog.=) g.org_id
              and n.mode operator(pg_catalog.<>) 'off' and g.kind operator(pg_catalog.<>) 'job'
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
  comment on function wall.open(text) is 'Hands over the inner hash of a token for this transaction and answers with who it acts for, and from where they may. Raises without a live grant.';
  revoke all on function wall.open(text) from public;
  grant execute on function wall.open(text) to ironbark_tenant;`;
