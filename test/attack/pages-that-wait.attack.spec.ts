import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { Drawing } from '../../src/modules/documents/content/drawing.js';
import { testApp, type TestApp } from '../support/app.js';
import { FileBrowser, clientOf } from '../support/files.js';
import { CAFE, setList } from '../support/networks.js';
import { newPractice, type TestPractice } from '../support/practice.js';
import { administrator } from '../support/tenant-sql.js';
import { VisitorBrowser } from '../support/visitor.js';

let server: TestApp;
let drawing: Drawing;
let content: Buffer;
beforeAll(async () => {
  server = await testApp();
  drawing = server.app.get(Drawing);
  content = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
});
const drawn = Drawing.prototype.page;
afterEach(() => {
  drawing.page = drawn.bind(drawing);
});

/** Lets something happen between the check of a request and its turn to be drawn; the page itself is drawn as ever. */
function whileItWaits(happens: () => Promise<unknown>): { pages: number } {
  const seen = { pages: 0 };
  drawing.page = async (...asked) => {
    await happens();
    const page = await drawn.apply(drawing, asked);
    seen.pages++;
    return page;
  };
  return seen;
}

interface Ground {
  practice: TestPractice;
  owner: FileBrowser;
  browser: FileBrowser;
  documentId: string;
}

/** A member outside the office, and a photograph of a colleague's client. */
async function ground(): Promise<Ground> {
  const practice = await newPractice({ members: [{}, {}] });
  const [owner, browser] = [await FileBrowser.of(server, practice), await FileBrowser.of(server, practice, 1, CAFE)];
  const { documentId } = await owner.send({ clientId: await clientOf(server, practice), name: 'p.png', type: 'image/png', content });
  return { practice, owner, browser, documentId };
}

/** What takes the right away from a member who waits for a page. */
const ENDS: [string, (ground: Ground) => Promise<unknown>][] = [
  ['the member signs out', async ({ browser }) => browser.json('POST', '/auth/sign-out', 204)],
  [
    'the member is suspended',
    async ({ practice }) =>
      (await administrator()).query(`update wall.member_access set active = false where member_id = $1`, [practice.memberIds[1]]),
  ],
  [
    'the document is removed',
    async ({ owner, documentId }) => owner.json('POST', '/documents/bulk', 200, { ids: [documentId], act: 'remove' }),
  ],
  ['the practice enforces its networks', async ({ practice }) => setList(server, practice, 'enforced')],
];

describe('a page that waits for its turn', () => {
  it.each(ENDS)('is shown to no member when meanwhile %s', async (_what, end) => {
    const all = await ground();
    const link = await all.browser.link(all.documentId);
    const seen = whileItWaits(() => end(all));
    const answer = await all.browser.fetch(`${link}/pages/1?width=500`);
    expect(seen.pages).toBe(1);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.headers.get('content-type')).not.toContain('image');
  });

  it('is shown to no visitor when the share ended meanwhile, and else it is', async () => {
    const { owner, documentId } = await ground();
    const visitor = await VisitorBrowser.of(server);
    const share = { email: visitor.email, download: false, watermark: true };
    const { id } = await owner.json<{ id: string }>('POST', `/documents/${documentId}/shares`, 201, share);
    await visitor.enter();
    whileItWaits(() => Promise.resolve());
    expect((await visitor.fetch('/share/pages/1?width=500')).status).toBe(200);
    const seen = whileItWaits(() => owner.json('POST', `/document-shares/${id}/end`, 200));
    const answer = await visitor.fetch('/share/pages/1?width=500');
    expect([seen.pages, answer.status >= 400, answer.headers.get('content-type')?.includes('image')]).toEqual([1, true, false]);
  });
});
