import type { MigrationInterface, QueryRunner } from 'typeorm';

const ENTER = 'wall.enter(1)';
const FOR_THE_ORGANISATION = `(select e.member_id from ${ENTER} e) is null`;
const SEARCH_TABLES = ['client_search_segment', 'client_search_generation', 'client_search_delta'];
const SEALED = [
  'app.client.card',
  'app.client.details',
  'app.client_identifier.sealed',
  'app.client_relationship.sealed',
  'app.client_consent.sealed',
  'app.client_lookup.blind',
  'app.client_search_segment.sealed',
  'app.client_search_delta.sealed',
  'app.client_import.sealed',
  'app.client_import_row.sealed',
  'app.member.profile',
  'audit.event.details',
  'audit.event.leaf_bytes',
];

/**
 * What a member with SQL and their own live token could still do beyond what the product lets them: other members'
 * assignments, the shared search tables, the time of an entry, another member's name in an event. And what the
 * identity login could: a grant that is no session.
 */
export class NarrowerReach1700000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The time and the transaction of an entry are the database's.
      revoke insert on audit.event from ironbark_tenant;
      grant insert (org_id, id, action, outcome, actor_member_id, subject_kind, subject_id, fields, request_id, leaf_bytes, details)
        on audit.event to ironbark_tenant;

      drop policy scope on app.assignment;
      create policy scope on app.assignment
        using (case (select e.scope from ${ENTER} e) when 'all' then true else member_id = (select e.member_id from ${ENTER} e) end);
      -- The triggers that keep it run as the owner, inside the organisation of whoever acts.
      create policy kept_by_owner on app.assignment to ironbark_owner using (true) with check (true);

      drop policy raised_by_tenant on events.outbox;
      create policy raised_by_tenant on events.outbox for insert to ironbark_tenant
        with check ((org_id, true, coalesce(payload ->> 'memberId', org_id::text))
          in (select e.org_id, e.ok, m.id from wall.enter(0) e, unnest(array[e.org_id::text, e.member_id::text]) m (id)));

      create function wall.only_sessions() returns trigger language plpgsql as $$
      begin
        if current_user = 'ironbark_identity' and (new.kind <> 'session' or new.expires_at > clock_timestamp() + interval '25 hours') then
          raise insufficient_privilege using message = 'the identity login starts sessions of a day, nothing else';
        end if;
        return new;
      end $$;
      create trigger only_sessions before insert on wall.live_grant for each row execute function wall.only_sessions();
    `);
    for (const table of SEARCH_TABLES) {
      // Read by every member's search, which is sealed; written by the job that keeps them. A member adds changes only.
      await runner.query(`
        drop policy scope on app.${table};
        create policy scope_select on app.${table} for select using (true);
        create policy scope_insert on app.${table} for insert with check (${table === 'client_search_delta' ? 'true' : FOR_THE_ORGANISATION});
        create policy scope_update on app.${table} for update using (${FOR_THE_ORGANISATION});
        create policy scope_delete on app.${table} for delete using (${FOR_THE_ORGANISATION});`);
    }
    // The planner keeps samples of values, which EXPLAIN's estimates show: none of what is sealed.
    for (const column of SEALED) await runner.query(`alter table ${column.replace(/\.(\w+)$/, ' alter column $1')} set statistics 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of SEALED) await runner.query(`alter table ${column.replace(/\.(\w+)$/, ' alter column $1')} set statistics -1`);
    for (const table of SEARCH_TABLES) {
      await runner.query(`
        drop policy scope_select on app.${table};
        drop policy scope_insert on app.${table};
        drop policy scope_update on app.${table};
        drop policy scope_delete on app.${table};
        create policy scope on app.${table} using (true) with check (true);`);
    }
    await runner.query(`
      drop trigger only_sessions on wall.live_grant;
      drop function wall.only_sessions();
      drop policy raised_by_tenant on events.outbox;
      create policy raised_by_tenant on events.outbox for insert to ironbark_tenant
        with check ((org_id, true) = (select e.org_id, e.ok from wall.enter(0) e));
      drop policy kept_by_owner on app.assignment;
      drop policy scope on app.assignment;
      create policy scope on app.assignment using (true) with check (true);
      grant insert on audit.event to ironbark_tenant;
    `);
  }
}
