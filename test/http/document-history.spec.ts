import { beforeAll, describe, expect, it } from '@jest/globals';
import { entriesOf } from '../support/access-record.js';
import { testApp, type TestApp } from '../support/app.js';
import { caller, newClient } from '../support/caller.js';
import { FileBrowser, clientOf, pdf } from '../support/files.js';
import { newPractice } from '../support/practice.js';
import { administrator, sqlAs } from '../support/tenant-sql.js';
import { SweepDocuments } from '../../src/modules/documents/use-cases/sweep-documents.use-case.js';

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

interface Line {
  at: string;
  kind: string;
  action: string;
  actor: { memberId: string } | null;
  document: { id: string; name: string | null };
  version: number | null;
  purpose: string | null;
  requests: number;
  bytes: number | null;
  whole: boolean | null;
  fields: string[];
}

interface History {
  items: Line[];
  nextCursor: string | null;
  days: { day: string; opens: number; downloads: number }[] | null;
}

const historyOf = (browser: FileBrowser, id: string) => browser.json<History>('GET', `/documents/${id}/history?limit=200`, 200);
const history = (browser: FileBrowser, query = '') => browser.json<History>('GET', `/document-history?${query}`, 200);

/** What was sent is put on record when the connection is over. */
async function until(what: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100 && !(await what()); tries++) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the history of a document', () => {
  it('[I-56] shows who opened, downloaded and changed it, with what was sent, the requests of one link in one line', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const [owner, other] = [await FileBrowser.of(server, practice), await FileBrowser.of(server, practice, 1)];
    const content = pdf(300_000);
    const { documentId: id } = await owner.send({ clientId: await clientOf(server, practice), content });
    const [view, download] = [await other.link(id, 'view'), await owner.link(id)];
    for (const range of ['bytes=0-999', 'bytes=1000-1999', 'bytes=5000-5009']) await other.bytes(view, { range });
    await owner.bytes(download);
    await owner.link(id);
    const line = async (action: string) => (await historyOf(owner, id)).items.filter((item) => item.action === action);
    await until(async () => (await line('open'))[0]?.bytes === 2010 && (await line('download'))[0]?.bytes === content.length);
    const [opened, ...moreOpened] = await line('open');
    expect(opened).toMatchObject({ kind: 'open', purpose: 'view', requests: 3, bytes: 2010, whole: true, version: 1 });
    expect([opened!.actor!.memberId, moreOpened]).toEqual([practice.memberIds[1], []]);
    const downloads = await line('download');
    expect(downloads.map(({ requests, bytes, whole, actor }) => ({ requests, bytes, whole, by: actor!.memberId }))).toEqual([
      { requests: 1, bytes: content.length, whole: true, by: practice.memberIds[0] },
    ]);
    await owner.json('PATCH', `/documents/${id}`, 200, { version: 2, name: 'Renamed' });
    const { items } = await historyOf(owner, id);
    expect(items[0]).toMatchObject({ kind: 'change', action: 'update', fields: ['name'], document: { id, name: 'Renamed' } });
    expect(items.map(({ action }) => action)).toEqual(['update', 'download', 'open', 'file', 'upload', 'create']);
    expect(items.map(({ at }) => at)).toEqual(
      items
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    expect((await entriesOf(practice, 'read')).filter(({ fields }) => fields.includes('history')).at(-1)).toMatchObject({ subjectId: id });
  });

  it('tells a download that broke off from a whole one', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const content = pdf(6_000_000);
    const { documentId: id } = await browser.send({ clientId: await clientOf(server, practice), content });
    const broken = new AbortController();
    const response = await browser.fetch(await browser.link(id), { signal: broken.signal });
    await response.body!.getReader().read();
    broken.abort();
    const download = async () => (await historyOf(browser, id)).items.find(({ action }) => action === 'download')!;
    await until(async () => (await download()).whole !== null);
    expect(await download()).toMatchObject({ whole: false, requests: 1 });
    expect((await download()).bytes).toBeLessThan(content.length);
  });

  it('[I-35] is for those who see the document: 404 for others, and in pages without a gap or a repeat', async () => {
    const practice = await newPractice({ members: [{}, { scope: 'assigned' }] });
    const [owner, outside] = [await FileBrowser.of(server, practice), await FileBrowser.of(server, practice, 1)];
    const { documentId: id } = await owner.send({ clientId: await clientOf(server, practice), content: pdf() });
    for (let round = 0; round < 4; round++) await owner.bytes(await owner.link(id, round % 2 === 0 ? 'view' : 'download'));
    const elsewhere = await FileBrowser.of(server, await newPractice());
    for (const browser of [outside, elsewhere]) await browser.json('GET', `/documents/${id}/history`, 404);
    const entries = `select 1 from audit.event where subject_kind = 'document'`;
    const [mine, theirs] = [await sqlAs(practice, 0), await sqlAs(practice, 1)];
    expect([(await mine.query(entries)).rowCount! > 5, (await theirs.query(entries)).rowCount]).toEqual([true, 0]);
    const all = (await historyOf(owner, id)).items.map(({ at }) => at);
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: History = await owner.json('GET', `/documents/${id}/history?limit=2${cursor && `&cursor=${cursor}`}`, 200);
      paged.push(...page.items.map(({ at }) => at));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all);
    expect(all).toHaveLength(7);
    await owner.json('GET', `/documents/${id}/history?cursor=made-up`, 400);
  });
});

describe('the history of all documents', () => {
  it('[I-57] is reviewed by administrators: by document, client, person, act and day, also of documents that are gone', async () => {
    const practice = await newPractice({ members: [{}, {}, { role: 'admin' }] });
    const [owner, other, admin] = [0, 1, 2].map((member) => FileBrowser.of(server, practice, member));
    const [one, two] = [await clientOf(server, practice), await clientOf(server, practice)];
    const first = (await (await owner!).send({ clientId: one, content: pdf(), name: 'First.pdf' })).documentId;
    const second = (await (await owner!).send({ clientId: two, content: pdf(), name: 'Second.pdf' })).documentId;
    await (await other!).bytes(await (await other!).link(first, 'view'));
    await (await owner!).bytes(await (await owner!).link(second));
    await (await other!).json('GET', '/document-history', 403);
    const seen = async (query: string) =>
      (await history(await admin!, query)).items.map(({ action, document }) => `${action} ${document.name}`);
    expect(await seen('acts=open,download')).toEqual(['download Second.pdf', 'open First.pdf']);
    expect(await seen(`acts=open,download&memberId=${practice.memberIds[1]}`)).toEqual(['open First.pdf']);
    expect(await seen(`acts=open,download&documentId=${second}`)).toEqual(['download Second.pdf']);
    expect(await seen(`acts=open,download&clientId=${one}`)).toEqual(['open First.pdf']);
    expect(await seen('acts=change')).toEqual(expect.arrayContaining(['file First.pdf', 'file Second.pdf', 'create First.pdf']));
    const [today] = (await history(await admin!)).days!;
    expect(today).toMatchObject({ opens: 1, downloads: 1 });
    expect(await seen(`from=${today!.day}&to=${today!.day}&acts=open`)).toEqual(['open First.pdf']);
    expect(await seen(`to=${dayBefore(today!.day)}`)).toEqual([]);
    await (await owner!).json('POST', '/documents/bulk', 200, { ids: [first], act: 'remove' });
    await (await administrator()).query(`update app.document set removed_at = removed_at - interval '31 days' where id = $1`, [first]);
    await server.app.get(SweepDocuments, { strict: false }).execute();
    expect(await seen(`documentId=${first}&acts=open`)).toEqual(['open null']);
    await (await other!).json('GET', `/documents/${first}/history`, 404);
    expect((await history(await FileBrowser.of(server, await newPractice()))).items).toEqual([]);
  });

  it('[I-57] is exported as CSV with a fresh proof, on record, with no cell that a spreadsheet would run', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const browser = await FileBrowser.of(server, practice);
    const { id: clientId } = await newClient(await caller(server, practice));
    const { documentId: id } = await browser.send({ clientId, content: pdf(), name: '=HYPERLINK("x"), "quoted"' });
    await browser.bytes(await browser.link(id));
    const ask = async (member: number, body: object) =>
      (await FileBrowser.of(server, practice, member)).fetch('/document-history/export', {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      });
    expect((await ask(1, {})).status).toBe(403);
    const response = await ask(0, { acts: ['download'] });
    const lines = (await response.text()).trimEnd().split('\r\n');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8; header=present']);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('Bytes sent');
    expect(lines[1]).toContain(`"'=HYPERLINK(""x""), ""quoted"""`);
    expect((await entriesOf(practice, 'export'))[0]).toMatchObject({
      subjectKind: 'document',
      records: [id],
      detail: { rows: 1, kinds: 'download' },
    });
    await (
      await administrator()
    ).query(`update wall.live_grant set verified_at = clock_timestamp() - interval '16 minutes' where org_id = $1`, [practice.orgId]);
    const stale = await ask(0, {});
    expect([stale.status, ((await stale.json()) as { code: string }).code]).toEqual([403, 'identity.step_up_needed']);
  });
});

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
