import { beforeAll, describe, expect, it } from '@jest/globals';
import { MODULES } from '../../src/common/database/principal.js';
import { newId } from '../../src/common/ids.js';
import { entriesOf } from '../support/access-record.js';
import { testApp, type TestApp } from '../support/app.js';
import { caller } from '../support/caller.js';
import { Visitor, mailsTo } from '../support/door.js';
import { FileBrowser, clientOf, pdf } from '../support/files.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';
import { VisitorBrowser } from '../support/visitor.js';

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

interface Ground {
  practice: TestPractice;
  browser: FileBrowser;
  clientId: string;
  visitor: VisitorBrowser;
}

async function ground(): Promise<Ground> {
  const practice = await newPractice({ members: [{}, {}] });
  const browser = await FileBrowser.of(server, practice);
  return { practice, browser, clientId: await clientOf(server, practice), visitor: await VisitorBrowser.of(server) };
}

/** A document shared with somebody outside, who came in. */
async function shared(): Promise<Ground & { documentId: string; shareId: string; token: string }> {
  const all = await ground();
  const { documentId } = await all.browser.send({ clientId: all.clientId, content: pdf() });
  const share = { email: all.visitor.email, download: true, watermark: false };
  const { id: shareId } = await all.browser.json<{ id: string }>('POST', `/documents/${documentId}/shares`, 201, share);
  return { ...all, documentId, shareId, token: await all.visitor.enter() };
}

/** A request with one item, and the client inside. */
async function asked(): Promise<Ground & { requestId: string; itemId: string }> {
  const all = await ground();
  const wish = { clientId: all.clientId, title: 'For your visa', email: all.visitor.email, items: [{ label: 'Passport' }] };
  const { id, items } = await all.browser.json<{ id: string; items: { id: string }[] }>('POST', '/document-requests', 201, wish);
  await all.visitor.enter();
  return { ...all, requestId: id, itemId: items[0]!.id };
}

const refusedBySql = { code: '42501' };

describe('a door that ended', () => {
  it('stays shut when its document is removed and brought back', async () => {
    const { browser, documentId, visitor, token } = await shared();
    expect((await visitor.ask('GET', '/share')).status).toBe(200);
    await browser.json('POST', '/documents/bulk', 200, { ids: [documentId], act: 'remove' });
    await browser.json('POST', '/documents/bulk', 200, { ids: [documentId], act: 'restore' });
    expect((await visitor.ask('GET', '/share')).status).toBe(404);
    expect((await visitor.elsewhere().ask('POST', '/knock', { token })).status).toBe(404);
  });

  it('is not opened again by whoever has SQL, not even after “this was not me”', async () => {
    const { browser, practice, shareId, visitor } = await shared();
    const { tenants } = await testBench();
    const run = async (text: string, as = 0): Promise<unknown> =>
      tenants.run(await practice.as(as), (tx) => tx.execute({ text })).catch((error: unknown) => error);
    await browser.json('POST', `/document-shares/${shareId}/end`, 200);
    expect(await run('update app.document_share set ended_at = null', 1)).toMatchObject(refusedBySql);
    expect(await run(`update app.document_share set ended_at = now() + interval '1 day'`, 1)).toMatchObject(refusedBySql);
    const other = await shared();
    const owner = new Visitor(server);
    await owner.byMail(other.practice.emails[0]!);
    await owner.post('/auth/lock', {}, 204);
    await tenants.run(await other.practice.as(1), (tx) => tx.execute({ text: 'update app.document_share set ended_at = ended_at' }));
    expect((await other.visitor.ask('GET', '/share')).status).toBe(404);
    expect((await visitor.ask('GET', '/share')).status).toBe(404);
  });

  it('is not kept open for longer than a request is', async () => {
    const { browser, practice, requestId } = await asked();
    const { tenants } = await testBench();
    const run = async (text: string): Promise<unknown> =>
      tenants.run(await practice.as(), (tx) => tx.execute({ text })).catch((error: unknown) => error);
    expect(await run(`update app.document_request set until = now() + interval '10 years'`)).toMatchObject(refusedBySql);
    expect(await run(`update app.document_request set turn = turn + 1, until = now() + interval '10 years'`)).toMatchObject(refusedBySql);
    await browser.json('POST', `/document-requests/${requestId}/close`, 200);
    expect(await run('update app.document_request set ended_at = null')).toMatchObject(refusedBySql);
    await browser.json('POST', `/document-requests/${requestId}/send-again`, 200);
  });
});

describe('a file on its way through a door', () => {
  it('is not filed when the request is closed meanwhile', async () => {
    const { browser, visitor, itemId, requestId } = await asked();
    const content = pdf(3_000_000);
    const { id, response } = await visitor.begin(itemId, content);
    expect(response.status).toBe(201);
    const slow = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(content.subarray(0, 1_000_000));
        await new Promise((resolve) => setTimeout(resolve, 600));
        controller.enqueue(content.subarray(1_000_000));
        controller.close();
      },
    });
    const sending = visitor.fetch(`/uploads/${id}`, {
      method: 'PATCH',
      body: slow,
      duplex: 'half',
      headers: { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    } as RequestInit);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await browser.json('POST', `/document-requests/${requestId}/close`, 200);
    expect((await sending).status).toBe(404);
    const { items } = await browser.json<{ items: { documents: { state: string }[] }[] }>('GET', `/document-requests/${requestId}`, 200);
    expect(items[0]!.documents.filter(({ state }) => state !== 'arriving')).toEqual([]);
  });

  it('is one of a bounded number, given up or not, also of those that are begun at once', async () => {
    const { visitor, itemId, practice } = await asked();
    const { tenants } = await testBench();
    for (let batch = 0; batch < 7; batch++)
      await Promise.all(
        Array.from({ length: 45 }, async () => {
          const { id } = await visitor.begin(itemId, Buffer.from('x'));
          await visitor.fetch(`/uploads/${id}`, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } });
        }),
      );
    const [row] = await tenants.run(await practice.as(), (tx) =>
      tx.query<{ files: number }>({ text: 'select count(*)::int as files from app.document where request_item_id is not null' }),
    );
    expect(row!.files).toBe(300);
    const { response } = await visitor.begin(itemId, Buffer.from('x'));
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'documents.invalid']);
  }, 60_000);

  it('does not show what the practice adds to it, nor counts that as an answer', async () => {
    const { browser, visitor, itemId, clientId, requestId } = await asked();
    await visitor.send(itemId, pdf(), 'my passport.pdf');
    const request = async () =>
      browser.json<{ items: { id: string; state: string; version: number; documents: { id: string; state: string }[] }[] }>(
        'GET',
        `/document-requests/${requestId}`,
        200,
      );
    for (let tries = 0; (await request()).items[0]!.state !== 'uploaded' && tries < 100; tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const [item] = (await request()).items;
    const documentId = item!.documents[0]!.id;
    const judged = { state: 'rejected', reason: 'Page 2 is missing', version: item!.version };
    await browser.json('POST', `/document-requests/${requestId}/items/${itemId}`, 200, judged);
    const [id, content] = [newId(), pdf(700)];
    await browser.begin({ id, clientId, content, name: 'suspected forgery.pdf', metadata: { documentId } });
    expect((await browser.piece(id, 0, content)).status).toBe(204);
    await browser.settled(documentId);
    const { body } = await visitor.ask<{ items: { state: string; files: { name: string }[] }[] }>('GET', '/request');
    expect(body.items).toMatchObject([{ state: 'rejected', files: [{ name: 'my passport.pdf' }] }]);
  });

  it('is passed by nobody but the practice’s own look at it, and never written to after that', async () => {
    const { practice, browser, clientId } = await ground();
    const { tenants } = await testBench();
    const content = pdf(900);
    const { documentId } = await browser.send({ clientId, content });
    const { versions } = await browser.settled(documentId);
    const refused = await browser.begin({ clientId, content: Buffer.from('<html><script>1</script></html>'), id: newId() });
    const run = async (text: string, values: unknown[] = []): Promise<unknown> =>
      tenants.run(await practice.as(), (tx) => tx.execute({ text, values })).catch((error: unknown) => error);
    const arriving = refused.headers.get('x-document-id');
    expect(await run(`update app.document_version set state = 'ready' where document_id = $1`, [arriving])).toMatchObject(refusedBySql);
    expect(await run(`update app.document_version set state = 'arriving' where id = $1`, [versions[0]!.id])).toMatchObject(refusedBySql);
    const second = newId();
    await run(
      `insert into app.document_upload (org_id, id, document_id, version_id, client_id, member_id, length) values ($1, $2, $3, $4, $5, $6, $7)`,
      [practice.orgId, second, documentId, versions[0]!.id, clientId, practice.memberIds[0], content.length],
    );
    expect((await browser.piece(second, 0, Buffer.alloc(content.length, 'x'))).status).toBeGreaterThanOrEqual(400);
    expect((await browser.bytes(await browser.link(documentId))).equals(content)).toBe(true);
  });
});

describe('doors and who opens them', () => {
  it('tell whoever asked once, of fifty presses at once', async () => {
    const { visitor, practice } = await asked();
    const before = (await mailsTo(server, practice.emails[0]!)).length;
    const pressed = await Promise.all(Array.from({ length: 50 }, () => visitor.ask('POST', '/request/send')));
    expect(new Set(pressed.map(({ status }) => status))).toEqual(new Set([204]));
    for (let tries = 0; (await mailsTo(server, practice.emails[0]!)).length === before && tries < 100; tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await mailsTo(server, practice.emails[0]!)).length).toBe(before + 1);
    expect(await entriesOf(practice, 'request-sent')).toHaveLength(1);
  });

  it('are people: a key shares with nobody outside and asks nobody for documents, since it can be taken back and a door cannot', async () => {
    const { practice, browser, clientId, visitor } = await ground();
    const { documentId } = await browser.send({ clientId, content: pdf() });
    const owner = await caller(server, practice);
    const { body: service } = await owner.send('post', '/access/services', { name: 'Ledger' }).expect(201);
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const { id } = service as { id: string };
    const { body: issued } = await owner.send('post', `/access/services/${id}/keys`, { expiresAt }).expect(201);
    const { tenants } = await testBench();
    await tenants.run(await practice.as(), (tx) =>
      tx.execute({
        text: `insert into app.access_grant (org_id, member_id, source, scope, reads, creates, updates, deletes)
               values ($1, $2, 'manual', 'all', $3, $3, $3, $3)
               on conflict (org_id, member_id, source, (coalesce(source_id, org_id))) do update
                  set scope = 'all', reads = excluded.reads, creates = excluded.creates, updates = excluded.updates`,
        values: [practice.orgId, id, MODULES.clients | MODULES.documents],
      }),
    );
    const robot = new FileBrowser(browser.url, { authorization: `Bearer ${(issued as { key: string }).key}` });
    const share = { email: visitor.email, download: true, watermark: false };
    const wish = { clientId, title: 'For your visa', email: visitor.email, items: [{ label: 'Passport' }] };
    expect(await robot.json('POST', `/documents/${documentId}/shares`, 403, share)).toMatchObject({ code: 'outside.people_only' });
    expect(await robot.json('POST', '/document-requests', 403, wish)).toMatchObject({ code: 'outside.people_only' });
    await robot.json('POST', `/documents/${documentId}/shares`, 201, {
      memberId: practice.memberIds[1],
      download: false,
      watermark: false,
    });
  });
});
