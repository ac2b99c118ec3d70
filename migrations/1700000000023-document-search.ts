import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ANY_WRITE, behindTheWall, enter, type TenantTable } from '../src/common/database/row-security.js';

/**
 * Documents are found by the sealed search that clients are found by, over tables and keys of their own; their history is
 * read by time, by document and by person.
 */
export class DocumentSearch1700000000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of SEARCH_TABLES) await runner.query(behindTheWall(table));
    await runner.query(NO_SAMPLES);
    await runner.query(HISTORY);
    await runner.query(REMINDERS);
    await runner.query(behindTheWall(REMINDER_TABLE));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index audit.audit_document_acts, audit.audit_document_acts_of;
      alter table app.document_link drop column opened_at`);
    await runner.query(
      'drop table app.document_reminder, app.document_search_delta, app.document_search_generation, app.document_search_segment',
    );
  }
}

const TABLES = `
  create table app.document_search_segment (
    org_id uuid not null references app.organisation (org_id),
    generation bigint not null,
    segment_no int not null,
    sealed bytea not null,
    primary key (org_id, generation, segment_no)
  );
  create table app.document_search_generation (
    org_id uuid not null references app.organisation (org_id),
    generation bigint not null,
    horizon bigint not null,
    segments int not null,
    entries int not null,
    built_at timestamptz not null default clock_timestamp(),
    primary key (org_id)
  );
  create table app.document_search_delta (
    org_id uuid not null references app.organisation (org_id),
    xid bigint not null default (pg_current_xact_id()::text::bigint),
    id bigint generated always as identity,
    document_id uuid not null,
    sealed bytea not null,
    primary key (org_id, xid, id)
  );
  comment on column app.document_search_delta.xid is 'The writing transaction, as bigint because its comparison is leakproof and may use the index under row security.';`;

/** The planner keeps samples of values, which EXPLAIN's estimates show: none of what is sealed. */
const NO_SAMPLES = `
  alter table app.document_search_segment alter column sealed set statistics 0;
  alter table app.document_search_delta alter column sealed set statistics 0;`;

/** Acts are the entries that history shows: not those that belong to another one, such as later requests by the same link. */
const HISTORY = `
  alter table app.document_link add column opened_at timestamptz;
  grant update (opened_at) on app.document_link to ironbark_tenant;
  comment on column app.document_link.opened_at is 'When it was first used: history shows that request, and counts the later ones with it.';
  create index audit_document_acts on audit.event (org_id, recorded_at desc, id desc)
    where subject_kind = 'document' and subject_id is not null and action not in ('sent', 'link', 'check') and not ('further' = any (fields));
  create index audit_document_acts_of on audit.event (org_id, actor_member_id, recorded_at desc, id desc)
    where subject_kind = 'document' and subject_id is not null and action not in ('sent', 'link', 'check') and not ('further' = any (fields));`;

const REMINDERS = `
  create table app.document_reminder (
    org_id uuid not null,
    document_id uuid not null,
    sealed bytea not null,
    primary key (org_id, document_id),
    foreign key (org_id, document_id) references app.document (org_id, id) on delete cascade
  );
  alter table app.document_reminder alter column sealed set statistics 0;
  comment on table app.document_reminder is 'The last reminder of a document that expires: of which date and how long before, sealed because it tells the date.';`;

const NOBODY = `(select e.member_id from ${enter('documents')} e) is null`;

const search = (name: string, insert: string): TenantTable => ({
  name,
  module: 'documents',
  acts: ANY_WRITE,
  // Read by every member's search, which is sealed; kept by the job of the organisation. A member adds changes only.
  scope: { kind: 'custom', select: 'true', insert, update: NOBODY, delete: NOBODY },
  grants: ['select', 'insert', 'update', 'delete'],
});

const SEARCH_TABLES: TenantTable[] = [
  { ...search('app.document_search_segment', NOBODY), grants: ['select', 'insert', 'delete'] },
  { ...search('app.document_search_generation', NOBODY), grants: ['select', 'insert', 'update'] },
  { ...search('app.document_search_delta', 'true'), grants: ['select', 'insert', 'delete'] },
];

/** Kept by the job of the organisation alone. */
const REMINDER_TABLE: TenantTable = {
  name: 'app.document_reminder',
  module: 'documents',
  acts: ANY_WRITE,
  scope: { kind: 'custom', select: NOBODY, insert: NOBODY, update: NOBODY, delete: NOBODY },
  grants: ['select', 'insert', 'update'],
  updateColumns: ['sealed'],
};
