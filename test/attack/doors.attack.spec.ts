import { beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { newId } from '../../src/common/ids.js';
import { testApp, type TestApp } from '../support/app.js';
import { administratorUrlOf } from '../support/database.js';
import { Visitor } from '../support/door.js';
import { FileBrowser, clientOf, pdf } from '../support/files.js';
import { newPractice, testBench } from '../support/practice.js';
import { VisitorBrowser } from '../support/visitor.js';

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

describe('a door', () => {
  it('[M-13] [I-53] is opened in nobody else’s name, for no client out of reach, and its secrets are read by no tenant login', async () => {
    const practice = await newPractice({ members: [{}, { scope: 'assigned' }, { modules: 0 }] });
    const foreign = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const clientId = await clientOf(server, practice);
    const { documentId } = await browser.send({ clientId, content: pdf() });
    const { versions } = await browser.settled(documentId);
    const { tenants } = await testBench();
    const insert = async (orgId: string, madeBy: string, as: Awaited<ReturnType<typeof practice.as>>): Promise<unknown> =>
      tenants
        .run(as, async (tx) =>
          tx.execute({
            text: `insert into app.document_share (org_id, id, client_id, document_id, version_id, made_by, download, watermark, until, sealed)
                   values ($1, $2, $3, $4, $5, $6, true, false, now() + interval '1 day', '\\x00')`,
            values: [orgId, newId(), clientId, documentId, versions[0]!.id, madeBy],
          }),
        )
        .catch((error: unknown) => error);
    const [owner, narrow, bare] = practice.memberIds as [string, string, string];
    expect(await insert(practice.orgId, narrow, await practice.as())).toMatchObject({ code: '42501' });
    expect(await insert(practice.orgId, owner, await practice.as(1))).toMatchObject({ code: '42501' });
    expect(await insert(practice.orgId, narrow, await practice.as(1))).toMatchObject({ code: '42501' });
    expect(await insert(practice.orgId, bare, await practice.as(2))).toMatchObject({ code: '42501' });
    expect(await insert(practice.orgId, foreign.memberIds[0]!, await foreign.as())).toMatchObject({ code: '42501' });
    expect(await insert(foreign.orgId, foreign.memberIds[0]!, await foreign.as())).toBeInstanceOf(Error);
    for (const text of [
      'select * from wall.door',
      `select * from wall.find_door('\\x00')`,
      `select wall.arm_door(gen_random_uuid(), sha256('x'))`,
      `select wall.set_code(gen_random_uuid(), sha256('x'))`,
      `select wall.try_code(gen_random_uuid(), sha256('x'), sha256('y'), gen_random_uuid(), 60)`,
    ])
      expect(await tenants.run(await practice.as(), (tx) => tx.query({ text })).catch((error: unknown) => error)).toMatchObject({
        code: '42501',
      });
  });

  it('cannot be kept open past its hour or moved to another member by whoever has SQL', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const browser = await FileBrowser.of(server, practice);
    const { documentId } = await browser.send({ clientId: await clientOf(server, practice), content: pdf() });
    const visitor = await VisitorBrowser.of(server);
    const share = { email: visitor.email, download: true, watermark: false };
    const { id } = await browser.json<{ id: string }>('POST', `/documents/${documentId}/shares`, 201, share);
    await visitor.enter();
    const { tenants, urls } = await testBench();
    for (const set of [`until = now() + interval '20 days'`, `made_by = '${practice.memberIds[1]}'`, 'turn = turn + 1'])
      await expect(
        tenants.run(await practice.as(), (tx) => tx.execute({ text: ['update app.document_share set', set].join(' ') })),
      ).rejects.toMatchObject({
        code: '42501',
      });
    const request = { clientId: await clientOf(server, practice), title: 'x', email: visitor.email, items: [{ label: 'y' }] };
    await browser.json('POST', '/document-requests', 201, request);
    await expect(
      tenants.run(await practice.as(), (tx) =>
        tx.execute({ text: 'update app.document_request set made_by = $1', values: [practice.memberIds[1]] }),
      ),
    ).rejects.toMatchObject({ code: '42501' });
    // What the row says of its hour decides nothing: the door does.
    await tenants.run(await practice.as(), async (tx) => {
      await tx.execute({ text: `update app.document_share set closes_at = now() + interval '9 days'` });
    });
    const administrator = new pg.Client({ connectionString: administratorUrlOf(urls) });
    await administrator.connect();
    const late = administrator.query(`update wall.door set closes_at = closes_at + interval '1 second' where id = $1`, [id]);
    await expect(late).rejects.toThrow(/door_check|violates check/);
    await administrator.query(
      `update wall.door set opened_at = opened_at - interval '1 hour', closes_at = closes_at - interval '1 hour' where id = $1`,
      [id],
    );
    await administrator.end();
    for (const path of ['/share', '/share/file', '/share/pages/1?width=500']) expect((await visitor.ask('GET', path)).status).toBe(404);
  });

  it('[I-31] closes when whoever opened it says that somebody else used their account', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const { documentId } = await browser.send({ clientId: await clientOf(server, practice), content: pdf() });
    const visitor = await VisitorBrowser.of(server);
    await browser.json('POST', `/documents/${documentId}/shares`, 201, { email: visitor.email, download: true, watermark: false });
    const token = await visitor.enter();
    expect((await visitor.ask('GET', '/share')).status).toBe(200);
    const owner = new Visitor(server);
    await owner.byMail(practice.emails[0]!);
    await owner.post('/auth/lock', {}, 204);
    expect((await visitor.ask('GET', '/share')).status).toBe(404);
    expect((await visitor.elsewhere().ask('POST', '/knock', { token })).status).toBe(404);
  });
});
