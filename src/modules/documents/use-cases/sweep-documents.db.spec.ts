import { beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, utimesSync, writeFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '../../../common/ids.js';
import { newObjectKey } from '../../../common/object-store/object-key.js';
import { testApp, type TestApp } from '../../../../test/support/app.js';
import { FileBrowser, clientOf, objectPath, pdf } from '../../../../test/support/files.js';
import { newPractice } from '../../../../test/support/practice.js';
import { administrator } from '../../../../test/support/tenant-sql.js';
import { SweepDocuments } from './sweep-documents.use-case.js';

let server: TestApp;
let sweep: SweepDocuments;
beforeAll(async () => {
  server = await testApp();
  sweep = server.app.get(SweepDocuments, { strict: false });
});

const LONG_AGO = new Date(Date.UTC(2020, 0, 1));

async function keyOf(documentId: string): Promise<string> {
  const { rows } = await (
    await administrator()
  ).query<{ object_key: string }>('select object_key from app.document_version where document_id = $1', [documentId]);
  return rows[0]!.object_key;
}

describe('the sweep of the store of files', () => {
  it('removes old objects that no row names, leaves young ones and those that are named, and reports rows without an object', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const clientId = await clientOf(server, practice);
    const [named, lost] = [
      (await browser.send({ clientId, content: pdf() })).documentId,
      (await browser.send({ clientId, content: pdf() })).documentId,
    ];
    const [orphan, young] = [newObjectKey(), newObjectKey()];
    for (const key of [orphan, young]) {
      mkdirSync(join(objectPath(key), '..'), { recursive: true });
      writeFileSync(objectPath(key), 'nobody names me');
    }
    for (const key of [orphan, await keyOf(named)]) utimesSync(objectPath(key), LONG_AGO, LONG_AGO);
    rmSync(objectPath(await keyOf(lost)));
    const { missing } = await sweep.execute();
    expect([orphan, young, await keyOf(named)].map((key) => existsSync(objectPath(key)))).toEqual([false, true, true]);
    expect(missing).toContain(await keyOf(lost));
    expect(missing).not.toContain(await keyOf(named));
  });

  it('destroys what was removed thirty days ago and what nobody went on sending, and nothing sooner', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const clientId = await clientOf(server, practice);
    const [due, kept] = [
      (await browser.send({ clientId, content: pdf() })).documentId,
      (await browser.send({ clientId, content: pdf() })).documentId,
    ];
    await browser.json('POST', '/documents/bulk', 200, { ids: [due, kept], act: 'remove' });
    const found = () => browser.json('POST', '/documents/search', 200, { states: ['removed'] });
    expect(await found()).toMatchObject({ total: 2 });
    const key = await keyOf(due);
    const uploadId = newId();
    const begun = await browser.begin({ id: uploadId, clientId, content: pdf(200_000) });
    await browser.piece(uploadId, 0, pdf(200_000).subarray(0, 65_536));
    const sql = await administrator();
    await sql.query(`update app.document set removed_at = removed_at - interval '30 days 1 hour' where id = $1`, [due]);
    await sql.query(`update app.document_upload set expires_at = clock_timestamp() - interval '1 minute' where id = $1`, [uploadId]);
    await sweep.execute();
    await browser.json('GET', `/documents/${due}`, 404);
    await browser.json('GET', `/documents/${begun.headers.get('x-document-id')}`, 404);
    expect(await browser.json('GET', `/documents/${kept}`, 200)).toMatchObject({ state: 'removed' });
    expect(await found()).toMatchObject({ total: 1, items: [{ id: kept }] });
    expect((await browser.piece(uploadId, 65_536, Buffer.alloc(10))).status).toBe(404);
    utimesSync(objectPath(key), LONG_AGO, LONG_AGO);
    await sweep.execute();
    expect(existsSync(objectPath(key))).toBe(false);
  });

  it('moves what was begun with a duplicate while that was being merged to the client that was kept', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const [kept, duplicate] = [await clientOf(server, practice), await clientOf(server, practice)];
    const { documentId } = await browser.send({ clientId: kept, content: pdf() });
    await browser.json('POST', `/clients/${kept}/merge`, 200, { version: 1, duplicateId: duplicate, duplicateVersion: 1 });
    const sql = await administrator();
    // As though its sender's transaction had seen the duplicate, and been committed after the merge was followed.
    for (const table of ['document', 'document_version'])
      await sql.query(`update app.${table} set client_id = $2 where client_id = $1`, [kept, duplicate]);
    await sweep.execute();
    expect(await browser.json('GET', `/documents/${documentId}`, 200)).toMatchObject({ clientId: kept });
    expect(await browser.json('GET', `/documents?clientId=${kept}`, 200)).toMatchObject({ items: [{ id: documentId }] });
  });
});
