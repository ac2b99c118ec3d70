import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an attack on the doors showed. What somebody who used another's session leaves behind goes with "this was not me": beside
 * keys, the tokens of directories that they issued, and the accounts of providers that they linked (promise I-30). And a
 * directory's token is issued by somebody who holds what it will give, because whoever has it names the people. A domain whose record
 * has been gone for a month belongs to whoever proves it now: who held its DNS for an hour does not keep it for good.
 */
export class AfterAnAttack1700000000019 implements MigrationInterface {
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
      end $$;

      create or replace function wall.issue_directory_token(token_hash bytea, token_id uuid, valid_until timestamptz) returns void
      language plpgsql security definer set search_path = wall, pg_temp as $$
      #variable_conflict use_column
      declare e pass;
      begin
        select * into e from wall.enter(512, 2);
        if not e.ok or e.member_id is null or e.role = 'member' then
          raise exception using errcode = 'IB005', message = 'only owners and administrators connect a directory';
        end if;
        perform app.take_turns(e.org_id);
        if valid_until is null or valid_until <= clock_timestamp() or valid_until > clock_timestamp() + interval '366 days' then
          raise exception using errcode = 'IB012', message = 'a token expires within a year';
        end if;
        if (select count(*) from live_grant g where g.kind = 'directory' and g.org_id = e.org_id and g.ended_at is null and g.expires_at > clock_timestamp()) >= 2 then
          raise exception using errcode = 'IB011', message = 'two live tokens at most';
        end if;
        -- What it gives is an administrator's to give: the roles of those it will place. They are seen by whoever may read them only.
        perform wall.assert_may_give(e.scope, 0, 0, 0, 0);
        if not (select r.ok from wall.enter(512, 1) r) then
          raise exception using errcode = 'IB001', message = 'nobody grants more than they hold';
        end if;
        perform wall.assert_may_give(t.scope, t.reads, t.creates, t.updates, t.deletes) from app.role_template t
          where t.org_id = e.org_id and (
            t.id in (select d.default_template_id from app.directory d where d.org_id = e.org_id)
            or t.id in (select m.default_template_id from app.team m join app.directory_group g on g.org_id = m.org_id and g.team_id = m.id
                         where m.org_id = e.org_id));
        insert into live_grant (token_hash, id, kind, org_id, modules, idle_until, expires_at)
        values (sha256(issue_directory_token.token_hash), token_id, 'directory', e.org_id, 512, valid_until, valid_until);
      end $$;

      create or replace function wall.note_domain_check(checked uuid, found_there boolean) returns text
      language plpgsql security definer set search_path = wall, pg_temp as $$
      declare d sso_domain;
      begin
        select * into d from sso_domain where id = checked for update;
        if not found then return 'gone'; end if;
        if found_there then
          -- Its practice was told when the record went, and each week since; after a month what is left to it is its claim.
          update sso_domain set verified_at = null, lost_at = null, reminded_at = null
           where domain = d.domain and id <> checked and verified_at is not null and lost_at < clock_timestamp() - interval '30 days';
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

      -- Whoever is un-named or made less meanwhile waits, and then finds the armed way and ends it.
      create or replace function wall.arm_at_door(account uuid, hours int)
      returns table (member_id uuid, org_id uuid, armed_until timestamptz)
      language plpgsql security definer set search_path = wall, pg_temp as $$
      #variable_conflict use_column
      declare m record;
      begin
        select b.member_id, b.org_id into m from break_glass_owner b join member_access a on a.member_id = b.member_id and a.org_id = b.org_id
         where a.account_id = account and a.role = 'owner' and a.active order by b.member_id limit 1 for share of b, a;
        if not found then return; end if;
        return query insert into break_glass as g (member_id, armed_until) values (m.member_id, clock_timestamp() + make_interval(hours => least(greatest(hours, 1), 24)))
          on conflict (member_id) do update set armed_until = excluded.armed_until, armed_at = excluded.armed_at
          returning g.member_id, m.org_id, g.armed_until;
      end $$;

      create or replace function wall.arm_break_glass(member uuid, hours int) returns timestamptz
      language plpgsql security definer set search_path = wall, pg_temp as $$
      declare e pass; until timestamptz := clock_timestamp() + make_interval(hours => hours);
      begin
        select * into e from wall.enter(256, 4);
        if not e.ok or e.member_id is null or e.role <> 'owner' then
          raise exception using errcode = 'IB006', message = 'only an owner arms it';
        end if;
        if hours is null or hours not between 1 and 24 then raise invalid_parameter_value using message = '1 to 24 hours'; end if;
        perform from break_glass_owner b where b.org_id = e.org_id and b.member_id = member for share;
        if not found then
          raise exception using errcode = 'IB033', message = 'not named';
        end if;
        insert into break_glass (member_id, armed_until) values (member, until)
        on conflict (member_id) do update set armed_until = excluded.armed_until, armed_at = excluded.armed_at;
        return until;
      end $$;

      create or replace function wall.release_domain(released uuid) returns boolean
      language plpgsql security definer set search_path = wall, pg_temp as $$
      declare e pass;
      begin
        select * into e from wall.enter(256, 4);
        if not e.ok or (e.member_id is not null and e.role = 'member') then
          raise exception using errcode = 'IB005', message = 'only owners and administrators change how people sign in';
        end if;
        -- Two at once would each see the other's domain.
        perform from organisation_policy p where p.org_id = e.org_id for update;
        if exists (select 1 from sso_domain d where d.id = released and d.org_id = e.org_id and d.verified_at is not null)
           and exists (select 1 from sso_door d where d.org_id = e.org_id and d.state = 'on')
           and not exists (select 1 from sso_domain d where d.id <> released and d.org_id = e.org_id and d.verified_at is not null) then
          raise exception using errcode = 'IB019', message = 'the last domain of a connection that is on';
        end if;
        delete from sso_domain d where d.id = released and d.org_id = e.org_id;
        return found;
      end $$;`);
  }

  async down(): Promise<void> {
    throw new Error('What ends with a lock is not taken back: restore the database from before this migration.');
  }
}
