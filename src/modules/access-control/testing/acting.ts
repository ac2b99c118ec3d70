import { newId } from '../../../common/ids.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { newPractice, testBench, type TestPractice } from '../../../../test/support/practice.js';

export { newPractice, testBench, type TestPractice };

/** Work in a transaction of one of a practice's members. */
export async function as<Result>(
  practice: TestPractice,
  member: number,
  work: (tx: TenantTransaction) => Promise<Result>,
): Promise<Result> {
  const { tenants } = await testBench();
  return tenants.run(await practice.as(member), work);
}

/** Id of a role that ships with a practice. */
export async function roleNamed(practice: TestPractice, name: string): Promise<string> {
  const [row] = await as(practice, 0, (tx) =>
    tx.query<{ id: string }>({ text: 'select id from app.role_template where name = $1', values: [name] }),
  );
  return row!.id;
}

/** What members hold of their own, and what it adds up to, as an owner finds it. */
export async function heldBy(practice: TestPractice, memberId: string) {
  return as(practice, 0, async (tx) => {
    const [grants, sums] = await Promise.all([
      tx.query<{
        source: string;
        source_id: string | null;
        scope: string;
        reads: number;
        creates: number;
        updates: number;
        deletes: number;
      }>({
        text: 'select source, source_id, scope, reads, creates, updates, deletes from app.access_grant where member_id = $1 order by source, source_id',
        values: [memberId],
      }),
      tx.query<{ scope: string; modules: number; creates: number; updates: number; deletes: number; active: boolean }>({
        text: 'select scope, modules, creates, updates, deletes, active from wall.accesses() where member_id = $1',
        values: [memberId],
      }),
    ]);
    return { grants, ...sums[0]! };
  });
}

/** A client of the practice, made by its first member; what is sealed of it is of no matter here. Returns its id. */
export async function bareClient(practice: TestPractice, teamId: string | null = null): Promise<string> {
  const id = newId();
  await as(practice, 0, (tx) =>
    tx.execute({
      text: `insert into app.client (org_id, id, file_number, status, team_id, last_activity_at, created_at, card, details)
             values ($1, $2, $3, 'current', $4, clock_timestamp(), clock_timestamp(), '\\x00', '\\x00')`,
      values: [practice.orgId, id, id, teamId],
    }),
  );
  return id;
}
