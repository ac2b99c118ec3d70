import sharp from 'sharp';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { entriesOf } from '../support/access-record.js';
import { testApp, type TestApp } from '../support/app.js';
import { FileBrowser, clientOf, filesOf, pdf, sha256 } from '../support/files.js';
import { newPractice } from '../support/practice.js';
import { recorded } from '../support/watch.js';

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

describe('a document', () => {
  it('[I-51] [I-53] arrives in pieces, is checked, opens by a link of its own session and comes out as it went in', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const clientId = await clientOf(server, practice);
    const content = pdf(300_000);
    const { documentId } = await browser.send({ clientId, content });
    const document = await browser.settled(documentId);
    expect(document).toMatchObject({
      state: 'filed',
      name: 'passport.pdf',
      versions: [{ state: 'ready', sha256: sha256(content), current: true }],
    });
    const link = await browser.link(documentId);
    expect(sha256(await browser.bytes(link))).toBe(sha256(content));
    for (const [from, to] of [
      [0, 0],
      [65_535, 65_536],
      [131_072, 200_000],
      [content.length - 1, content.length - 1],
    ] as const) {
      const part = await browser.fetch(link, { headers: { range: `bytes=${from}-${to}` } });
      expect(part.status).toBe(206);
      expect(part.headers.get('content-range')).toBe(`bytes ${from}-${to}/${content.length}`);
      expect(Buffer.from(await part.arrayBuffer()).equals(content.subarray(from, to + 1))).toBe(true);
    }
    const list = await browser.json<{ items: object[]; counts: object }>('GET', `/documents?clientId=${clientId}`, 200);
    expect(list).toMatchObject({ items: [{ id: documentId, name: 'passport.pdf' }], counts: { filed: 1 } });
  });

  it('goes on where a broken connection left it, without a duplicate', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const clientId = await clientOf(server, practice);
    const [id, content] = [newId(), pdf(900_000)];
    const first = await browser.begin({ id, clientId, content });
    const again = await browser.begin({ id, clientId, content });
    expect([first.status, again.status, again.headers.get('x-document-id')]).toEqual([201, 201, first.headers.get('x-document-id')]);
    await browser.brokenPiece(id, 0, content.subarray(0, 400_000), content.length);
    let offset = 0;
    for (let tries = 0; tries < 50 && offset === 0; tries++) {
      offset = await browser.offset(id);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(offset).toBe(Math.floor(400_000 / 65_536) * 65_536);
    const wrong = await browser.piece(id, 0, content.subarray(0, 10));
    expect([wrong.status, ((await wrong.json()) as { code: string }).code]).toEqual([409, 'uploads.offset_differs']);
    expect((await browser.piece(id, offset, content.subarray(offset))).headers.get('upload-offset')).toBe(String(content.length));
    const documentId = first.headers.get('x-document-id')!;
    await browser.settled(documentId);
    expect(sha256(await browser.bytes(await browser.link(documentId)))).toBe(sha256(content));
    expect(await browser.json('GET', `/documents?clientId=${clientId}`, 200)).toMatchObject({ items: [{ id: documentId }] });
  });

  it('is renamed, refiled, moved, archived, removed and restored, each on record, and never over somebody’s newer change', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const [clientId, other] = [await clientOf(server, practice), await clientOf(server, practice)];
    const { documentId } = await browser.send({ clientId, content: pdf() });
    const path = `/documents/${documentId}`;
    const { version } = await browser.json<{ version: number }>('GET', path, 200);
    const changed = await browser.json('PATCH', path, 200, {
      version,
      name: 'Passport, all pages.pdf',
      category: 'passport',
      expiresOn: '2031-02-28',
    });
    expect(changed).toMatchObject({ name: 'Passport, all pages.pdf', category: 'passport', expiresOn: '2031-02-28', version: version + 1 });
    expect(await browser.json('PATCH', path, 409, { version, name: 'late.pdf' })).toMatchObject({ code: 'documents.changed_meanwhile' });
    expect(await browser.json('PATCH', path, 400, { version: version + 1, expiresOn: '2031-02-30' })).toMatchObject({
      code: 'documents.invalid',
      errors: [{ field: 'expiresOn' }],
    });
    await browser.json('POST', `${path}/move`, 200, { version: version + 1, clientId: other });
    expect(await browser.json('GET', `/documents?clientId=${clientId}`, 200)).toMatchObject({ items: [], counts: {} });
    expect(await browser.json('GET', `/documents?clientId=${other}`, 200)).toMatchObject({ items: [{ id: documentId }] });
    expect((await browser.bytes(await browser.link(documentId))).equals(await browser.bytes(await browser.link(documentId)))).toBe(true);
    for (const [act, state] of [
      ['archive', 'archived'],
      ['restore', 'filed'],
      ['remove', 'removed'],
      ['restore', 'filed'],
    ] as const) {
      await browser.json('POST', '/documents/bulk', 200, { ids: [documentId], act });
      expect(await browser.json('GET', path, 200)).toMatchObject({ state });
    }
    for (const action of ['create', 'upload', 'check', 'file', 'update', 'move', 'archive', 'restore', 'remove'])
      expect((await entriesOf(practice, action)).filter(({ subjectId }) => subjectId === documentId)).not.toEqual([]);
  });

  it('has versions: the newest is shown, earlier ones still open, and a refused one changes nothing', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const clientId = await clientOf(server, practice);
    const [first, second] = [pdf(1_000), pdf(2_000)];
    const { documentId } = await browser.send({ clientId, content: first });
    await browser.send({ clientId, content: second, metadata: { documentId } });
    await browser.send({ clientId, content: pdf(), metadata: { documentId, sha256: '0'.repeat(64) } });
    const { versions } = await browser.settled(documentId);
    expect(versions.map(({ number, state, current }) => ({ number, state, current }))).toEqual([
      { number: 3, state: 'refused', current: false },
      { number: 2, state: 'ready', current: true },
      { number: 1, state: 'ready', current: false },
    ]);
    const { url } = await browser.json<{ url: string }>('POST', `/documents/${documentId}/links`, 201, {
      purpose: 'download',
      versionId: versions[2]!.id,
    });
    expect((await browser.bytes(url.replace('/api/v1', ''))).equals(first)).toBe(true);
    expect((await browser.bytes(await browser.link(documentId))).equals(second)).toBe(true);
  });

  it('goes out with others as one zip that streams, for the session that asked and nobody else', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const browser = await FileBrowser.of(server, practice);
    const clientId = await clientOf(server, practice);
    const contents = [pdf(100_000), pdf(70_000), pdf(500)];
    const ids = [];
    for (const content of contents) ids.push((await browser.send({ clientId, content, name: 'Giấy khai sinh.pdf' })).documentId);
    const { url, documents } = await browser.json<{ url: string; documents: number }>('POST', '/documents/bundles', 201, {
      ids: [...ids, newId()],
    });
    expect(documents).toBe(3);
    const link = url.replace('/api/v1', '');
    const zip = await browser.bytes(link);
    expect(await filesOf(zip)).toEqual(
      new Map([
        ['Giấy khai sinh.pdf', sha256(contents[0]!)],
        ['Giấy khai sinh (2).pdf', sha256(contents[1]!)],
        ['Giấy khai sinh (3).pdf', sha256(contents[2]!)],
      ]),
    );
    expect((await (await FileBrowser.of(server, practice, 1)).fetch(link)).status).toBe(404);
    expect(new Set((await entriesOf(practice, 'download')).map(({ subjectId }) => subjectId))).toEqual(new Set(ids));
    expect((await recorded(practice, 'sent'))[0]).toMatchObject({ detail: { bytes: zip.length, whole: true } });
  });

  it('goes with its client when that is merged into another', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const [kept, duplicate] = [await clientOf(server, practice), await clientOf(server, practice)];
    const { documentId } = await browser.send({ clientId: duplicate, content: pdf() });
    const merged = { version: 1, duplicateId: duplicate, duplicateVersion: 1 };
    await browser.json('POST', `/clients/${kept}/merge`, 200, merged);
    for (let tries = 0; tries < 100; tries++) {
      const { clientId } = await browser.json<{ clientId: string }>('GET', `/documents/${documentId}`, 200);
      if (clientId === kept) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await browser.json('GET', `/documents?clientId=${kept}`, 200)).toMatchObject({ items: [{ id: documentId }] });
    expect(await browser.json('POST', '/documents/search', 200, { clientId: kept })).toMatchObject({
      total: 1,
      items: [{ id: documentId }],
    });
    expect((await browser.begin({ clientId: duplicate, content: pdf() })).status).toBe(404);
  });

  it('[I-50] is shown as pictures of its pages with their text, by the link of the session and on record page by page', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const browser = await FileBrowser.of(server, practice);
    const clientId = await clientOf(server, practice);
    const { documentId } = await browser.send({ clientId, content: pdf() });
    const link = await browser.link(documentId, 'view');
    const page = await browser.fetch(`${link}/pages/1?width=300`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect(await sharp(Buffer.from(await page.arrayBuffer())).metadata()).toMatchObject({ format: 'webp', width: 300 });
    expect(await browser.json('GET', `${link}/pages/1/text`, 200)).toEqual({ text: '' });
    expect((await browser.fetch(`${link}/pages/2`)).status).toBe(404);
    expect((await (await FileBrowser.of(server, practice, 1)).fetch(`${link}/pages/1`)).status).toBe(404);
    const { items } = await browser.json<{ items: { image: string }[] }>('POST', '/documents/thumbnails', 200, { ids: [documentId] });
    expect(items[0]!.image).toMatch(/^data:image\/webp;base64,/);
    expect((await entriesOf(practice, 'open')).map(({ detail }) => detail['page'] ?? detail['text'])).toEqual([1, 1, 2]);
    const refused = await browser.begin({ clientId, name: 'page.pdf', content: Buffer.from('<html><script>alert(1)</script></html>') });
    await browser.piece(refused.headers.get('location')!.split('/').at(-1)!, 0, Buffer.from('<html><script>alert(1)</script></html>'));
    const settled = await browser.settled(refused.headers.get('x-document-id')!);
    expect(settled).toMatchObject({ state: 'arriving', versions: [{ state: 'refused', problem: 'active' }] });
    expect(await browser.json('POST', `/documents/${settled.id}/links`, 409, { purpose: 'view' })).toMatchObject({
      code: 'documents.not_ready',
    });
  });

  it('are of the kinds that the practice takes, and an administrator says which', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const [owner, member] = [await FileBrowser.of(server, practice), await FileBrowser.of(server, practice, 1)];
    const clientId = await clientOf(server, practice);
    const rules = await owner.json<{ version: number; kinds: string[] }>('GET', '/document-rules', 200);
    expect(rules).toMatchObject({ allowed: null, version: 0 });
    await member.json('PUT', '/document-rules', 403, { allowed: ['application/pdf'], version: 0 });
    expect(await owner.json('PUT', '/document-rules', 400, { allowed: ['application/x-dosexec'], version: 0 })).toMatchObject({
      code: 'documents.invalid',
    });
    await owner.json('PUT', '/document-rules', 400, { allowed: [], version: 0 });
    const only = await owner.json<{ version: number }>('PUT', '/document-rules', 200, { allowed: ['application/pdf'], version: 0 });
    expect(await owner.json('PUT', '/document-rules', 409, { allowed: null, version: 0 })).toMatchObject({
      code: 'documents.rules_changed',
    });
    const send = async (): Promise<string | null> => {
      const { documentId } = await owner.send({ clientId, content: Buffer.from('just words'), name: 'notes.txt', type: 'text/plain' });
      return (await owner.settled(documentId)).versions[0]!.problem;
    };
    expect(await send()).toBe('not_allowed');
    await owner.json('PUT', '/document-rules', 200, { allowed: null, version: only.version });
    expect(await send()).toBeNull();
  });
});
