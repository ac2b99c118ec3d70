import { beforeAll, describe, expect, it } from '@jest/globals';
import { MODULES } from '../../src/common/database/principal.js';
import { entriesOf } from '../support/access-record.js';
import type { TestApp } from '../support/app.js';
import { codeOf } from '../support/caller.js';
import { appBehindProxy, CAFE, memberAt, OFFICE, OFFICE_NETWORK, setList, standing } from '../support/networks.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';
import { administrator } from '../support/tenant-sql.js';

let app: TestApp;
beforeAll(async () => {
  app = await appBehindProxy();
});

interface Line {
  name: string;
  keyId: string | null;
  address: string;
  times: number;
  outcome: string;
}

async function refusalsOf(practice: TestPractice): Promise<Line[]> {
  const { body } = await (await memberAt(app, practice, OFFICE)).get('/organisation/networks/refusals').expect(200);
  return (body as { items: Line[] }).items;
}

/** The refusals once there are so many lines, adding up to so many: notes of a dry run are written after the answer. */
async function settled(practice: TestPractice, times: number): Promise<Line[]> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const lines = await refusalsOf(practice);
    if (lines.reduce((sum, line) => sum + line.times, 0) >= times) return lines;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return refusalsOf(practice);
}

const body = (networks: readonly string[], more: object = {}) => ({
  mode: 'enforced',
  networks: networks.map((network) => ({ network, label: 'Office' })),
  version: 0,
  ...more,
});

describe('an enforced list of networks', () => {
  it('[I-32] [ASVS 8.2.4] refuses every session from elsewhere from the next request on, before any permission, and lets it leave', async () => {
    const practice = await newPractice({ members: [{}, { modules: 0 }] });
    const [inside, outside, nobody] = [
      await memberAt(app, practice, OFFICE),
      await memberAt(app, practice, CAFE),
      await memberAt(app, practice, CAFE, 1),
    ];
    await outside.get('/me').expect(200);
    await setList(app, practice, 'enforced');
    // A plain route, reads that overlap the check, one that works in its own transactions, one that asks for a fresh proof, a write.
    const answers = [
      await outside.get('/me'),
      await outside.get('/clients'),
      await outside.send('post', '/clients/search', {}),
      await outside.get(`/clients/${practice.orgId}`),
      await outside.send('post', '/clients/export', {}),
      await outside.send('put', '/organisation/networks', body([])),
      await outside.send('post', '/clients', { legalName: { family: 'Okafor', given: 'Ngozi', familyFirst: false } }),
      await nobody.get('/clients'),
      await nobody.get('/organisation/networks'),
    ];
    for (const answer of answers) {
      expect([answer.status, codeOf(answer)]).toEqual([403, 'access.network_refused']);
      expect(answer.body).toMatchObject({ address: CAFE });
    }
    await inside.get('/me').expect(200);
    expect((await inside.get('/clients').expect(200)).body).toMatchObject({ items: [] });
    await app.http.get('/health/live').expect(200);
    await outside.send('post', '/auth/sign-out').expect(204);
    await nobody.send('post', '/auth/sign-out-everywhere').expect(204);
    await outside.get('/me').expect(401);
  });

  it('[I-32] holds for views and for keys, beside the key’s own networks; jobs come from nowhere and go on', async () => {
    const practice = await newPractice({ members: [{}, { scope: 'team' }] });
    const owner = await memberAt(app, practice, OFFICE);
    const view = await owner.send('post', '/access/view-as', { memberId: practice.memberIds[1] }).expect(201);
    const cookie = (view.headers['set-cookie'] as unknown as string[])[0]!.split(';')[0]!;
    const service = await owner.send('post', '/access/services', { name: 'Ledger' }).expect(201);
    const keys = `/access/services/${(service.body as { id: string }).id}/keys`;
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const issue = async (networks: string[]) =>
      ((await owner.send('post', keys, { expiresAt, networks }).expect(201)).body as { key: string }).key;
    const [free, bound] = [await issue([]), await issue([`${CAFE}/32`, OFFICE])];
    const used = (key: string, address: string) => standing(app, address, { authorization: `Bearer ${key}` }).get('/members');
    await used(free, CAFE).expect(200);
    await setList(app, practice, 'enforced');
    expect(codeOf(await (await memberAt(app, practice, CAFE, 0, `; ${cookie}`)).get('/me').expect(403))).toBe('access.network_refused');
    await (await memberAt(app, practice, OFFICE, 0, `; ${cookie}`)).get('/me').expect(200);
    expect(codeOf(await used(free, CAFE).expect(403))).toBe('access.network_refused');
    // Its own networks hold the address; the practice's do not.
    expect(codeOf(await used(bound, CAFE).expect(403))).toBe('access.network_refused');
    await used(bound, OFFICE).expect(200);
    expect(codeOf(await used(bound, '203.0.113.8').expect(403))).toBe('access.foreign_network');
    expect((await refusalsOf(practice)).filter(({ keyId }) => keyId !== null)).toHaveLength(2);
    const { grants, tenants } = await testBench();
    const seen = await grants.with({ orgId: practice.orgId, memberId: null, modules: 0 }, async (grant) =>
      tenants.run(grant, async (tx) => (await tx.principal()).networkRule.mode),
    );
    expect(seen).toBe('off');
  });

  it('[I-32] puts fifty refusals at once on record and shows them as one line, under a seal', async () => {
    const practice = await newPractice();
    await setList(app, practice, 'enforced');
    const outside = await memberAt(app, practice, CAFE);
    const codes = await Promise.all(Array.from({ length: 50 }, async () => codeOf(await outside.get('/me'))));
    expect(new Set(codes)).toEqual(new Set(['access.network_refused']));
    expect(await refusalsOf(practice)).toEqual([
      expect.objectContaining({ address: CAFE, times: 50, outcome: 'refused', keyId: null, memberId: practice.memberIds[0] }),
    ]);
    const entries = (await entriesOf(practice, 'refuse')).filter(({ detail }) => detail['code'] === 'access.network_refused');
    expect(entries).toHaveLength(50);
    const { rows } = await (
      await administrator()
    ).query<{ line: string }>('select s::text as line from app.network_sighting s where org_id = $1', [practice.orgId]);
    expect(rows.map(({ line }) => line).join()).not.toContain(CAFE);
  });

  it('[I-32] keeps what it saw for thirty days', async () => {
    const practice = await newPractice();
    await setList(app, practice, 'enforced');
    const outside = await memberAt(app, practice, CAFE);
    await outside.get('/me').expect(403);
    const { jobs } = await testBench();
    const age = async (text: string) =>
      (await administrator()).query(`update app.network_sighting set last_at = clock_timestamp() - $2::interval where org_id = $1`, [
        practice.orgId,
        text,
      ]);
    await age('29 days 23 hours');
    await jobs.query({ text: 'select wall.sweep_networks()' });
    expect(await refusalsOf(practice)).toHaveLength(1);
    await age('30 days 1 minute');
    expect(await refusalsOf(practice)).toEqual([]);
    await jobs.query({ text: 'select wall.sweep_networks()' });
    const { rows } = await (await administrator()).query('select 1 from app.network_sighting where org_id = $1', [practice.orgId]);
    expect(rows).toEqual([]);
  });
});

describe('a dry run', () => {
  it('[I-32] refuses nobody and counts who would have been, fifty at once in one line', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    await setList(app, practice, 'dry_run');
    const outside = await memberAt(app, practice, CAFE, 1);
    const answers = await Promise.all(Array.from({ length: 50 }, async () => (await outside.get('/me')).status));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await settled(practice, 50)).toEqual([expect.objectContaining({ address: CAFE, times: 50, outcome: 'would_refuse' })]);
    await (await memberAt(app, practice, OFFICE, 1)).get('/me').expect(200);
    expect(await refusalsOf(practice)).toHaveLength(1);
  });

  it('[I-32] says before a list is enforced whom it would have refused, by where they signed in and were noted', async () => {
    const practice = await newPractice({ members: [{}, {}, {}] });
    await setList(app, practice, 'dry_run');
    await (await memberAt(app, practice, CAFE, 1)).get('/me').expect(200);
    await (await memberAt(app, practice, '2001:db8:7::9', 2)).get('/me').expect(200);
    await settled(practice, 2);
    const owner = await memberAt(app, practice, OFFICE);
    const preview = async (networks: string[]) =>
      (await owner.send('post', '/organisation/networks/preview', { networks: body(networks).networks }).expect(200)).body as {
        seen: number;
        coversYou: boolean;
        yourAddress: string;
        outside: Line[];
      };
    const narrow = await preview([OFFICE_NETWORK]);
    expect(narrow).toMatchObject({ seen: 2, coversYou: true, yourAddress: OFFICE, days: 30 });
    expect(narrow.outside.map(({ address }) => address).sort()).toEqual([CAFE, '2001:db8:7::9']);
    const wide = await preview([`${CAFE}/32`, '2001:db8::/32']);
    expect(wide).toMatchObject({ coversYou: false, outside: [] });
  });
});

describe('saving a list', () => {
  it('[I-32] refuses to lock the saver out unless they say that they mean it, naming their address', async () => {
    const practice = await newPractice();
    const owner = await memberAt(app, practice, `::ffff:${CAFE}`);
    const refused = await owner.send('put', '/organisation/networks', body([OFFICE_NETWORK])).expect(409);
    expect(refused.body).toMatchObject({ code: 'organisations.network_locks_you_out', address: CAFE });
    expect((refused.body as { detail: string }).detail).toContain(CAFE);
    await owner.get('/me').expect(200);
    await owner.send('put', '/organisation/networks', body([OFFICE_NETWORK], { mode: 'dry_run' })).expect(200);
    await owner.send('put', '/organisation/networks', body([OFFICE_NETWORK], { version: 1, confirmLockOut: true })).expect(200);
    await owner.get('/me').expect(403);
    await (await memberAt(app, practice, OFFICE)).get('/me').expect(200);
  });

  it('[I-32] enforces no empty list, in the database either', async () => {
    const practice = await newPractice();
    const owner = await memberAt(app, practice, OFFICE);
    const refused = await owner.send('put', '/organisation/networks', body([], { confirmLockOut: true })).expect(422);
    expect(codeOf(refused)).toBe('organisations.no_networks');
    const { tenants } = await testBench();
    const set = async (member: string, mode: string, networks: string[]) =>
      tenants.run(await practice.as(member === 'owner' ? 0 : 1), async (tx) =>
        tx.query({ text: 'select wall.set_networks($1, $2::cidr[], $3, 0)', values: [mode, networks, Buffer.from('x')] }),
      );
    for (const networks of [[], ['0.0.0.0/0'], ['::/0']])
      await expect(set('owner', 'enforced', networks)).rejects.toMatchObject({ code: '23514' });
  });

  it('[I-32] names the entry that it does not take, and what is wrong with it', async () => {
    const practice = await newPractice();
    const owner = await memberAt(app, practice, OFFICE);
    const said = async (networks: string[]) => {
      const answer = await owner.send('put', '/organisation/networks', body(networks)).expect(400);
      return (answer.body as { errors: { field: string; code: string; message: string }[] }).errors;
    };
    expect(await said([OFFICE_NETWORK, '10.1.2.3/8'])).toEqual([
      {
        field: 'networks.1.network',
        code: 'host_bits',
        message: '10.1.2.3/8 has bits set beyond its prefix. Write the network as 10.0.0.0/8.',
      },
    ]);
    expect((await said(['0.0.0.0/0']))[0]).toMatchObject({ field: 'networks.0.network', code: 'everything' });
    expect((await said(['10.0.0.0/8', '::ffff:10.1.0.0/112']))[0]).toMatchObject({
      field: 'networks.1.network',
      code: 'overlap',
      message: '10.1.0.0/16 lies inside 10.0.0.0/8. Keep one of them.',
    });
    expect((await said([OFFICE, `${OFFICE}/32`]))[0]).toMatchObject({ code: 'duplicate' });
    const keys = `/access/services/${((await owner.send('post', '/access/services', { name: 'L' })).body as { id: string }).id}/keys`;
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const key = await owner.send('post', keys, { expiresAt, networks: ['10.1.2.3/8'] }).expect(400);
    expect(key.body).toMatchObject({ errors: [{ field: 'networks.0', code: 'host_bits' }] });
  });

  it('[I-32] is for administrators with a fresh proof, one at a time, and on record with before and after', async () => {
    const practice = await newPractice({ members: [{}, { role: 'member' }] });
    const [owner, member] = [await memberAt(app, practice, OFFICE), await memberAt(app, practice, OFFICE, 1)];
    expect(codeOf(await member.send('put', '/organisation/networks', body([OFFICE_NETWORK])).expect(403))).toBe(
      'access.administrators_only',
    );
    await member.get('/organisation/networks/refusals').expect(403);
    await setList(app, practice, 'dry_run');
    const stale = await owner.send('put', '/organisation/networks', body([OFFICE_NETWORK])).expect(409);
    expect(codeOf(stale)).toBe('organisations.networks_changed');
    const racing = Array.from({ length: 8 }, async () =>
      owner.send('put', '/organisation/networks', body([OFFICE_NETWORK, '2001:db8::/32'], { version: 1 })),
    );
    const statuses = (await Promise.all(racing)).map(({ status }) => status);
    expect([200, 409].map((status) => statuses.filter((each) => each === status).length)).toEqual([1, 7]);
    const last = (await entriesOf(practice, 'update')).at(-1)!;
    expect(last.detail).toMatchObject({
      modeBefore: 'dry_run',
      modeAfter: 'enforced',
      networksBefore: `${OFFICE_NETWORK} Place ${OFFICE_NETWORK}`,
      networksAfter: `${OFFICE_NETWORK} Office, 2001:db8::/32 Office`,
    });
    await (
      await administrator()
    ).query(`update wall.live_grant set verified_at = clock_timestamp() - interval '16 minutes' where org_id = $1`, [practice.orgId]);
    expect(codeOf(await owner.send('put', '/organisation/networks', body([], { mode: 'off', version: 2 })).expect(403))).toBe(
      'identity.step_up_needed',
    );
  });
});

describe('the wall', () => {
  it('[I-32] lets nobody with SQL of their own set a list, note in another’s name, or read what others were seen at', async () => {
    const practice = await newPractice({ members: [{}, { role: 'member', modules: MODULES.settings }] });
    const other = await newPractice();
    await setList(app, practice, 'enforced');
    await (await memberAt(app, practice, CAFE)).get('/me').expect(403);
    const { tenants } = await testBench();
    const run = async (who: TestPractice, member: number, text: string) =>
      tenants.run(await who.as(member), async (tx) => tx.query({ text }));
    await expect(run(practice, 1, `select wall.set_networks('off', '{}', '\\x00', 1)`)).rejects.toMatchObject({
      code: 'access.administrators_only',
    });
    for (const text of [
      `update app.network_list set mode = 'off'`,
      `insert into app.network_sighting (org_id, id, member_id, outcome, address_index, hour, times, sealed)
       values ('${practice.orgId}', gen_random_uuid(), gen_random_uuid(), 'refused', '\\x0000000000000000', now(), 1, '\\x00')`,
      'delete from app.network_sighting',
      'select * from wall.network_policy',
      'select wall.sweep_networks()',
    ]) {
      await expect(run(practice, 0, text)).rejects.toMatchObject({ code: '42501' });
    }
    expect(await run(practice, 0, 'select id from app.network_sighting')).toHaveLength(1);
    expect(await run(practice, 1, 'select id from app.network_sighting')).toEqual([]);
    for (const table of ['network_sighting', 'network_list']) expect(await run(other, 0, `select org_id from app.${table}`)).toEqual([]);
  });
});
