import type pg from 'pg';

/** Columns of a plain client table, in the order in which rows are copied in. */
const COLUMNS = `
  org_id uuid not null, id uuid not null, file_number text not null, status text not null, team_id uuid, practitioner_id uuid,
  last_activity_at timestamptz not null, archived_at timestamptz, version int not null, kind text not null, family text not null,
  given text not null, family_first boolean not null, preferred text, former jsonb not null, born date, names text not null,
  primary key (org_id, id)`;

/** The row of the list as a bare product would keep it: the same values in the clear, without row security. */
export async function createPlainTable(administrator: pg.Client, table: string): Promise<void> {
  await administrator.query('create schema if not exists bench');
  await administrator.query(`create table bench.${table} (${COLUMNS})`);
}

/** The indexes that a list of newest activity wants. */
export async function indexPlainList(administrator: pg.Client, table: string): Promise<void> {
  await administrator.query(`create index on bench.${table} (org_id, last_activity_at desc, id desc) where archived_at is null`);
  await administrator.query(`create index on bench.${table} (org_id, team_id, last_activity_at desc, id desc) where archived_at is null`);
  await administrator.query(
    `create index on bench.${table} (org_id, practitioner_id, last_activity_at desc, id desc) where archived_at is null`,
  );
}

/** The index that substring search wants; without the pending list, which would make single searches slow at random. */
export async function indexPlainNames(administrator: pg.Client, table: string): Promise<void> {
  await administrator.query('create extension if not exists pg_trgm schema public');
  await administrator.query(`create index on bench.${table} using gin (names public.gin_trgm_ops) with (fastupdate = off)`);
}

/** What the plain statements select: everything that the product's card shows. */
export const PLAIN_COLUMNS = `id, file_number, status, team_id, practitioner_id, last_activity_at, version, kind, family, given,
  family_first, preferred, former, born::text as born`;

/** A row of a plain table. */
export interface PlainRow {
  id: string;
  file_number: string;
  status: string;
  team_id: string | null;
  practitioner_id: string | null;
  last_activity_at: Date;
  version: number;
  kind: string;
  family: string;
  given: string;
  family_first: boolean;
  preferred: string | null;
  former: unknown[];
  born: string | null;
}

/** The same JSON as the product's card. */
export function plainCard(row: PlainRow): object {
  const { family, given } = row;
  return {
    id: row.id,
    fileNumber: row.file_number,
    kind: row.kind,
    displayName: given === '' ? family : row.family_first ? `${family} ${given}` : `${given} ${family}`,
    legalName: { family, given, familyFirst: row.family_first },
    preferredName: row.preferred,
    formerNames: row.former,
    dateOfBirth: row.born,
    status: row.status,
    teamId: row.team_id,
    practitionerId: row.practitioner_id,
    lastActivityAt: row.last_activity_at.toISOString(),
    version: row.version,
  };
}
