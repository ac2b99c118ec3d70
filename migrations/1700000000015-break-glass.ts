import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Break-glass: two named owners keep a way in of their own for when the identity provider is down (IDENTITY 3.4). Nobody is
 * exempt all the time: a way in is armed for hours, by a passkey of a named owner or by an owner from inside, and every
 * session that it lets in ends with it.
 */
export class BreakGlass1700000000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(NAMING);
    await runner.query(ARMING);
  }

  async down(): Promise<void> {
    throw new Error('Break-glass is not taken back: restore the database from before this migration.');
  }
}

const NAMING = `
  create function wall.has_passkey(member uuid) returns boolean
  language sql stable security definer set search_path = wall, pg_temp as $$
    select exists (select from member_access m join identity.factor f on f.account_id = m.account_id
                    where m.member_id = member and f.kind = 'passkey' and f.confirmed_at is not null)
  $$;

  -- Who keeps a way in: none, or two active owners with a passkey each. Two while single sign-on is required or announced.
  create function wall.name_break_glass(named uuid[]) returns void
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(256, 4);
    if not e.ok or e.member_id is null or e.role <> 'owner' then
      raise exception using errcode = 'IB006', message = 'only an owner names owners';
    end if;
    perform 1 from organisation_policy p where p.org_id = e.org_id for update;
    if cardinality(named) not in (0, 2) or (cardinality(named) = 2 and named[1] = named[2]) then
      raise exception using errcode = 'IB030', message = 'two or none';
    end if;
    if cardinality(named) = 0 and exists (select from sso_door d where d.org_id = e.org_id and d.enforced_from is not null) then
      raise exception using errcode = 'IB031', message = 'single sign-on is required';
    end if;
    if exists (select from unnest(named) n (id)
                where not exists (select from member_access m where m.member_id = n.id and m.org_id = e.org_id and m.role = 'owner' and m.active)
                   or not has_passkey(n.id)) then
      raise exception using errcode = 'IB032', message = 'an active owner with a passkey';
    end if;
    delete from break_glass_owner b where b.org_id = e.org_id and b.member_id <> all (named);
    insert into break_glass_owner (org_id, member_id) select e.org_id, n.id from unnest(named) n (id) on conflict do nothing;
  end $$;

  -- Whoever is no longer named has no way in; whoever is no longer an active owner is no longer named. Whatever the path.
  create function wall.break_glass_unnamed() returns trigger
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    perform wall.end_break_glass(old.member_id);
    return null;
  end $$;
  create function wall.end_break_glass(member uuid) returns boolean
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare was boolean; mine bytea := sha256(decode(coalesce(current_setting('ironbark.token', true), ''), 'hex'));
  begin
    update break_glass set armed_until = clock_timestamp() where member_id = member and armed_until > clock_timestamp();
    was := found;
    -- What it let in goes with it; whoever ends their own way in has a moment for it to be put on record.
    update live_grant g set expires_at = least(g.expires_at, clock_timestamp() + interval '5 seconds')
     where g.member_id = member and g.token_hash = mine and g.via is null and g.ended_at is null
       and exists (select from sso_door d where d.org_id = g.org_id and d.state = 'on' and d.enforced_from <= clock_timestamp());
    update live_grant g set ended_at = clock_timestamp(), ended_reason = 'factors'
     where g.member_id = member and g.kind = 'session' and g.ended_at is null and g.via is null and g.token_hash <> mine
       and exists (select from sso_door d where d.org_id = g.org_id and d.state = 'on' and d.enforced_from <= clock_timestamp());
    return was;
  end $$;
  create trigger unnamed after delete on wall.break_glass_owner for each row execute function wall.break_glass_unnamed();
  create function wall.break_glass_of_owners() returns trigger
  language plpgsql security definer set search_path = wall, pg_temp as $$
  begin
    if new.role <> 'owner' or not new.active then
      delete from break_glass_owner where org_id = new.org_id and member_id = new.member_id;
    end if;
    return null;
  end $$;
  create trigger break_glass_of_owners after update of role, active on wall.member_access for each row execute function wall.break_glass_of_owners();`;

const ARMING = `
  alter table wall.break_glass add column armed_at timestamptz not null default clock_timestamp();

  -- At the door: a named owner who has just shown a passkey. Nothing for anybody else.
  create function wall.arm_at_door(account uuid, hours int)
  returns table (member_id uuid, org_id uuid, armed_until timestamptz)
  language plpgsql security definer set search_path = wall, pg_temp as $$
  #variable_conflict use_column
  declare m record;
  begin
    select b.member_id, b.org_id into m from break_glass_owner b join member_access a on a.member_id = b.member_id and a.org_id = b.org_id
     where a.account_id = account and a.role = 'owner' and a.active order by b.member_id limit 1;
    if not found then return; end if;
    return query insert into break_glass as g (member_id, armed_until) values (m.member_id, clock_timestamp() + make_interval(hours => least(greatest(hours, 1), 24)))
      on conflict (member_id) do update set armed_until = excluded.armed_until, armed_at = excluded.armed_at
      returning g.member_id, m.org_id, g.armed_until;
  end $$;

  -- From inside: an owner, for work on the provider that is planned.
  create function wall.arm_break_glass(member uuid, hours int) returns timestamptz
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e pass; until timestamptz := clock_timestamp() + make_interval(hours => hours);
  begin
    select * into e from wall.enter(256, 4);
    if not e.ok or e.member_id is null or e.role <> 'owner' then
      raise exception using errcode = 'IB006', message = 'only an owner arms it';
    end if;
    if hours is null or hours not between 1 and 24 then raise invalid_parameter_value using message = '1 to 24 hours'; end if;
    if not exists (select from break_glass_owner b where b.org_id = e.org_id and b.member_id = member) then
      raise exception using errcode = 'IB033', message = 'not named';
    end if;
    insert into break_glass (member_id, armed_until) values (member, until)
    on conflict (member_id) do update set armed_until = excluded.armed_until, armed_at = excluded.armed_at;
    return until;
  end $$;
  create function wall.disarm_break_glass(member uuid) returns boolean
  language plpgsql security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(256, 4);
    if not e.ok or e.member_id is null or e.role not in ('owner', 'admin') then
      raise exception using errcode = 'IB005', message = 'administrators only';
    end if;
    if not exists (select from member_access m where m.member_id = member and m.org_id = e.org_id) then return false; end if;
    return wall.end_break_glass(member);
  end $$;

  -- The owners of the practice, which of them are named, and how their ways in stand.
  create function wall.break_glass_state()
  returns table (member_id uuid, named boolean, passkey boolean, armed_at timestamptz, armed_until timestamptz)
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(256, 1);
    if not e.ok then return; end if;
    return query select m.member_id, b.member_id is not null, has_passkey(m.member_id), g.armed_at, g.armed_until
      from member_access m left join break_glass_owner b on b.org_id = m.org_id and b.member_id = m.member_id
      left join break_glass g on g.member_id = m.member_id
     where m.org_id = e.org_id and m.role = 'owner' and m.active order by m.member_id;
  end $$;
  -- Until when a way in is armed in the practice of whoever runs it; null for others and when none is.
  create function wall.break_glass_until() returns timestamptz
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  declare e pass;
  begin
    select * into e from wall.enter(0, 1);
    if e.role not in ('owner', 'admin') then return null; end if;
    return (select max(g.armed_until) from break_glass g join member_access m on m.member_id = g.member_id
             where m.org_id = e.org_id and g.armed_until > clock_timestamp());
  end $$;

  revoke all on function wall.has_passkey(uuid), wall.name_break_glass(uuid[]), wall.break_glass_unnamed(), wall.end_break_glass(uuid),
    wall.break_glass_of_owners(), wall.arm_at_door(uuid, int), wall.arm_break_glass(uuid, int), wall.disarm_break_glass(uuid),
    wall.break_glass_state(), wall.break_glass_until() from public;
  grant execute on function wall.name_break_glass(uuid[]), wall.arm_break_glass(uuid, int), wall.disarm_break_glass(uuid),
    wall.break_glass_state(), wall.break_glass_until() to ironbark_tenant;
  grant execute on function wall.arm_at_door(uuid, int), wall.end_break_glass(uuid) to ironbark_identity;`;
