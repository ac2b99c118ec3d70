import { request as httpRequest, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../support/app.js';
import { FileBrowser, clientOf, pdf } from '../support/files.js';
import { CAFE, setList } from '../support/networks.js';
import { newPractice, type TestPractice } from '../support/practice.js';
import { VisitorBrowser } from '../support/visitor.js';
import { administrator } from '../support/tenant-sql.js';

/** More than the buffers between the store and whoever reads nothing. */
const LARGE = 16_000_000;

let server: TestApp;
const open: IncomingMessage[] = [];
beforeAll(async () => {
  server = await testApp();
});
afterEach(() => open.splice(0).forEach((answer) => answer.destroy()));

/** A download of which the first bytes came and no more are read. */
async function begun(browser: FileBrowser, link: string): Promise<IncomingMessage> {
  const asked = httpRequest(`${browser.url}${link}`, { headers: browser.headers });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  open.push(answer);
  expect(answer.statusCode).toBe(200);
  await once(answer, 'readable');
  answer.read(1);
  return answer;
}

/** Reads the rest as slowly as an hour of patience would; answers whether all of it came. */
async function cameWhole(answer: IncomingMessage): Promise<boolean> {
  let bytes = 1;
  try {
    for await (const piece of answer as AsyncIterable<Buffer>) bytes += piece.length;
  } catch {
    return false;
  }
  return bytes === Number(answer.headers['content-length']);
}

interface Ground {
  practice: TestPractice;
  browser: FileBrowser;
  ids: string[];
}

/** A member outside the office, and two large documents of a colleague's client. */
async function ground(): Promise<Ground> {
  const practice = await newPractice({ members: [{}, {}] });
  const browser = await FileBrowser.of(server, practice, 1, CAFE);
  const clientId = await clientOf(server, practice);
  const ids = [];
  for (let index = 0; index < 2; index++) ids.push((await browser.send({ clientId, content: pdf(LARGE) })).documentId);
  return { practice, browser, ids };
}

const NOTHING: [string, () => Promise<void>] = ['nothing', () => Promise.resolve()];

/** What ends it. */
const ENDS: [string, (ground: Ground) => Promise<void>][] = [
  [
    'the document is removed',
    async ({ practice, ids }) => {
      const owner = await FileBrowser.of(server, practice);
      await owner.json('POST', '/documents/bulk', 200, { ids: ids.slice(-1), act: 'remove' });
    },
  ],
  [
    'the member reaches its client no more',
    async ({ practice }) => {
      await (await administrator()).query(`update wall.member_access set scope = 'assigned' where member_id = $1`, [practice.memberIds[1]]);
    },
  ],
  [
    'the practice enforces networks that the member is outside of',
    async ({ practice }) => void (await setList(server, practice, 'enforced')),
  ],
];

/** What became of a file and of a zip of which that file had not begun, both under way when something happened. */
async function outcome(end: (ground: Ground) => Promise<void>): Promise<{ file: boolean; zip: boolean }> {
  const all = await ground();
  const { browser, ids } = all;
  const { url } = await browser.json<{ url: string }>('POST', '/documents/bundles', 201, { ids });
  const [file, zip] = [await begun(browser, await browser.link(ids[1]!)), await begun(browser, url.replace('/api/v1', ''))];
  await end(all);
  // Looked at again every five seconds.
  await new Promise((resolve) => setTimeout(resolve, 5_500));
  return { file: await cameWhole(file), zip: await cameWhole(zip) };
}

/** Somebody outside, with the browser of who shared a large document with them. */
async function outside(): Promise<{ visitor: VisitorBrowser; owner: FileBrowser; shareId: string }> {
  const practice = await newPractice();
  const owner = await FileBrowser.of(server, practice);
  const { documentId } = await owner.send({ clientId: await clientOf(server, practice), content: pdf(LARGE) });
  const visitor = await VisitorBrowser.of(server);
  const share = { email: visitor.email, download: true, watermark: false };
  const { id: shareId } = await owner.json<{ id: string }>('POST', `/documents/${documentId}/shares`, 201, share);
  await visitor.enter();
  return { visitor, owner, shareId };
}

/** Whether all of a shared file comes to whoever reads the rest of it after the next look. */
async function outsideOutcome(end: (share: Awaited<ReturnType<typeof outside>>) => Promise<unknown>): Promise<boolean> {
  const all = await outside();
  const file = await begun(new FileBrowser(all.visitor.url, { cookie: all.visitor.cookie }), '/share/file');
  await end(all);
  await new Promise((resolve) => setTimeout(resolve, 5_500));
  return cameWhole(file);
}

describe('a download under way', () => {
  it('by somebody outside comes whole, however slowly, and is broken off when the share is ended', async () => {
    const found = await Promise.all([
      outsideOutcome(() => Promise.resolve()),
      outsideOutcome(({ owner, shareId }) => owner.json('POST', `/document-shares/${shareId}/end`, 200)),
    ]);
    expect(found).toEqual([true, false]);
  }, 60_000);

  it('is broken off within seconds of what ends its right, one file or a zip, and comes whole when nothing does', async () => {
    const found = await Promise.all([...ENDS, NOTHING].map(async ([what, end]) => ({ what, ...(await outcome(end)) })));
    expect(found).toEqual([...ENDS.map(([what]) => ({ what, file: false, zip: false })), { what: NOTHING[0], file: true, zip: true }]);
  }, 60_000);
});
