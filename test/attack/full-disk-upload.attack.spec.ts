import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { testApp } from '../support/app.js';
import { testServer } from '../support/database.js';
import { FileBrowser, clientOf, pdf, sha256 } from '../support/files.js';
import { APART, canMount } from '../support/mounts.js';
import { newPractice, testBench } from '../support/practice.js';
import { Product } from '../support/product.js';

const MB = 2 ** 20;
/** Not a multiple of what is written at once: the disk takes a part of the last write and no more. */
const ROOM = 13 * MB + 4_096;

let product: Product | undefined;
let browser: FileBrowser;
let clientId: string;
let objects: string;

beforeAll(async () => {
  if (!canMount) return;
  const practice = await newPractice();
  // It does no jobs: it does not see the disk that the product writes to.
  clientId = await clientOf(await testApp({ env: { ROLE: 'web' } }), practice);
  objects = join(testServer().dataDir, 'objects');
  mkdirSync(objects, { recursive: true, mode: 0o700 });
  const onAFullDisk = [...APART, 'sh', '-c', `mount -t tmpfs -o size=${ROOM},mode=0700 tmpfs "$0" && exec "$@"`, objects];
  product = await Product.start((await testBench()).urls, { ROLE: 'all' }, onAFullDisk);
  const cookie = `ironbark-session=${(await practice.as()).secret}`;
  browser = new FileBrowser(`${product.url}/api/v1`, { cookie, origin: product.origin });
});
afterAll(async () => product?.kill());

/** Runs a command where the product runs, and sees its disk. */
function inside(...command: string[]): string {
  const { status, stdout, stderr } = spawnSync('nsenter', ['-t', String(product!.pid), '-m', ...command], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

describe('a disk that fills up under an upload', () => {
  const onThisMachine = canMount && process.getuid?.() === 0 ? it : it.skip;

  onThisMachine(
    'is said so, keeps what had arrived and what was there, shows nothing half, and goes on once there is room',
    async () => {
      const small = await browser.send({ clientId, content: pdf(1_000) });
      const [id, content] = [newId(), pdf(20 * MB)];
      const begun = await browser.begin({ id, clientId, content });
      const documentId = begun.headers.get('x-document-id')!;
      const refused = await browser.piece(id, 0, content);
      const said = (await refused.json()) as { code: string; detail: string };
      expect([refused.status, said.code]).toEqual([507, 'service.store_full']);
      expect(JSON.stringify(said)).not.toMatch(/ENOSPC|objects|arriving/);
      const offset = await browser.offset(id);
      expect(offset).toBeGreaterThanOrEqual(5 * MB);
      expect(offset).toBeLessThan(ROOM);
      expect((await browser.json<{ state: string }>('GET', `/documents/${documentId}`, 200)).state).toBe('arriving');
      expect((await browser.bytes(await browser.link(small.documentId))).length).toBe(pdf(1_000).length);
      expect((await browser.piece(id, offset, content.subarray(offset))).status).toBe(507);

      inside('mount', '-o', `remount,size=${64 * MB}`, objects);
      const now = await browser.offset(id);
      expect(now).toBeGreaterThanOrEqual(offset);
      expect((await browser.piece(id, now, content.subarray(now))).status).toBe(204);
      await browser.settled(documentId);
      expect(sha256(await browser.bytes(await browser.link(documentId)))).toBe(sha256(content));
      expect(inside('ls', join(objects, 'arriving'))).toBe('');
    },
    60_000,
  );
});
