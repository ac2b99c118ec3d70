import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { testApp, type TestApp } from '../support/app.js';
import { FileBrowser, clientOf, pdf } from '../support/files.js';
import { newPractice } from '../support/practice.js';
import { VisitorBrowser } from '../support/visitor.js';

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

interface Asked {
  browser: FileBrowser;
  clientId: string;
  visitor: VisitorBrowser;
  itemId: string;
}

/** A request with one item, and the client inside. */
async function asked(): Promise<Asked> {
  const practice = await newPractice();
  const browser = await FileBrowser.of(server, practice);
  const clientId = await clientOf(server, practice);
  const visitor = await VisitorBrowser.of(server);
  const wish = { clientId, title: 'For your visa', email: visitor.email, items: [{ label: 'Passport' }] };
  const { items } = await browser.json<{ items: { id: string }[] }>('POST', '/document-requests', 201, wish);
  await visitor.enter();
  return { browser, clientId, visitor, itemId: items[0]!.id };
}

/** A piece that stalls after its first byte until it is let go on. */
function stalled(send: (init: RequestInit) => Promise<Response>, content: Buffer): { answer: Promise<Response>; go: () => void } {
  let go: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (go = resolve));
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(content.subarray(0, 1));
      await released;
      controller.enqueue(content.subarray(1));
      controller.close();
    },
  });
  const headers = { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  return { answer: send({ method: 'PATCH', body, duplex: 'half', headers } as RequestInit), go };
}

const soon = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 500));

async function busy(response: Response): Promise<unknown[]> {
  const { code } = (await response.json()) as { code: string };
  return [response.status, code, response.headers.get('retry-after')];
}

describe('a request for documents', () => {
  it('takes 20 GB, also of files that are announced at once, and takes again what was given up', async () => {
    const { visitor, itemId } = await asked();
    const length = 2 * 1024 ** 3;
    const begun = await Promise.all(Array.from({ length: 12 }, () => visitor.begin(itemId, Buffer.from('x'), { length })));
    const refused = begun.filter(({ response }) => response.status !== 201);
    expect(refused.map(({ response }) => response.status)).toEqual([400, 400]);
    expect(await refused[0]!.response.json()).toMatchObject({
      code: 'documents.invalid',
      errors: [{ field: 'filename', code: 'too_many' }],
    });
    expect((await visitor.begin(itemId, Buffer.from('x'))).response.status).toBe(400);
    const { id } = begun.find(({ response }) => response.status === 201)!;
    await visitor.fetch(`/uploads/${id}`, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } });
    expect((await visitor.begin(itemId, Buffer.from('x'))).response.status).toBe(201);
  });

  it('stores four pieces at a time: the next is told when to come again, other doors go on, and it gets its turn', async () => {
    const [one, other] = [await asked(), await asked()];
    const content = pdf(20_000);
    const ids = await Promise.all(Array.from({ length: 5 }, async () => (await one.visitor.begin(one.itemId, content)).id));
    const held = ids.slice(0, 4).map((id) => stalled((init) => one.visitor.fetch(`/uploads/${id}`, init), content));
    await soon();
    expect(await busy(await one.visitor.piece(ids[4]!, 0, content))).toEqual([503, 'uploads.busy', '2']);
    await other.visitor.send(other.itemId, content);
    for (const { go } of held) go();
    expect(await Promise.all(held.map(async ({ answer }) => (await answer).status))).toEqual([204, 204, 204, 204]);
    expect((await one.visitor.piece(ids[4]!, 0, content)).status).toBe(204);
  });
});

describe('a process', () => {
  it('stores 64 pieces at a time, whoever sends them, and the next gets its turn', async () => {
    const { browser, clientId, visitor, itemId } = await asked();
    const content = pdf(2_000);
    const ids = Array.from({ length: 64 }, () => newId());
    for (const id of ids) expect((await browser.begin({ id, clientId, content })).status).toBe(201);
    const { id: last } = await visitor.begin(itemId, content);
    const held = ids.map((id) => stalled((init) => browser.fetch(`/uploads/${id}`, init), content));
    for (let waits = 0; waits < 6; waits++) await soon();
    expect(await busy(await visitor.piece(last, 0, content))).toEqual([503, 'uploads.busy', '2']);
    for (const { go } of held) go();
    expect(new Set(await Promise.all(held.map(async ({ answer }) => (await answer).status)))).toEqual(new Set([204]));
    expect((await visitor.piece(last, 0, content)).status).toBe(204);
  }, 60_000);
});
