import pg from 'pg';
import { DETAILS_AT, SALT_BYTES } from '../../src/modules/audit/persistence/audit-writer.js';
import { administratorUrlOf } from './database.js';
import { testBench, type TestPractice } from './practice.js';

/** An entry of the access record with its details opened, as no login of the product sees it. */
export interface RecordedEntry {
  action: string;
  outcome: string;
  actorMemberId: string | null;
  subjectKind: string;
  subjectId: string | null;
  fields: string[];
  detail: Record<string, unknown>;
  records: string[];
}

/** What stands on record of a practice's members under one action, oldest first. */
export async function entriesOf({ orgId }: TestPractice, action: string): Promise<RecordedEntry[]> {
  const { urls, keys } = await testBench();
  const keyring = await keys.load(orgId);
  const client = new pg.Client({ connectionString: administratorUrlOf(urls) });
  await client.connect();
  const { rows } = await client.query<Omit<RecordedEntry, 'detail' | 'records'> & { id: string; details: Buffer }>(
    `select id, action, outcome, actor_member_id as "actorMemberId", subject_kind as "subjectKind", subject_id as "subjectId", fields, details
       from audit.event where org_id = $1 and action = $2 order by recorded_at, id`,
    [orgId, action],
  );
  await client.end();
  return rows.map(({ id, details, ...entry }) => {
    const text = keyring
      .open({ ...DETAILS_AT, rowId: id }, details)
      .subarray(SALT_BYTES)
      .toString();
    const { detail, records } = JSON.parse(text) as Pick<RecordedEntry, 'detail' | 'records'>;
    return { ...entry, detail, records };
  });
}

/** Any text sealed as the details of an entry of a practice. */
export async function sealedDetails({ orgId }: TestPractice, entryId: string, text: string): Promise<Buffer> {
  const keyring = await (await testBench()).keys.load(orgId);
  return keyring.seal({ ...DETAILS_AT, rowId: entryId }, Buffer.concat([Buffer.alloc(SALT_BYTES), Buffer.from(text)]));
}

/** Adds an entry as a member with the tenant login's password, their own token and SQL of their choice would. */
export async function forgeEntry(
  practice: TestPractice,
  member: number,
  entry: { action: string; subjectId: string; id: string; details: Buffer },
): Promise<void> {
  const { urls } = await testBench();
  const client = new pg.Client({ connectionString: urls.tenant });
  await client.connect();
  await client.query(`select set_config('ironbark.token', $1, false)`, [(await practice.as(member)).hash]);
  await client.query(
    `insert into audit.event (org_id, id, action, outcome, actor_member_id, subject_kind, subject_id, fields, request_id, leaf_bytes, details)
     values ($1, $2, $3, 'done', $4, 'client', $5, '{}', gen_random_uuid(), '\\x00', $6)`,
    [practice.orgId, entry.id, entry.action, practice.memberIds[member], entry.subjectId, entry.details],
  );
  await client.end();
}
