import type { MigrationInterface, QueryRunner } from 'typeorm';
import { behindTheWall, type TenantTable } from './first-row-security.js';

const CLIENTS = 1;

/** Clients and what hangs on them. Everything that describes a person is sealed; see docs/leakage-profile.md for the rest. */
export class Clients1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table app.client (
        org_id uuid not null references app.organisation (org_id),
        id uuid not null,
        file_number text not null check (length(file_number) between 1 and 40),
        status text not null check (status in ('prospect', 'current', 'waiting_list', 'archived', 'deceased')),
        team_id uuid,
        practitioner_id uuid,
        last_activity_at timestamptz not null,
        created_at timestamptz not null,
        archived_at timestamptz,
        status_before_archive text,
        merged_into_id uuid,
        version int not null default 1,
        card bytea not null,
        details bytea not null,
        primary key (org_id, id),
        unique (org_id, file_number),
        foreign key (org_id, team_id) references app.team (org_id, id),
        foreign key (org_id, practitioner_id) references app.member (org_id, id),
        foreign key (org_id, merged_into_id) references app.client (org_id, id),
        check (status <> 'archived' or archived_at is not null),
        check (archived_at is null or status in ('archived', 'deceased'))
      );
      create index client_activity on app.client (org_id, last_activity_at desc, id desc) where archived_at is null;
      create index client_status on app.client (org_id, status, last_activity_at desc, id desc);
      create index client_team on app.client (org_id, team_id, last_activity_at desc, id desc) where archived_at is null;
      create index client_practitioner on app.client (org_id, practitioner_id, last_activity_at desc, id desc) where archived_at is null;
      create index client_merged on app.client (org_id, merged_into_id) where merged_into_id is not null;

      create table app.assignment (
        org_id uuid not null,
        member_id uuid not null,
        client_id uuid not null,
        last_activity_at timestamptz not null,
        archived boolean not null default false,
        primary key (org_id, member_id, client_id),
        foreign key (org_id, client_id) references app.client (org_id, id) on delete cascade,
        foreign key (org_id, member_id) references app.member (org_id, id)
      );
      create index assignment_client on app.assignment (org_id, client_id);
      create index assignment_activity on app.assignment (org_id, member_id, last_activity_at desc, client_id desc) where not archived;
      comment on table app.assignment is 'Kept by a trigger on client: the tenant login cannot assign anybody, itself least of all.';

      create function app.new_client_assignments() returns trigger
      language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        insert into assignment (org_id, member_id, client_id, last_activity_at, archived)
        select org_id, practitioner_id, id, last_activity_at, archived_at is not null from fresh where practitioner_id is not null
        on conflict (org_id, member_id, client_id)
          do update set last_activity_at = excluded.last_activity_at, archived = excluded.archived;
        return null;
      end $$;
      create function app.client_assignment() returns trigger
      language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        if old.practitioner_id is distinct from new.practitioner_id and old.practitioner_id is not null then
          delete from assignment where org_id = old.org_id and member_id = old.practitioner_id and client_id = old.id;
        end if;
        if new.practitioner_id is not null then
          insert into assignment (org_id, member_id, client_id, last_activity_at, archived)
          values (new.org_id, new.practitioner_id, new.id, new.last_activity_at, new.archived_at is not null)
          on conflict (org_id, member_id, client_id)
            do update set last_activity_at = excluded.last_activity_at, archived = excluded.archived;
        end if;
        return null;
      end $$;
      -- By the statement for new clients: an import stores hundreds at once.
      create trigger new_client_assignments after insert on app.client
        referencing new table as fresh for each statement execute function app.new_client_assignments();
      create trigger client_assignment after update of practitioner_id, last_activity_at, archived_at on app.client
        for each row execute function app.client_assignment();
      revoke all on function app.new_client_assignments(), app.client_assignment() from public;

      create table app.client_identifier (
        org_id uuid not null,
        id uuid not null,
        client_id uuid not null,
        kind text not null,
        sealed bytea not null,
        created_at timestamptz not null default clock_timestamp(),
        primary key (org_id, id),
        foreign key (org_id, client_id) references app.client (org_id, id) on delete cascade
      );
      create index client_identifier_client on app.client_identifier (org_id, client_id);

      create table app.client_lookup (
        org_id uuid not null,
        blind bytea not null check (octet_length(blind) = 8),
        client_id uuid not null,
        kind text not null,
        source_id uuid not null,
        primary key (org_id, blind, client_id, kind, source_id),
        foreign key (org_id, client_id) references app.client (org_id, id) on delete cascade
      );
      create index client_lookup_client on app.client_lookup (org_id, client_id, source_id);
      comment on table app.client_lookup is 'Blind indexes of high-entropy values only: email, phone and identifier numbers. Never names, dates or choices.';

      create table app.client_relationship (
        org_id uuid not null,
        id uuid not null,
        client_id uuid not null,
        other_client_id uuid,
        sealed bytea not null,
        created_at timestamptz not null default clock_timestamp(),
        primary key (org_id, id),
        foreign key (org_id, client_id) references app.client (org_id, id) on delete cascade,
        foreign key (org_id, other_client_id) references app.client (org_id, id) on delete set null (other_client_id)
      );
      create index client_relationship_client on app.client_relationship (org_id, client_id);
      create index client_relationship_other on app.client_relationship (org_id, other_client_id);

      create table app.client_consent (
        org_id uuid not null,
        id uuid not null,
        client_id uuid not null,
        kind text not null,
        given_on date not null,
        withdrawn_on date,
        sealed bytea not null,
        created_at timestamptz not null default clock_timestamp(),
        primary key (org_id, id),
        foreign key (org_id, client_id) references app.client (org_id, id) on delete cascade
      );
      create index client_consent_client on app.client_consent (org_id, client_id);

      create table app.client_search_segment (
        org_id uuid not null references app.organisation (org_id),
        generation bigint not null,
        segment_no int not null,
        sealed bytea not null,
        primary key (org_id, generation, segment_no)
      );
      create table app.client_search_generation (
        org_id uuid not null references app.organisation (org_id),
        generation bigint not null,
        horizon bigint not null,
        segments int not null,
        entries int not null,
        built_at timestamptz not null default clock_timestamp(),
        primary key (org_id)
      );
      create table app.client_search_delta (
        org_id uuid not null references app.organisation (org_id),
        xid bigint not null default (pg_current_xact_id()::text::bigint),
        id bigint generated always as identity,
        client_id uuid not null,
        sealed bytea,
        primary key (org_id, xid, id)
      );
      comment on column app.client_search_delta.xid is 'The writing transaction, as bigint because its comparison is leakproof and may use the index under row security.';
      comment on column app.client_search_delta.sealed is 'The sealed search entry after the change; null when the client is gone.';

      create table app.client_import (
        org_id uuid not null references app.organisation (org_id),
        id uuid not null,
        created_by uuid not null,
        state text not null check (state in ('checking', 'ready', 'running', 'paused', 'done', 'cancelled')),
        total_rows int not null default 0,
        ready_rows int not null default 0,
        error_rows int not null default 0,
        imported_rows int not null default 0,
        failed_rows int not null default 0,
        created_at timestamptz not null default clock_timestamp(),
        finished_at timestamptz,
        sealed bytea not null,
        primary key (org_id, id)
      );
      create table app.client_import_row (
        org_id uuid not null,
        import_id uuid not null,
        row_no int not null,
        outcome text not null check (outcome in ('ready', 'error', 'imported', 'failed')),
        client_id uuid,
        sealed bytea not null,
        primary key (org_id, import_id, row_no),
        foreign key (org_id, import_id) references app.client_import (org_id, id) on delete cascade
      );
      create index client_import_row_outcome on app.client_import_row (org_id, import_id, outcome, row_no);
    `);
    const client = { kind: 'client', idColumn: 'client_id' } as const;
    const organisation = { kind: 'organisation' } as const;
    const tables: TenantTable[] = [
      { name: 'app.assignment', module: CLIENTS, scope: organisation, grants: ['select'] },
      {
        name: 'app.client',
        module: CLIENTS,
        scope: { kind: 'client', idColumn: 'id', teamColumn: 'team_id' },
        grants: ['select', 'insert', 'update'],
        updateColumns: [
          'status',
          'team_id',
          'practitioner_id',
          'last_activity_at',
          'archived_at',
          'status_before_archive',
          'merged_into_id',
          'version',
          'card',
          'details',
        ],
      },
      {
        name: 'app.client_identifier',
        module: CLIENTS,
        scope: client,
        grants: ['select', 'insert', 'update', 'delete'],
        updateColumns: ['client_id', 'kind', 'sealed'],
      },
      {
        name: 'app.client_lookup',
        module: CLIENTS,
        scope: client,
        grants: ['select', 'insert', 'update', 'delete'],
        updateColumns: ['client_id'],
      },
      {
        name: 'app.client_relationship',
        module: CLIENTS,
        scope: client,
        grants: ['select', 'insert', 'update', 'delete'],
        updateColumns: ['client_id', 'other_client_id', 'sealed'],
      },
      {
        name: 'app.client_consent',
        module: CLIENTS,
        scope: client,
        grants: ['select', 'insert', 'update'],
        updateColumns: ['client_id', 'withdrawn_on', 'sealed'],
      },
      { name: 'app.client_search_segment', module: CLIENTS, scope: organisation, grants: ['select', 'insert', 'delete'] },
      { name: 'app.client_search_generation', module: CLIENTS, scope: organisation, grants: ['select', 'insert', 'update'] },
      { name: 'app.client_search_delta', module: CLIENTS, scope: organisation, grants: ['select', 'insert', 'delete'] },
      {
        name: 'app.client_import',
        module: CLIENTS,
        scope: { kind: 'own', memberColumn: 'created_by' },
        grants: ['select', 'insert', 'update'],
        updateColumns: ['state', 'total_rows', 'ready_rows', 'error_rows', 'imported_rows', 'failed_rows', 'finished_at', 'sealed'],
      },
      {
        name: 'app.client_import_row',
        module: CLIENTS,
        scope: organisation,
        grants: ['select', 'insert', 'update', 'delete'],
        updateColumns: ['outcome', 'client_id', 'sealed'],
      },
    ];
    for (const table of tables) await runner.query(behindTheWall(table));
    await runner.query(`
      -- Import rows are seen only with their import, which only its author sees.
      drop policy scope on app.client_import_row;
      create policy scope on app.client_import_row using (exists (
        select 1 from app.client_import i where i.org_id = client_import_row.org_id and i.id = client_import_row.import_id));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table app.client_import_row, app.client_import, app.client_search_delta, app.client_search_generation,
                 app.client_search_segment, app.client_consent, app.client_relationship, app.client_lookup,
                 app.client_identifier, app.assignment, app.client;
      drop function app.client_assignment, app.new_client_assignments;
    `);
  }
}
