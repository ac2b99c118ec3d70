import { beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { MODULES } from '../../src/common/database/principal.js';
import { newId } from '../../src/common/ids.js';
import { entriesOf } from '../support/access-record.js';
import { testApp, type TestApp } from '../support/app.js';
import { administratorUrlOf } from '../support/database.js';
import { Visitor } from '../support/door.js';
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

const READS = MODULES.clients | MODULES.documents;
const TUS = { 'tus-resumable': '1.0.0' };
const rightsRefused = { code: '42501' };

async function ground(): Promise<Ground> {
  const switches = { modules: READS, creates: 0, updates: 0, deletes: 0 };
  const practice = await newPractice({ members: [{}, {}, { role: 'member', scope: 'all', switches }] });
  const browser = await FileBrowser.of(server, practice);
  return { practice, browser, clientId: await clientOf(server, practice), visitor: await VisitorBrowser.of(server) };
}

/** A document shared with somebody outside, who has the link. */
async function shared(): Promise<Ground & { documentId: string; shareId: string }> {
  const all = await ground();
  const { documentId } = await all.browser.send({ clientId: all.clientId, content: pdf() });
  const share = { email: all.visitor.email, download: true, watermark: false };
  const { id: shareId } = await all.browser.json<{ id: string }>('POST', `/documents/${documentId}/shares`, 201, share);
  return { ...all, documentId, shareId };
}

/** A request with one item, and the client inside. */
async function asked(): Promise<Ground & { requestId: string; itemId: string }> {
  const all = await ground();
  const wish = { clientId: all.clientId, title: 'For your visa', email: all.visitor.email, items: [{ label: 'Passport' }] };
  const { id, items } = await all.browser.json<{ id: string; items: { id: string }[] }>('POST', '/document-requests', 201, wish);
  await all.visitor.enter();
  return { ...all, requestId: id, itemId: items[0]!.id };
}

/** What a statement of a member's own comes to. */
async function sql(practice: TestPractice, member: number, text: string, values: unknown[] = []): Promise<unknown> {
  const { tenants } = await testBench();
  return tenants.run(await practice.as(member), (tx) => tx.execute({ text, values })).catch((error: unknown) => error);
}

async function withAdministrator<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: administratorUrlOf((await testBench()).urls) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const soon = async (milliseconds = 200): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A body that waits for `go` after its first bytes. */
function held(content: Buffer, first: number): { body: ReadableStream<Uint8Array>; go: () => void } {
  let go: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (go = resolve));
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(content.subarray(0, first));
      await gone;
      controller.enqueue(content.subarray(first));
      controller.close();
    },
  });
  return { body, go };
}

const patch = (body: ReadableStream<Uint8Array>): RequestInit =>
  ({
    method: 'PATCH',
    body,
    duplex: 'half',
    headers: { ...TUS, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
  }) as RequestInit;

describe('a file on its way in when its request', () => {
  for (const [how, end] of [
    ['is sent again', ({ browser, requestId }) => browser.json('POST', `/document-requests/${requestId}/send-again`, 200)],
    ['is left by the client', ({ visitor }) => visitor.ask('POST', '/leave')],
  ] satisfies [string, (world: Awaited<ReturnType<typeof asked>>) => Promise<unknown>][])
    it(`${how} is not filed by the piece under way`, async () => {
      const world = await asked();
      const content = pdf(3_000_000);
      const { id } = await world.visitor.begin(world.itemId, content);
      const { body, go } = held(content, 1_000_000);
      const sending = world.visitor.fetch(`/uploads/${id}`, patch(body));
      await soon();
      await end(world);
      go();
      expect((await sending).status).toBe(404);
      const { items } = await world.browser.json<{ items: { documents: { state: string }[] }[] }>(
        'GET',
        `/document-requests/${world.requestId}`,
        200,
      );
      expect(items[0]!.documents.filter(({ state }) => state !== 'arriving')).toEqual([]);
    });

  it('is sent again by a colleague goes on in the new name, and a member’s own uploads do not change hands', async () => {
    const { browser, practice, visitor, requestId, itemId, clientId } = await asked();
    const content = pdf(300_000);
    const { id } = await visitor.begin(itemId, content);
    expect((await visitor.piece(id, 0, content.subarray(0, 131_072))).status).toBe(204);
    const own = newId();
    expect((await browser.begin({ id: own, clientId, content })).status).toBe(201);
    const colleague = await FileBrowser.of(server, practice, 1);
    await colleague.json('POST', `/document-requests/${requestId}/send-again`, 200);
    await visitor.enter(await visitor.link(1));
    const there = await visitor.fetch(`/uploads/${id}`, { method: 'HEAD', headers: TUS });
    expect([there.status, there.headers.get('upload-offset')]).toEqual([200, '131072']);
    expect((await visitor.piece(id, 131_072, content.subarray(131_072))).status).toBe(204);
    expect(await browser.offset(own)).toBe(0);
    expect((await colleague.fetch(`/uploads/${own}`, { method: 'HEAD', headers: TUS })).status).toBe(404);
  });
});

describe('whoever has SQL', () => {
  it('ends no share that they may only read, and opens no request for longer than one is open', async () => {
    const { practice, shareId, clientId } = await shared();
    const end = 'update app.document_share set ended_at = clock_timestamp() where id = $1';
    expect(await sql(practice, 2, end, [shareId])).toMatchObject(rightsRefused);
    expect(await sql(practice, 2, 'update app.document_share set opens = opens where id = $1', [shareId])).toBe(1);
    const insert = `insert into app.document_request (org_id, id, client_id, made_by, until, sealed)
                    values ($1, $2, $3, $4, clock_timestamp() + make_interval(days => $5), '\\x00')`;
    const request = (days: number) => [practice.orgId, newId(), clientId, practice.memberIds[0], days];
    expect(await sql(practice, 0, insert, request(62))).toMatchObject(rightsRefused);
    expect(await sql(practice, 0, insert, request(60))).toBe(1);
    expect(await sql(practice, 1, end, [shareId])).toBe(1);
  });

  it('makes no version that nobody looked at, and puts no other bytes in the place of one that was', async () => {
    const { practice, browser, clientId, documentId } = await shared();
    const { versions } = await browser.settled(documentId);
    const [version] = versions;
    const insert = `insert into app.document_version (org_id, id, document_id, client_id, number, state, object_key, bytes, made_by, file_key, sealed)
                    values ($1, $2::uuid, $3, $4, $5, $6, 'documents/' || replace($2::uuid::text, '-', ''), 5, $7, '\\x00', '\\x00')`;
    const made = (number: number, state: string) => [practice.orgId, newId(), documentId, clientId, number, state, practice.memberIds[0]];
    for (const state of ['ready', 'checking', 'refused'])
      expect(await sql(practice, 0, insert, made(2, state))).toMatchObject(rightsRefused);
    for (const state of ['arriving', 'checking', 'gone'])
      expect(await sql(practice, 0, 'update app.document_version set state = $2 where id = $1', [version!.id, state])).toMatchObject(
        rightsRefused,
      );
    // Its first upload is done and may be deleted by whoever began it; a second one says that everything has arrived.
    await sql(practice, 0, 'delete from app.document_upload where version_id = $1', [version!.id]);
    const second = newId();
    const upload = `insert into app.document_upload (org_id, id, document_id, version_id, client_id, member_id, length) values ($1, $2, $3, $4, $5, $6, 5)`;
    expect(await sql(practice, 0, upload, [practice.orgId, second, documentId, version!.id, clientId, practice.memberIds[0]])).toBe(1);
    const arrived = `update app.document_upload set received = 5, store_upload = 'mine' where id = $1`;
    expect(await sql(practice, 0, arrived, [second])).toBe(1);
    expect((await browser.fetch(`/uploads/${second}`, { method: 'HEAD', headers: TUS })).status).toBe(410);
  });
});

describe('“this was not me”', () => {
  it('ends what was opened in that name also where people read it, on record, and leaves what a colleague sent again', async () => {
    const { practice, browser, clientId, documentId, shareId } = await shared();
    const ask = async () => {
      const wish = { clientId, title: 'For your visa', email: `${newId()}@mail.example`, items: [{ label: 'Passport' }] };
      return (await browser.json<{ id: string }>('POST', '/document-requests', 201, wish)).id;
    };
    const [cut, taken] = [await ask(), await ask()];
    const colleague = await FileBrowser.of(server, practice, 1);
    await colleague.json('POST', `/document-requests/${taken}/send-again`, 200);
    const owner = new Visitor(server);
    await owner.byMail(practice.emails[0]!);
    await owner.post('/auth/lock', {}, 204);
    const states = async () => {
      const { items } = await colleague.json<{ items: { state: string }[] }>('GET', `/documents/${documentId}/shares`, 200);
      const state = async (id: string) => (await colleague.json<{ state: string }>('GET', `/document-requests/${id}`, 200)).state;
      return [items[0]!.state, await state(cut), await state(taken)];
    };
    for (let tries = 0; (await states())[1] !== 'closed' && tries < 60; tries++) await soon(50);
    expect(await states()).toEqual(['ended', 'closed', 'open']);
    expect((await entriesOf(practice, 'share-end')).map(({ detail }) => detail)).toMatchObject([{ shareId }]);
    expect((await entriesOf(practice, 'request-close')).map(({ detail }) => detail)).toMatchObject([{ requestId: cut }]);
  });
});

describe('the hour of a share', () => {
  it('begins when its opening is on record, not with a code that led to nothing', async () => {
    const { visitor, shareId } = await shared();
    const token = await visitor.link();
    const hour = async () =>
      withAdministrator(async (client) => {
        const { rows } = await client.query<{ opened: Date | null; closes: Date | null; noted: Date | null }>(
          `select d.opened_at as opened, d.closes_at as closes, s.closes_at as noted from wall.door d join app.document_share s on s.id = d.id where d.id = $1`,
          [shareId],
        );
        return rows[0]!;
      });
    const name = `broken_${shareId.replaceAll('-', '')}`;
    await withAdministrator((client) =>
      client.query(`create function app.${name}() returns trigger language plpgsql as 'begin raise exception ''broken''; end';
                    create trigger ${name} before update of opens on app.document_share for each row when (old.id = '${shareId}') execute function app.${name}()`),
    );
    expect((await visitor.ask('POST', '/code', { token, code: await visitor.code(token) })).status).toBe(500);
    expect(await hour()).toEqual({ opened: null, closes: null, noted: null });
    expect((await visitor.ask('GET', '/share')).status).toBe(404);
    await withAdministrator((client) => client.query(`drop trigger ${name} on app.document_share; drop function app.${name}()`));
    await visitor.enter(token);
    expect((await visitor.ask('GET', '/share')).status).toBe(200);
    const { opened, closes, noted } = await hour();
    expect(closes!.getTime() - opened!.getTime()).toBe(3_600_000);
    expect(noted).toEqual(closes);
  });
});

describe('a client that is being merged away', () => {
  it('takes no document, however the two meet', async () => {
    const { practice, browser, clientId, documentId } = await shared();
    const { tenants } = await testBench();
    const kept = await clientOf(server, practice);
    const another = await browser.send({ clientId: kept, content: pdf() });
    const { version } = await browser.json<{ version: number }>('GET', `/documents/${another.documentId}`, 200);
    let commit: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (commit = resolve));
    const merging = tenants.run(await practice.as(), async (tx) => {
      await tx.query({ text: 'select 1 from app.client where id = any($1::uuid[]) order by id for update', values: [[clientId, kept]] });
      const text = `update app.client set merged_into_id = $2, status = 'archived', archived_at = clock_timestamp() where id = $1`;
      await tx.execute({ text, values: [clientId, kept] });
      await held;
    });
    await soon();
    const wish = { clientId, title: 'For your visa', email: `${newId()}@mail.example`, items: [{ label: 'Passport' }] };
    const meanwhile = [
      browser.begin({ clientId, content: pdf() }),
      browser.fetch('/document-requests', { method: 'POST', body: JSON.stringify(wish), headers: { 'content-type': 'application/json' } }),
      browser.fetch(`/documents/${another.documentId}/move`, {
        method: 'POST',
        body: JSON.stringify({ clientId, version }),
        headers: { 'content-type': 'application/json' },
      }),
    ];
    await soon(400);
    commit();
    await merging;
    expect((await Promise.all(meanwhile)).map(({ status }) => status)).toEqual([404, 404, 404]);
    const [row] = await tenants.run(await practice.as(), (tx) =>
      tx.query<{ documents: string[] }>({
        text: 'select array_agg(id) as documents from app.document where client_id = $1',
        values: [clientId],
      }),
    );
    expect(row!.documents).toEqual([documentId]);
  });
});
