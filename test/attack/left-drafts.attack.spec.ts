import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { FileObjectStore } from '../../src/common/object-store/file-object-store.js';
import { testApp, type TestApp } from '../support/app.js';
import { FileBrowser, clientOf, pdf, sha256 } from '../support/files.js';
import { newPractice } from '../support/practice.js';

const folder = mkdtempSync(join(tmpdir(), 'ironbark-drafts-'));
let server: TestApp;
beforeAll(async () => {
  server = await testApp({ objects: new FileObjectStore(folder) });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What lies in the store and is no whole object. */
const drafts = (): string[] => readdirSync(join(folder, 'objects', 'arriving'));

async function ground(): Promise<{ browser: FileBrowser; clientId: string }> {
  const practice = await newPractice();
  return { browser: await FileBrowser.of(server, practice), clientId: await clientOf(server, practice) };
}

/** A header for a piece with another content. */
const WRONG = { 'upload-checksum': `sha256 ${Buffer.alloc(32).toString('base64')}` };

describe('what is sent and never taken', () => {
  it('leaves nothing in the store: ten damaged pieces, one that is too long, one that breaks off', async () => {
    const { browser, clientId } = await ground();
    const [id, content] = [newId(), pdf(6_000_000)];
    const begun = await browser.begin({ id, clientId, content });
    for (let times = 0; times < 10; times++) expect((await browser.piece(id, 0, content, WRONG)).status).toBe(460);
    expect((await browser.piece(id, 0, Buffer.concat([content, content]))).status).toBe(400);
    await browser.brokenPiece(id, 0, content.subarray(0, 20_000), content.length);
    for (let tries = 0; drafts().length > 1 && tries < 50; tries++) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(drafts().length).toBeLessThanOrEqual(1);
    expect((await browser.piece(id, 0, content)).status).toBe(204);
    const documentId = begun.headers.get('x-document-id')!;
    await browser.settled(documentId);
    expect(sha256(await browser.bytes(await browser.link(documentId)))).toBe(sha256(content));
    expect(drafts()).toEqual([]);
  });

  it('never lets a piece that is cut off hinder the one that follows it, however slowly it gets here', async () => {
    const { browser, clientId } = await ground();
    const content = pdf(200_000);
    const answers = [];
    for (let afterMs = 0; afterMs < 30; afterMs++) {
      const id = newId();
      await browser.begin({ id, clientId, content });
      const cut = [0, 0, 0].map(() => browser.brokenPiece(id, 0, content.subarray(0, 20_000), content.length, afterMs % 10));
      await Promise.all(cut);
      answers.push((await browser.piece(id, 0, content)).status);
    }
    expect(answers).toEqual(Array(30).fill(204));
  });

  it('leaves nothing when it is given up while its first piece arrives', async () => {
    const { browser, clientId } = await ground();
    const [id, content] = [newId(), pdf(12_000_000)];
    await browser.begin({ id, clientId, content });
    const sending = browser.brokenPiece(id, 0, content.subarray(0, 8_000_000), content.length);
    for (let tries = 0; drafts().length === 0 && tries < 200; tries++) await new Promise((resolve) => setTimeout(resolve, 2));
    const ended = await browser.fetch(`/uploads/${id}`, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } });
    expect(ended.status).toBe(204);
    await sending;
    for (let tries = 0; drafts().length > 0 && tries < 100; tries++) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(drafts()).toEqual([]);
  });
});
