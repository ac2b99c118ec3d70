import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { testApp, type TestApp } from '../support/app.js';
import { mailsTo } from '../support/door.js';
import { FileBrowser, clientOf, pdf } from '../support/files.js';
import { newPractice, type TestPractice } from '../support/practice.js';
import { VisitorBrowser } from '../support/visitor.js';

interface Item {
  id: string;
  label: string;
  state: string;
  reason: string | null;
  version: number;
  documents: { id: string; name: string; state: string; problem: string | null }[];
}

interface Asked {
  id: string;
  state: string;
  sentAt: string | null;
  items: Item[];
  counts: Record<string, number>;
}

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

interface World {
  practice: TestPractice;
  browser: FileBrowser;
  clientId: string;
  visitor: VisitorBrowser;
  request: Asked;
}

const ITEMS = [{ label: 'Passport', hint: 'Every page with a stamp', category: 'passport' }, { label: 'Police check' }];

async function asked(members = [{}]): Promise<World> {
  const practice = await newPractice({ members });
  const browser = await FileBrowser.of(server, practice);
  const [clientId, visitor] = [await clientOf(server, practice), await VisitorBrowser.of(server)];
  const body = {
    clientId,
    title: 'For your visa',
    message: 'Thank you!',
    email: visitor.email,
    name: 'Lan',
    dueOn: '2027-01-31',
    items: ITEMS,
  };
  return { practice, browser, clientId, visitor, request: await browser.json<Asked>('POST', '/document-requests', 201, body) };
}

const read = async ({ browser, request }: World): Promise<Asked> => browser.json<Asked>('GET', `/document-requests/${request.id}`, 200);

/** The request once an item stands so. */
async function until(world: World, index: number, state: string): Promise<Asked> {
  for (let tries = 0; tries < 300; tries++) {
    const found = await read(world);
    if (found.items[index]!.state === state) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`item ${index} never got ${state}`);
}

const judge = async ({ browser, request }: World, item: Item, body: object, status = 200): Promise<Asked & { code: string }> =>
  browser.json('POST', `/document-requests/${request.id}/items/${item.id}`, status, { version: item.version, ...body });

describe('a request for documents', () => {
  it('is answered by a client without an account, judged, answered again and finished', async () => {
    const world = await asked();
    const { visitor, browser } = world;
    expect((await mailsTo(server, visitor.email)).map(({ text }) => text).join()).not.toContain('Passport');
    await visitor.enter();
    const first = await visitor.ask<{ items: { id: string; files: object[] }[] }>('GET', '/request');
    expect(first.body).toMatchObject({
      title: 'For your visa',
      message: 'Thank you!',
      dueOn: '2027-01-31',
      items: [
        { label: 'Passport', hint: 'Every page with a stamp', state: 'requested', files: [] },
        { label: 'Police check', state: 'requested', files: [] },
      ],
    });
    const [passport, police] = first.body.items;
    await visitor.send(passport!.id, pdf(90_000), 'scan of passport.pdf');
    await visitor.send(police!.id, Buffer.from('<!doctype html><script>alert(1)</script>'), 'check.pdf');
    const uploaded = await until(world, 0, 'uploaded');
    expect(uploaded.items[0]!.documents).toMatchObject([{ name: 'scan of passport.pdf', state: 'filed', problem: null }]);
    const documentId = uploaded.items[0]!.documents[0]!.id;
    expect(await browser.json('GET', `/documents/${documentId}`, 200)).toMatchObject({
      madeBy: null,
      category: 'passport',
      clientId: world.clientId,
    });
    for (let tries = 0; (await read(world)).items[1]!.documents[0]?.problem == null && tries < 100; tries++)
      await new Promise((r) => setTimeout(r, 50));
    const seen = await visitor.ask<{ items: { files: { state: string; problem: string }[] }[] }>('GET', '/request');
    expect(seen.body.items[1]).toMatchObject({ state: 'requested', files: [{ state: 'refused' }] });
    expect((await visitor.ask('POST', '/request/send')).status).toBe(204);
    for (let tries = 0; tries < 100 && (await mailsTo(server, world.practice.emails[0]!)).length === 0; tries++)
      await new Promise((r) => setTimeout(r, 50));
    expect((await mailsTo(server, world.practice.emails[0]!))[0]!.subject).toBe('Documents that you asked for have arrived');
    const sent = await read(world);
    expect(sent).toMatchObject({ state: 'sent', counts: { uploaded: 1, requested: 1 } });
    expect(await judge(world, sent.items[0]!, { state: 'rejected' }, 400)).toMatchObject({ code: 'request.invalid' });
    await judge(world, sent.items[0]!, { state: 'rejected', reason: 'Page 3 is missing' });
    expect(await judge(world, sent.items[0]!, { state: 'approved' }, 409)).toMatchObject({ code: 'request.item_changed' });
    expect((await visitor.ask<{ items: object[] }>('GET', '/request')).body.items[0]).toMatchObject({
      state: 'rejected',
      reason: 'Page 3 is missing',
    });
    await visitor.send(passport!.id, pdf(50_000), 'page 3.pdf');
    const again = await until(world, 0, 'uploaded');
    expect(again).toMatchObject({ state: 'open' });
    const approved = await judge(world, again.items[0]!, { state: 'approved' });
    expect(await judge(world, approved.items[1]!, { state: 'approved' }, 409)).toMatchObject({ code: 'request.no_such_step' });
    const done = await judge(world, approved.items[1]!, { state: 'not_applicable' });
    expect(done.counts).toMatchObject({ approved: 1, not_applicable: 1 });
    const late = await visitor.begin(passport!.id, pdf());
    expect([late.response.status, ((await late.response.json()) as { code: string }).code]).toEqual([409, 'request.closed']);
  });

  it('is resumed after a broken connection, by nobody else, and reaches no upload but its own', async () => {
    const [world, other] = [await asked(), await asked()];
    await world.visitor.enter();
    await other.visitor.enter();
    const [item, content] = [world.request.items[0]!, pdf(300_000)];
    const { id } = await world.visitor.begin(item.id, content);
    expect((await world.visitor.piece(id, 0, content.subarray(0, 131_072))).status).toBe(204);
    const tus = { 'tus-resumable': '1.0.0' };
    const head = await world.visitor.fetch(`/uploads/${id}`, { method: 'HEAD', headers: tus });
    expect(head.headers.get('upload-offset')).toBe('131072');
    for (const stranger of [other.visitor, await VisitorBrowser.of(server)]) {
      expect((await stranger.fetch(`/uploads/${id}`, { method: 'HEAD', headers: tus })).status).toBe(404);
      expect((await stranger.piece(id, 131_072, content.subarray(131_072))).status).toBe(404);
      expect((await stranger.fetch(`/uploads/${id}`, { method: 'DELETE', headers: tus })).status).toBe(404);
      expect((await stranger.begin(item.id, content, { id })).response.status).toBe(404);
    }
    // What the member who asked sends themself is not the client's to touch, though it comes in the same name.
    const own = newId();
    expect((await world.browser.begin({ id: own, clientId: world.clientId, content })).status).toBe(201);
    expect((await world.visitor.fetch(`/uploads/${own}`, { method: 'HEAD', headers: tus })).status).toBe(404);
    expect((await world.visitor.piece(own, 0, content)).status).toBe(404);
    expect((await world.visitor.begin(item.id, content, { id: own })).response.status).toBe(404);
    expect((await world.visitor.piece(id, 131_072, content.subarray(131_072))).status).toBe(204);
    await until(world, 0, 'uploaded');
  });

  it('is sent again in the name of whoever presses, closed for good, and dies with the access of who asked', async () => {
    const world = await asked([{}, {}]);
    const { visitor, request, browser, practice } = world;
    const first = await visitor.enter();
    const colleague = await FileBrowser.of(server, practice, 1);
    await colleague.json('POST', `/document-requests/${request.id}/send-again`, 200);
    const second = await visitor.link(1);
    expect(second).not.toBe(first);
    expect((await visitor.ask('GET', '/request')).status).toBe(404);
    expect((await visitor.ask('POST', '/knock', { token: first })).status).toBe(404);
    await visitor.enter(second);
    expect((await visitor.ask('GET', '/request')).status).toBe(200);
    await browser.json('POST', `/access/members/${practice.memberIds[1]}/suspend`, 200);
    expect((await visitor.ask('GET', '/request')).status).toBe(404);
    await browser.json('POST', `/document-requests/${request.id}/send-again`, 200);
    const third = await visitor.enter(await visitor.link(2));
    await browser.json('POST', `/document-requests/${request.id}/close`, 200);
    for (const path of ['/request', '/share']) expect((await visitor.ask('GET', path)).status).toBe(404);
    expect((await visitor.ask('POST', '/knock', { token: third })).status).toBe(404);
    expect(await browser.json('POST', `/document-requests/${request.id}/items`, 409, { items: [{ label: 'More' }] })).toMatchObject({
      code: 'request.closed',
    });
  });

  it('takes more items, refuses what is none, and is another practice’s to neither see nor judge', async () => {
    const [world, other] = [await asked(), await asked()];
    const more = await world.browser.json<Asked>('POST', `/document-requests/${world.request.id}/items`, 201, {
      items: [{ label: 'Birth certificate' }],
    });
    expect(more.items.map(({ label }) => label)).toEqual(['Passport', 'Police check', 'Birth certificate']);
    for (const path of [`/document-requests/${world.request.id}`]) await other.browser.json('GET', path, 404);
    await other.browser.json('POST', `/document-requests/${world.request.id}/close`, 404);
    await judge({ ...other, request: world.request }, world.request.items[0]!, { state: 'not_applicable' }, 404);
    await judge({ ...world, request: world.request }, other.request.items[0]!, { state: 'not_applicable' }, 404);
    expect(await other.browser.json('GET', `/document-requests?clientId=${world.clientId}`, 200)).toEqual({ items: [] });
    const body = { clientId: world.clientId, title: 'x', email: 'lan@mail.example', items: ITEMS };
    await other.browser.json('POST', '/document-requests', 404, body);
    for (const wrong of [
      { title: ' ' },
      { items: [] },
      { email: 'nobody' },
      { dueOn: '2027-02-30' },
      { items: [{ label: 'x', category: 'cake' }] },
    ])
      await world.browser.json('POST', '/document-requests', 400, { ...body, ...wrong });
  });
});
