import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ACTS, behindTheWall, type TenantTable } from '../src/common/database/row-security.js';

/** Checklists that a practice wrote for itself, to begin requests with. They name no client; what they say is sealed all the same. */
export class Checklists1700000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table app.document_checklist (
        org_id uuid not null references app.organisation (org_id),
        id uuid not null,
        version int not null default 1,
        changed_at timestamptz not null default statement_timestamp(),
        sealed bytea not null,
        primary key (org_id, id)
      );
      comment on table app.document_checklist is 'What a practice usually asks for, by name: the beginning of a request for documents.';`);
    await runner.query(behindTheWall(CHECKLIST));
  }

  async down(): Promise<void> {
    throw new Error('What a practice wrote is not thrown away: restore the database from before this migration.');
  }
}

const CHECKLIST: TenantTable = {
  name: 'app.document_checklist',
  module: 'documents',
  scope: { kind: 'organisation' },
  acts: { insert: ACTS.create, update: ACTS.update, delete: ACTS.delete },
  grants: ['select', 'insert', 'update', 'delete'],
  insertColumns: ['org_id', 'id', 'sealed'],
  updateColumns: ['version', 'changed_at', 'sealed'],
};
