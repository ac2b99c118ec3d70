import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { entriesOf } from '../../../../test/support/access-record.js';
import { administratorUrlOf } from '../../../../test/support/database.js';
import { GrantToken } from '../../../common/database/grant-token.js';
import { MODULES } from '../../../common/database/principal.js';
import { newId } from '../../../common/ids.js';
import { as, heldBy, newPractice, roleNamed, testBench, type TestPractice } from '../testing/acting.js';
import { applyTemplate, previewTemplate, undoTemplate } from './apply-template.use-case.js';
import { changeAccess, stepMember } from './change-member.use-case.js';
import { changeTemplate, createTemplate, readTemplate, removeTemplate } from './role-templates.use-case.js';
import { changeTeam, changeTeamMembers } from './teams.use-case.js';

const CLIENTS_READ = { scope: 'team', modules: 1, creates: 0, updates: 0, deletes: 0 } as const;
const MANY = 800;

async function preview(practice: TestPractice, role: string, ids: readonly string[]) {
  return as(practice, 0, (tx) => previewTemplate(tx, role, ids));
}

async function apply(practice: TestPractice, role: string, ids: readonly string[], token?: string) {
  const from = token ?? (await preview(practice, role, ids)).token;
  return as(practice, 0, (tx) => applyTemplate(tx, role, ids, from));
}

describe('applying a role', () => {
  it('replaces what members hold as their own and leaves what a team gives', async () => {
    const practice = await newPractice({ teams: 1, members: [{}, { scope: 'assigned', modules: MODULES.documents }] });
    const [team, member] = [practice.teamIds[0]!, practice.memberIds[1]!];
    const [service, finance] = [await roleNamed(practice, 'Client Service'), await roleNamed(practice, 'Finance')];
    await as(practice, 0, (tx) => changeTeam(tx, team, { name: 'Intake', parentId: null, defaultTemplateId: service }));
    await as(practice, 0, (tx) => changeTeamMembers(tx, team, [member]));
    const looked = await preview(practice, finance, [member]);
    expect(looked.items[0]).toMatchObject({ gains: { scope: 'all' }, loses: { switches: ['documents:delete'] } });
    await apply(practice, finance, [member], looked.token);
    expect((await heldBy(practice, member)).grants.map(({ source, source_id }) => [source, source_id])).toEqual([
      ['team', team],
      ['template', finance],
    ]);
  });

  it('is the same look however often it is taken while nothing changes, and another after any change of a member, the role or a team', async () => {
    const practice = await newPractice({ teams: 2, members: [{}, {}, {}] });
    const ids = practice.memberIds.slice(1);
    const role = await roleNamed(practice, 'Reception');
    const service = await roleNamed(practice, 'Client Service');
    for (const [index, team] of practice.teamIds.entries()) {
      await as(practice, 0, (tx) => changeTeam(tx, team, { name: `T${index}`, parentId: null, defaultTemplateId: service }));
      await as(practice, 0, (tx) => changeTeamMembers(tx, team, ids));
    }
    const seen = [(await preview(practice, role, ids)).token];
    // Row order on disk turns, what members hold does not.
    await rewriteGrants(ids[0]!);
    expect((await preview(practice, role, ids)).token).toBe(seen[0]);
    const changes = [
      () => as(practice, 0, (tx) => changeAccess(tx, ids[0]!, CLIENTS_READ)),
      () => as(practice, 0, (tx) => changeTeamMembers(tx, practice.teamIds[0]!, [ids[0]!])),
      () => as(practice, 0, (tx) => stepMember(tx, ids[1]!, 'suspend')),
      () =>
        as(practice, 0, async (tx) => changeTemplate(tx, role, { ...(await readTemplate(tx, role)), modules: 1, creates: 0, updates: 0 })),
    ];
    for (const change of changes) {
      const before = (await preview(practice, role, ids)).token;
      await change();
      await expect(apply(practice, role, ids, before)).rejects.toMatchObject({ code: 'access.preview_stale' });
    }
  });

  it('says of a stale preview whose access changed', async () => {
    const practice = await newPractice({ members: [{}, {}, {}, {}] });
    const ids = practice.memberIds.slice(1);
    const role = await roleNamed(practice, 'Reception');
    const { token } = await preview(practice, role, ids);
    await as(practice, 0, (tx) => changeAccess(tx, ids[1]!, CLIENTS_READ));
    await as(practice, 0, (tx) => stepMember(tx, ids[2]!, 'remove'));
    await expect(apply(practice, role, ids, token)).rejects.toMatchObject({
      code: 'access.preview_stale',
      data: {
        items: [
          { memberId: ids[1], reason: 'changed' },
          { memberId: ids[2], reason: 'removed' },
        ],
      },
    });
    const other = await roleNamed(practice, 'Finance');
    await expect(apply(practice, other, ids.slice(0, 2), token)).rejects.toMatchObject({ code: 'access.preview_stale' });
    for (const forged of ['', 'x', token.slice(1), `${token}AA`])
      await expect(apply(practice, role, ids, forged)).rejects.toMatchObject({ code: 'access.preview_stale' });
  });

  it('puts ids that are not the practice’s on record as refused', async () => {
    const [practice, other] = [await newPractice({ members: [{}, {}] }), await newPractice()];
    const role = await roleNamed(practice, 'Reception');
    const foreign = other.memberIds[0]!;
    const { token } = await preview(practice, role, [practice.memberIds[1]!, foreign]);
    const refused = apply(practice, role, [practice.memberIds[1]!, foreign], token);
    await expect(refused).rejects.toMatchObject({ code: 'access.apply_refused', refusedIds: [foreign] });
  });

  it('leaves one of two at the same moment, and the other one stale', async () => {
    const practice = await newPractice({ members: [{}, {}, {}] });
    const ids = practice.memberIds.slice(1);
    const roles = [await roleNamed(practice, 'Reception'), await roleNamed(practice, 'Finance')];
    const looks = await Promise.all(roles.map((role) => preview(practice, role, ids)));
    const both = await Promise.allSettled(roles.map((role, index) => apply(practice, role, ids, looks[index]!.token)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const held = await Promise.all(ids.map((id) => heldBy(practice, id)));
    expect(new Set(held.map(({ grants }) => grants[0]!.source_id)).size).toBe(1);
  });

  it('is possible for oneself among others, also when it ends the switch for it', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin' }, { scope: 'assigned' }, {}] });
    const ids = practice.memberIds.slice(1);
    await as(practice, 0, (tx) => tx.execute({ text: 'delete from app.access_grant where member_id = $1', values: [ids[2]] }));
    const reception = await roleNamed(practice, 'Reception');
    const { token } = await as(practice, 1, (tx) => previewTemplate(tx, reception, ids));
    const { batchId, changed } = await as(practice, 1, (tx) => applyTemplate(tx, reception, ids, token));
    expect(changed).toBe(3);
    for (const id of ids) expect((await heldBy(practice, id)).grants).toMatchObject([{ source: 'template', source_id: reception }]);
    expect(await as(practice, 0, (tx) => undoTemplate(tx, batchId))).toEqual({ changed: 3 });
    expect(await heldBy(practice, ids[0]!)).toMatchObject({ modules: 1023, grants: [{ source: 'manual' }] });
  });

  it('records what each member held before and holds after', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const role = await roleNamed(practice, 'Reception');
    const { batchId } = await apply(practice, role, [practice.memberIds[1]!]);
    await as(practice, 0, (tx) => undoTemplate(tx, batchId));
    const [applied, undone] = await entriesOf(practice, 'grant');
    expect(applied).toMatchObject({ records: [practice.memberIds[1]], detail: { before: expect.stringContaining('1023') as unknown } });
    expect(undone).toMatchObject({
      subjectId: role,
      records: [practice.memberIds[1]],
      detail: { undone: batchId, before: expect.stringContaining(role) as unknown, after: expect.stringContaining('1023') as unknown },
    });
  });
});

describe('undoing', () => {
  it('gives everybody back what they held, also those who held nothing', async () => {
    const practice = await newPractice({ members: [{}, {}, {}] });
    const [kept, empty] = practice.memberIds.slice(1) as [string, string];
    await as(practice, 0, (tx) => tx.execute({ text: 'delete from app.access_grant where member_id = $1', values: [empty] }));
    const before = [await heldBy(practice, kept), await heldBy(practice, empty)];
    const role = await roleNamed(practice, 'Finance');
    const { batchId } = await apply(practice, role, [kept, empty]);
    expect((await heldBy(practice, empty)).modules).toBe(MODULES.clients | MODULES.invoices | MODULES.reports | MODULES.billing);
    expect(await as(practice, 0, (tx) => undoTemplate(tx, batchId))).toEqual({ changed: 2 });
    expect([await heldBy(practice, kept), await heldBy(practice, empty)]).toEqual(before);
  });

  it('is refused after any change since, and changes nothing then', async () => {
    const practice = await newPractice({ members: [{}, {}, {}] });
    const ids = practice.memberIds.slice(1) as [string, string];
    const { batchId } = await apply(practice, await roleNamed(practice, 'Finance'), ids);
    await as(practice, 0, (tx) => changeAccess(tx, ids[1], CLIENTS_READ));
    const now = await Promise.all(ids.map((id) => heldBy(practice, id)));
    await expect(as(practice, 0, (tx) => undoTemplate(tx, batchId))).rejects.toMatchObject({ code: 'access.undo_refused' });
    expect(await Promise.all(ids.map((id) => heldBy(practice, id)))).toEqual(now);
    const other = await newPractice();
    for (const unknown of [newId(), batchId])
      await expect(as(other, 0, (tx) => undoTemplate(tx, unknown))).rejects.toMatchObject({ code: 'request.not_found' });
  });

  it('gives back a role that was removed meanwhile as access by hand', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const member = practice.memberIds[1]!;
    const made = await as(practice, 0, (tx) => createTemplate(tx, { name: 'Clerk', ...CLIENTS_READ }));
    await apply(practice, made.id, [member]);
    const { batchId } = await apply(practice, await roleNamed(practice, 'Finance'), [member]);
    await as(practice, 0, (tx) => removeTemplate(tx, made.id));
    await as(practice, 0, (tx) => undoTemplate(tx, batchId));
    expect((await heldBy(practice, member)).grants).toMatchObject([{ source: 'manual', source_id: null, scope: 'team', reads: 1 }]);
  });

  it('gives nobody more than whoever undoes holds', async () => {
    const practice = await newPractice({
      members: [{}, { role: 'admin', modules: MODULES.clients | MODULES.team_management }, { modules: MODULES.billing }],
    });
    const { batchId } = await apply(practice, await roleNamed(practice, 'Reception'), [practice.memberIds[2]!]);
    await expect(as(practice, 1, (tx) => undoTemplate(tx, batchId))).rejects.toMatchObject({ code: 'access.above_own' });
  });
});

describe('a role and those who hold it', () => {
  it('never part: removing a role and applying it take turns', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const ids = [practice.memberIds[1]!];
    for (let round = 0; round < 5; round++) {
      const role = await as(practice, 0, (tx) => createTemplate(tx, { name: `Short-lived ${round}`, ...CLIENTS_READ }));
      const { token } = await preview(practice, role.id, ids);
      const [applied, removed] = await Promise.allSettled([
        as(practice, 0, (tx) => applyTemplate(tx, role.id, ids, token)),
        as(practice, 0, (tx) => removeTemplate(tx, role.id)),
      ]);
      expect([applied.status, removed.status].sort()).toEqual(['fulfilled', 'rejected']);
      const { grants } = await heldBy(practice, ids[0]!);
      expect(grants[0]!.source_id === role.id).toBe(applied.status === 'fulfilled');
    }
  });
});

describe('a role for a whole practice', () => {
  it(`reaches ${MANY} signed-in members in one transaction and signs nobody out`, async () => {
    const practice = await newPractice();
    const ids = await manyMembers(practice);
    const tokens = await signInAll(practice, ids);
    const [reception, finance] = [await roleNamed(practice, 'Reception'), await roleNamed(practice, 'Finance')];
    const took: number[] = [];
    let batchId = '';
    for (const role of [reception, finance]) {
      const { token } = await preview(practice, role, ids);
      const begun = performance.now();
      const applied = await apply(practice, role, ids, token);
      took.push(performance.now() - begun);
      expect(applied.changed).toBe(MANY);
      batchId = applied.batchId;
    }
    const begun = performance.now();
    expect(await as(practice, 0, (tx) => undoTemplate(tx, batchId))).toEqual({ changed: MANY });
    took.push(performance.now() - begun);
    process.stdout.write(`a role for ${MANY} signed-in members, its successor, and undoing that: ${took.map(Math.round).join(', ')} ms\n`);
    const { tenants } = await testBench();
    for (const index of [0, 1, MANY / 2, MANY - 1]) {
      const principal = await tenants.run(tokens[index]!, (tx) => tx.principal());
      expect(principal).toMatchObject({ memberId: ids[index], scope: 'all', modules: MODULES.clients | MODULES.communications });
    }
  });
});

/** Members past the use cases: one account for each, sealed profiles of no matter here. */
async function manyMembers({ orgId }: TestPractice): Promise<string[]> {
  const ids = Array.from({ length: MANY }, () => newId());
  await asAdministrator(async (administrator) => {
    await administrator.query(
      `insert into identity.account (id, email_index, sealed) select m, substr(sha256(convert_to(m::text, 'UTF8')), 1, 8), '\\x00' from unnest($1::uuid[]) m`,
      [ids],
    );
    await administrator.query(
      `insert into app.member (org_id, id, account_id, role, profile) select $1, m, m, 'member', '\\x00' from unnest($2::uuid[]) m`,
      [orgId, ids],
    );
  }, orgId);
  return ids;
}

async function signInAll({ orgId }: TestPractice, ids: readonly string[]): Promise<GrantToken[]> {
  const tokens = ids.map(() => GrantToken.mint());
  await asAdministrator(async (administrator) => {
    await administrator.query(
      `insert into wall.live_grant (token_hash, id, kind, org_id, member_id, account_id, modules, idle_until, expires_at)
       select u.hash, gen_random_uuid(), 'session', $3, u.id, u.id, 1023, now() + interval '1 day', now() + interval '1 day'
         from unnest($1::bytea[], $2::uuid[]) u (hash, id)`,
      [tokens.map(({ storedHash }) => storedHash), ids, orgId],
    );
  }, orgId);
  return tokens;
}

/** Writes a member's grants anew in the other order, past the triggers. */
async function rewriteGrants(memberId: string): Promise<void> {
  await asAdministrator(async (administrator) => {
    await administrator.query('set session_replication_role = replica');
    const { rows } = await administrator.query<{ id: string }>('select id from app.access_grant where member_id = $1 order by ctid', [
      memberId,
    ]);
    for (const { id } of rows.slice(0, -1).reverse())
      await administrator.query("update app.access_grant set granted_at = granted_at + interval '0' where id = $1", [id]);
  });
}

/** As the superuser, acting for an organisation when a trigger asks who does it. */
async function asAdministrator(work: (administrator: pg.Client) => Promise<void>, orgId?: string): Promise<void> {
  const administrator = new pg.Client({ connectionString: administratorUrlOf((await testBench()).urls) });
  await administrator.connect();
  try {
    if (orgId === undefined) return await work(administrator);
    const token = GrantToken.mint();
    await administrator.query('select wall.mint_job_grant($1, $2, $3, null, 1023, 600)', [Buffer.from(token.hash, 'hex'), newId(), orgId]);
    await administrator.query(`select set_config('ironbark.token', $1, false)`, [token.hash]);
    await work(administrator);
  } finally {
    await administrator.end();
  }
}
