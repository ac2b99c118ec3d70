import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { testApp, type TestApp } from '../support/app.js';
import { FileBrowser, clientOf, pdf, sha256 } from '../support/files.js';
import { newPractice } from '../support/practice.js';

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
});
