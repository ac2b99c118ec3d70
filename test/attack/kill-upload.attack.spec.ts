import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { testApp } from '../support/app.js';
import { testServer } from '../support/database.js';
import { FileBrowser, clientOf, pdf, sha256 } from '../support/files.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';
import { Product } from '../support/product.js';
import { administrator } from '../support/tenant-sql.js';

let practice: TestPractice;
let clientId: string;
let product: Product | undefined;

beforeAll(async () => {
  practice = await newPractice();
  clientId = await clientOf(await testApp(), practice);
});
afterAll(async () => {
  await product?.kill();
});

/** The product in a process of its own, and a browser of the owner's in front of it. */
async function started(): Promise<FileBrowser> {
  const { urls } = await testBench();
  product = await Product.start(urls, { ROLE: 'all' });
  const { secret } = await practice.as();
  return new FileBrowser(`${product.url}/api/v1`, { cookie: `ironbark-session=${secret}`, origin: product.origin });
}

describe('a file on its way in', () => {
  it('loses nothing that was acknowledged when the process is killed again and again, and comes out as it went in', async () => {
    const content = pdf(26_000_000);
    const id = newId();
    let browser = await started();
    const begun = await browser.begin({ id, clientId, content, name: 'statements.pdf' });
    expect(begun.status).toBe(201);
    let acknowledged = 0;
    for (const wait of [60, 140, 25]) {
      const sending = browser.piece(id, acknowledged, content.subarray(acknowledged)).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, wait));
      await product!.kill();
      await sending;
      browser = await started();
      const offset = await browser.offset(id);
      expect(offset).toBeGreaterThanOrEqual(acknowledged);
      expect(offset === content.length || offset % 65_536 === 0).toBe(true);
      acknowledged = offset;
      // A request that died with its process holds the file for seconds; they are over.
      await (
        await administrator()
      ).query(`update app.document_upload set writer_until = clock_timestamp() - interval '1 second' where id = $1`, [id]);
    }
    for (let tries = 0; acknowledged < content.length && tries < 20; tries++) {
      const sent = await browser.piece(id, acknowledged, content.subarray(acknowledged));
      if (sent.status === 204) acknowledged = Number(sent.headers.get('upload-offset'));
      else await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const documentId = begun.headers.get('x-document-id')!;
    const { versions } = await browser.settled(documentId);
    expect(versions).toMatchObject([{ state: 'ready', sha256: sha256(content) }]);
    expect(sha256(await browser.bytes(await browser.link(documentId)))).toBe(sha256(content));
    const arriving = join(testServer().dataDir, 'objects', 'arriving');
    expect(existsSync(arriving) ? readdirSync(arriving).filter((name) => name.includes(id)) : []).toEqual([]);
  }, 120_000);
});
