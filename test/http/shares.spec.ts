import { beforeAll, describe, expect, it } from '@jest/globals';
import { entriesOf } from '../support/access-record.js';
import { testApp, type TestApp } from '../support/app.js';
import { mailsTo } from '../support/door.js';
import { FileBrowser, clientOf, pdf, sha256 } from '../support/files.js';
import { newPractice, type TestPractice } from '../support/practice.js';
import { VisitorBrowser, fromMail } from '../support/visitor.js';

interface Share {
  id: string;
  state: string;
  opens: number;
  openedAt: string | null;
  closesAt: string | null;
}

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

interface Made {
  practice: TestPractice;
  browser: FileBrowser;
  documentId: string;
  content: Buffer;
}

async function made(): Promise<Made> {
  const practice = await newPractice();
  const browser = await FileBrowser.of(server, practice);
  const content = pdf(200_000);
  const { documentId } = await browser.send({ clientId: await clientOf(server, practice), content });
  return { practice, browser, documentId, content };
}

const share = async ({ browser, documentId }: Made, body: object, status = 201): Promise<Share> =>
  browser.json<Share>('POST', `/documents/${documentId}/shares`, status, { download: false, watermark: false, ...body });

describe('a share with somebody outside', () => {
  it('[I-52] [I-56] opens by a link and a code to the same address, shows pages and no file, for an hour, every visit on record', async () => {
    const world = await made();
    const visitor = await VisitorBrowser.of(server);
    await share(world, { email: visitor.email, name: 'Lan', watermark: true, message: 'As we said.' });
    const token = await visitor.link();
    expect(await visitor.ask('GET', '/share')).toMatchObject({ status: 404, code: 'outside.ended' });
    const knocked = await visitor.ask('POST', '/knock', { token });
    expect(knocked).toMatchObject({ status: 200, body: { kind: 'share', sentTo: 'v•••@mail.example', digits: 8 } });
    expect(JSON.stringify(knocked.body)).not.toMatch(/passport/);
    const code = await fromMail(server, visitor.email, /(\d{4} \d{4})/);
    expect(await visitor.ask('POST', '/code', { token, code: code === '0000 0000' ? '1111 1111' : '0000 0000' })).toMatchObject({
      status: 422,
      code: 'outside.code_wrong',
    });
    await visitor.enter(token);
    const { body } = await visitor.ask('GET', '/share');
    expect(body).toMatchObject({ name: 'passport.pdf', pages: 1, download: false, watermark: true, message: 'As we said.' });
    const page = await visitor.fetch('/share/pages/1?width=500');
    expect([page.status, page.headers.get('content-type'), page.headers.get('cache-control')]).toEqual([
      200,
      'image/webp',
      'private, no-store',
    ]);
    expect((await visitor.fetch('/share/pages/2?width=500')).status).toBe(404);
    expect(await visitor.ask('GET', '/share/file')).toMatchObject({ status: 403, code: 'share.no_download' });
    const { items } = await world.browser.json<{ items: Share[] }>('GET', `/documents/${world.documentId}/shares`, 200);
    expect(items).toMatchObject([{ state: 'open', opens: 1 }]);
    expect(Date.parse(items[0]!.closesAt!) - Date.parse(items[0]!.openedAt!)).toBe(3_600_000);
    const opened = (await entriesOf(world.practice, 'open')).filter(({ subjectId }) => subjectId === world.documentId);
    expect(opened).toMatchObject([
      { fields: ['card'], detail: { outside: true } },
      { fields: ['card', 'further'], detail: { outside: true } },
      { fields: ['content', 'further'], detail: { outside: true, page: 1 } },
    ]);
    expect((await entriesOf(world.practice, 'share-enter')).map(({ outcome }) => outcome)).toEqual(['refused']);
    const line = await world.browser.json<{ items: { kind: string; outside: string | null; actor: object | null }[] }>(
      'GET',
      `/documents/${world.documentId}/history`,
      200,
    );
    expect(line.items.find(({ kind }) => kind === 'open')).toMatchObject({ actor: null, outside: visitor.email });
  });

  it('gives the file when it may be kept, whole or in part, and notes what was sent', async () => {
    const world = await made();
    const visitor = await VisitorBrowser.of(server);
    await share(world, { email: visitor.email, download: true });
    await visitor.enter();
    const whole = await visitor.fetch('/share/file');
    expect(whole.headers.get('content-disposition')).toMatch(/^attachment; .*passport\.pdf/);
    expect(sha256(Buffer.from(await whole.arrayBuffer()))).toBe(sha256(world.content));
    const part = await visitor.fetch('/share/file', { headers: { range: 'bytes=65530-65550' } });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer()).equals(world.content.subarray(65_530, 65_551))).toBe(true);
    for (let tries = 0; (await entriesOf(world.practice, 'sent')).length < 2 && tries < 100; tries++)
      await new Promise((r) => setTimeout(r, 20));
    expect((await entriesOf(world.practice, 'sent')).map(({ detail }) => detail['bytes'])).toEqual([world.content.length, 21]);
    expect((await entriesOf(world.practice, 'download')).map(({ fields }) => fields)).toEqual([['content'], ['content', 'further']]);
  });

  it('ends at once when the sharer ends it, removes the document or loses their access', async () => {
    for (const end of [
      async ({ browser }: Made, { id }: Share) => void (await browser.json('POST', `/document-shares/${id}/end`, 200)),
      async ({ browser, documentId }: Made) =>
        void (await browser.json('POST', '/documents/bulk', 200, { ids: [documentId], act: 'remove' })),
    ]) {
      const world = await made();
      const visitor = await VisitorBrowser.of(server);
      const given = await share(world, { email: visitor.email, download: true });
      const token = await visitor.enter();
      expect((await visitor.fetch('/share/pages/1?width=500')).status).toBe(200);
      await end(world, given);
      for (const path of ['/share', '/share/pages/1?width=500', '/share/file'])
        expect(await visitor.ask('GET', path)).toMatchObject({ status: 404, code: 'outside.ended' });
      expect((await visitor.elsewhere().ask('POST', '/knock', { token })).status).toBe(404);
    }
    const practice = await newPractice({ members: [{}, {}] });
    const [owner, sharer] = [await FileBrowser.of(server, practice), await FileBrowser.of(server, practice, 1)];
    const { documentId } = await owner.send({ clientId: await clientOf(server, practice), content: pdf() });
    const visitor = await VisitorBrowser.of(server);
    await sharer.json('POST', `/documents/${documentId}/shares`, 201, { email: visitor.email, download: true, watermark: false });
    await visitor.enter();
    expect((await visitor.ask('GET', '/share')).status).toBe(200);
    await owner.json('POST', `/access/members/${practice.memberIds[1]}/suspend`, 200);
    expect(await visitor.ask('GET', '/share/file')).toMatchObject({ status: 404, code: 'outside.ended' });
  });

  it('lets in one of fifty who type the code at once, and nobody after five wrong ones or five codes', async () => {
    const world = await made();
    const visitor = await VisitorBrowser.of(server);
    await share(world, { email: visitor.email });
    const token = await visitor.link();
    const code = await visitor.code(token);
    const many = Array.from({ length: 25 }, (_one, index) => VisitorBrowser.of(server, visitor.email, `10.89.0.${index}`));
    const tried = await Promise.all(
      (await Promise.all(many)).flatMap((one) => [one.ask('POST', '/code', { token, code }), one.ask('POST', '/code', { token, code })]),
    );
    expect(tried.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, ...Array.from({ length: 49 }, () => 422)]);
    const next = await visitor.code(token);
    const wrong = next.startsWith('1') ? '2000 0000' : '1000 0000';
    for (const expected of ['outside.code_wrong', 'outside.code_wrong', 'outside.code_wrong', 'outside.code_wrong', 'outside.code_spent'])
      expect((await visitor.ask('POST', '/code', { token, code: wrong })).code).toBe(expected);
    expect((await visitor.ask('POST', '/code', { token, code: next })).code).toBe('outside.code_spent');
    for (let knock = 0; knock < 3; knock++) expect((await visitor.ask('POST', '/knock', { token })).status).toBe(200);
    const json = { 'content-type': 'application/json' };
    const wait = await visitor.fetch('/knock', { method: 'POST', headers: json, body: JSON.stringify({ token }) });
    const said = (await wait.json()) as { code: string; retryAfter: number };
    expect({ status: wait.status, code: said.code }).toEqual({ status: 429, code: 'outside.wait' });
    expect(said.retryAfter).toBeGreaterThan(60);
    expect(wait.headers.get('retry-after')).toBe(String(said.retryAfter));
  });

  it('[I-53] is nobody else’s: a session opens one share, a link without its code nothing, and a practice sees its own', async () => {
    const [a, b] = [await made(), await made()];
    const [lan, other] = [await VisitorBrowser.of(server), await VisitorBrowser.of(server)];
    const given = await share(a, { email: lan.email, download: true });
    await share(b, { email: other.email });
    const token = await lan.enter();
    await other.enter();
    expect((await other.ask('GET', '/share')).body).toMatchObject({ download: false });
    expect(await lan.ask('GET', '/request')).toMatchObject({ status: 404, code: 'outside.ended' });
    const stranger = await VisitorBrowser.of(server);
    stranger.cookie = `ironbark-visitor=${token}`;
    expect((await stranger.ask('GET', '/share')).status).toBe(404);
    expect((await stranger.ask('POST', '/knock', { token: lan.cookie.split('=')[1]! })).status).toBe(404);
    expect((await stranger.ask('POST', '/knock', { token: 'A'.repeat(43) })).status).toBe(404);
    await b.browser.json('POST', `/document-shares/${given.id}/end`, 404);
    await b.browser.json('GET', `/documents/${a.documentId}/shares`, 404);
    await lan.ask('POST', '/leave');
    expect((await lan.ask('GET', '/share')).status).toBe(404);
  });

  it('over HTTPS is opened by the cookie of this very host, not by one that a neighbouring host may set', async () => {
    const world = await made();
    const visitor = await VisitorBrowser.of(server);
    await share(world, { email: visitor.email, download: true });
    await visitor.enter();
    const secret = visitor.cookie.split('=')[1]!;
    const secure = await testApp({ env: { PUBLIC_URL: 'https://ironbark.example' } });
    const answer = async (app: TestApp, name: string) =>
      (await app.http.get('/api/v1/outside/share').set('cookie', `${name}=${secret}`)).status;
    expect(await answer(secure, '__Host-ironbark-visitor')).toBe(200);
    expect(await answer(secure, 'ironbark-visitor')).toBe(404);
    expect(await answer(server, 'ironbark-visitor')).toBe(200);
    expect(await answer(server, '__Host-ironbark-visitor')).toBe(404);
  });

  it('is refused in words where it cannot be', async () => {
    const world = await made();
    const email = 'lan@mail.example';
    const refused = async (body: object, status: number) => (await share(world, body, status)) as unknown as { code: string };
    expect(await refused({ email, download: true, watermark: true }, 409)).toMatchObject({ code: 'share.watermark_or_download' });
    expect(await refused({}, 400)).toMatchObject({ code: 'documents.invalid' });
    expect(await refused({ email: 'nobody', days: 31 }, 400)).toMatchObject({ code: 'request.invalid' });
    const clientId = await clientOf(server, world.practice);
    const sheet = await world.browser.send({ clientId, content: Buffer.from('a,b\n1,2\n'), name: 'sheet.csv', type: 'text/csv' });
    const flat = { ...world, documentId: sheet.documentId };
    // A text has words and no drawn pages: whoever may not keep it would see nothing of it.
    expect(await share(flat, { email }, 409)).toMatchObject({ code: 'share.needs_pages' });
    expect(await share(flat, { email, download: true })).toMatchObject({ state: 'waiting' });
  });
});

describe('a share with a colleague', () => {
  it('tells one who may see the document, and refuses one who may not', async () => {
    const practice = await newPractice({ members: [{}, {}, { scope: 'assigned' }] });
    const browser = await FileBrowser.of(server, practice);
    const { documentId } = await browser.send({ clientId: await clientOf(server, practice), content: pdf() });
    const world = { practice, browser, documentId, content: Buffer.alloc(0) };
    expect(await share(world, { memberId: practice.memberIds[1] })).toMatchObject({ state: 'open', to: { kind: 'member' } });
    await fromMail(server, practice.emails[1]!, /(shares|look at) a document/, 0).catch(async () => {
      throw new Error(JSON.stringify(await mailsTo(server, practice.emails[1]!)));
    });
    expect(await share(world, { memberId: practice.memberIds[2] }, 409)).toMatchObject({ code: 'share.member_sees_not' });
  });
});
