import type { MigrationInterface, QueryRunner } from 'typeorm';
import { behindTheWall } from './first-row-security.js';

/** The access record (DESIGN 7) and the outbox (DESIGN 8). */
export class AuditAndEvents1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit.event (
        org_id uuid not null,
        recorded_at timestamptz not null default clock_timestamp(),
        id uuid not null,
        xid xid8 not null default pg_current_xact_id(),
        action text not null,
        outcome text not null check (outcome in ('done', 'refused', 'failed')),
        actor_member_id uuid,
        subject_kind text not null,
        subject_id uuid,
        fields text[] not null default '{}',
        request_id uuid not null,
        leaf_bytes bytea not null,
        details bytea not null,
        primary key (org_id, recorded_at, id)
      ) partition by range (recorded_at);
      create index audit_subject on audit.event (org_id, subject_id, recorded_at desc, id desc) where subject_id is not null;
      create index audit_horizon on audit.event (org_id, xid, id);
      comment on column audit.event.leaf_bytes is 'The exact bytes that become the leaf of the organisation''s Merkle tree; never recomputed from columns.';
      comment on column audit.event.details is 'Sealed: network address, user agent, salt and record ids; committed to by the leaf.';

      create function audit.ensure_partitions(months_ahead int) returns void
      language plpgsql security definer set search_path = audit, pg_temp as $$
      declare first date; part text;
      begin
        for month in 0 .. least(months_ahead, 24) loop
          first := (date_trunc('month', clock_timestamp() at time zone 'UTC') + make_interval(months => month))::date;
          part := 'event_' || to_char(first, 'YYYY_MM');
          if to_regclass('audit.' || part) is null then
            execute format('create table audit.%I partition of audit.event for values from (%L) to (%L)', part,
                           first::timestamp at time zone 'UTC', (first + interval '1 month')::timestamp at time zone 'UTC');
            execute format('alter table audit.%I enable row level security', part);
            execute format('alter table audit.%I force row level security', part);
            execute format('create policy tenant on audit.%I as restrictive using ((org_id, true) = (select e.org_id, e.ok from wall.enter(0) e))', part);
          end if;
        end loop;
      end $$;
      select audit.ensure_partitions(3);
      revoke all on function audit.ensure_partitions(int) from public;
      grant usage on schema audit to ironbark_tenant, ironbark_jobs;
      grant execute on function audit.ensure_partitions(int) to ironbark_jobs;

      create table events.outbox (
        id uuid primary key,
        org_id uuid,
        type text not null,
        payload jsonb not null,
        raised_at timestamptz not null default clock_timestamp(),
        attempts int not null default 0,
        next_attempt_at timestamptz not null default clock_timestamp(),
        delivered_at timestamptz,
        last_error text
      );
      create index outbox_due on events.outbox ((org_id is not null), next_attempt_at, id) where delivered_at is null;
      create table events.handled (
        event_id uuid not null references events.outbox (id) on delete cascade,
        handler text not null,
        handled_at timestamptz not null default clock_timestamp(),
        primary key (event_id, handler)
      );
      comment on table events.handled is 'The handlers that had run when another one of the same event failed: they are not called again.';
      grant usage on schema events to ironbark_tenant, ironbark_identity, ironbark_jobs;
      grant insert on events.outbox to ironbark_tenant, ironbark_identity;
      grant select, update (attempts, next_attempt_at, delivered_at, last_error), delete on events.outbox to ironbark_jobs;
      grant select, insert on events.handled to ironbark_jobs;
      alter table events.outbox enable row level security;
      alter table events.outbox force row level security;
      create policy raised_by_tenant on events.outbox for insert to ironbark_tenant
        with check ((org_id, true) = (select e.org_id, e.ok from wall.enter(0) e));
      create policy raised_by_identity on events.outbox for insert to ironbark_identity with check (org_id is null);
      create policy delivered_by_jobs on events.outbox to ironbark_jobs using (true);
    `);
    await runner.query(behindTheWall({ name: 'audit.event', module: 0, scope: { kind: 'organisation' }, grants: ['select', 'insert'] }));
    await runner.query(`
      drop policy scope on audit.event;
      -- Written by whoever acts, in their own name only.
      create policy scope_insert on audit.event for insert
        with check (actor_member_id is not distinct from (select e.member_id from wall.enter(0) e));
      -- Read by whoever may read the client that it is about.
      create policy scope_select on audit.event for select using (
        subject_kind = 'client' and exists (select 1 from app.client c where c.org_id = event.org_id and c.id = event.subject_id));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table events.handled, events.outbox, audit.event;
      drop function audit.ensure_partitions;
    `);
  }
}
