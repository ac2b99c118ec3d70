import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { S3ObjectStore } from '../../src/common/object-store/s3-object-store.js';
import { testApp, type TestApp } from '../support/app.js';
import { FaultyProxy } from '../support/faulty-proxy.js';
import { FileBrowser, clientOf, pdf, sha256 } from '../support/files.js';
import { newPractice } from '../support/practice.js';
import { SWIFT_REGION, Swift } from '../support/swift.js';

const bucket = 'practice-documents';
let swift: Swift;
let proxy: FaultyProxy;
let server: TestApp;
let client: S3Client;

beforeAll(async () => {
  swift = await Swift.start();
  proxy = await FaultyProxy.before(swift.endpoint);
  const { credentials } = swift;
  client = new S3Client({ region: SWIFT_REGION, endpoint: swift.endpoint, forcePathStyle: true, credentials });
  await swift.makeBucket(client, bucket);
  // Keys stay where other tests have them: this server has no conditional writes, which keys in a bucket need.
  const objects = new S3ObjectStore({ bucket, region: SWIFT_REGION, endpoint: proxy.endpoint, credentials, sse: null });
  server = await testApp({ objects });
}, 120_000);
afterAll(async () => {
  client?.destroy();
  await proxy?.stop();
  await swift?.stop();
});

const inTrouble = async (fault: FaultyProxy['fault'], work: () => Promise<void>): Promise<void> => {
  proxy.fault = fault;
  const before = proxy.troubled;
  try {
    await work();
    expect(proxy.troubled).toBeGreaterThan(before);
  } finally {
    proxy.fault = 'none';
  }
};

const refusalOf = async (answer: Response): Promise<[number, string]> => [answer.status, ((await answer.json()) as { code: string }).code];

describe('files in a bucket', () => {
  it('[M-12] go in and out whole, and nothing that was sent can be read in it', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const clientId = await clientOf(server, practice);
    const content = pdf(6_000_000);
    const { documentId } = await browser.send({ clientId, content });
    const link = await browser.link(documentId);
    expect(sha256(await browser.bytes(link))).toBe(sha256(content));
    expect((await browser.bytes(link, { range: 'bytes=5999000-5999999' })).equals(content.subarray(5_999_000, 6_000_000))).toBe(true);
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(Uploads).toEqual([]);
  });

  it('that answers 503 to a piece: a clear refusal, what had arrived is kept, and the sender goes on from there', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const clientId = await clientOf(server, practice);
    const [id, content] = [newId(), pdf(12_000_000)];
    const begun = await browser.begin({ id, clientId, content });
    const first = await browser.piece(id, 0, content.subarray(0, 5_242_880));
    expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '5242880']);
    await inTrouble('busy', async () => {
      expect(await refusalOf(await browser.piece(id, 5_242_880, content.subarray(5_242_880)))).toEqual([503, 'service.store_unavailable']);
    });
    const documentId = begun.headers.get('x-document-id')!;
    expect((await browser.json<{ state: string }>('GET', `/documents/${documentId}`, 200)).state).toBe('arriving');
    const offset = await browser.offset(id);
    expect(offset).toBe(5_242_880);
    expect((await browser.piece(id, offset, content.subarray(offset))).status).toBe(204);
    await browser.settled(documentId);
    expect(sha256(await browser.bytes(await browser.link(documentId)))).toBe(sha256(content));
  }, 60_000);

  it('that answers 503 at the last moment: nothing is half visible, and asking again puts the file together', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const clientId = await clientOf(server, practice);
    const [id, content] = [newId(), pdf(700_000)];
    const begun = await browser.begin({ id, clientId, content });
    await inTrouble('busy', async () => {
      expect(await refusalOf(await browser.piece(id, 0, content))).toEqual([503, 'service.store_unavailable']);
    });
    for (let offset = await browser.offset(id); offset < content.length; offset = await browser.offset(id))
      expect((await browser.piece(id, offset, content.subarray(offset))).status).toBe(204);
    const documentId = begun.headers.get('x-document-id')!;
    await browser.settled(documentId);
    expect(sha256(await browser.bytes(await browser.link(documentId)))).toBe(sha256(content));
  }, 60_000);

  it('that answers 503 or breaks off under a download: a refusal or a broken connection, never a wrong byte, and then it opens', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const content = pdf(1_500_000);
    const { documentId } = await browser.send({ clientId: await clientOf(server, practice), content });
    const link = await browser.link(documentId);
    await inTrouble('busy', async () => {
      expect(await refusalOf(await browser.fetch(link))).toEqual([503, 'service.store_unavailable']);
    });
    await inTrouble('cut', async () => {
      const broken = await browser.fetch(link);
      const came: Buffer[] = [];
      await expect(
        (async () => {
          for await (const bytes of broken.body as unknown as AsyncIterable<Uint8Array>) came.push(Buffer.from(bytes));
        })(),
      ).rejects.toThrow();
      const before = Buffer.concat(came);
      expect(before.length).toBeLessThan(content.length);
      expect(before.equals(content.subarray(0, before.length))).toBe(true);
    });
    expect(sha256(await browser.bytes(link))).toBe(sha256(content));
  }, 60_000);

  it('that is slow: everything arrives and leaves, late and whole', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const clientId = await clientOf(server, practice);
    const content = pdf(600_000);
    await inTrouble('slow', async () => {
      const { documentId } = await browser.send({ clientId, content });
      expect(sha256(await browser.bytes(await browser.link(documentId)))).toBe(sha256(content));
    });
  }, 60_000);

  it('that cannot be reached while a file is given up: the file is gone for the practice at once', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const clientId = await clientOf(server, practice);
    const [id, content] = [newId(), pdf(5_500_000)];
    const begun = await browser.begin({ id, clientId, content });
    expect((await browser.piece(id, 0, content.subarray(0, 5_242_880))).status).toBe(204);
    await inTrouble('busy', async () => {
      const ended = await browser.fetch(`/uploads/${id}`, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } });
      expect([204, 503]).toContain(ended.status);
    });
    const documentId = begun.headers.get('x-document-id')!;
    const list = await browser.json<{ items: { id: string }[] }>('GET', `/documents?clientId=${clientId}`, 200);
    expect(list.items.map((item) => item.id)).not.toContain(documentId);
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'documents/' }));
    expect(Contents.every(({ Key }) => /^documents\/[0-9a-f]{32}$/.test(Key!))).toBe(true);
  }, 60_000);
});
