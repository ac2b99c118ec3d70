import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { testApp, type TestApp } from '../support/app.js';
import { Directory } from '../support/directory.js';
import { Visitor } from '../support/door.js';
import { FileBrowser, clientOf, pdf } from '../support/files.js';
import { addPasskey, enrolled, TurnedClock } from '../support/factors.js';
import { newPractice } from '../support/practice.js';
import { recorded } from '../support/watch.js';

const clock = new TurnedClock();
let server: TestApp;
beforeAll(async () => {
  // As with larger pools that as many others use: whoever holds a connection and waits for a second one waits for somebody like them.
  server = await testApp({ clock, connections: 1, env: { TRUSTED_PROXIES: '127.0.0.1' } });
});

describe('with one connection of each login, nothing waits for a second one', () => {
  it('a factor is removed, and an account locked', async () => {
    const { practice, visitor } = await enrolled(server, clock);
    await addPasskey(visitor);
    const [app] = (await visitor.get('/me/factors', 200))['items'] as { id: string }[];
    await visitor.delete(`/me/factors/${app!.id}`, 204);
    await visitor.post('/auth/lock', {}, 204);
    await visitor.get('/me', 401);
    expect(await recorded(practice, 'lock')).not.toEqual([]);
  });

  it('what a directory asks for in vain is noted', async () => {
    const practice = await newPractice();
    const directory = await Directory.of(server, practice);
    expect((await directory.patch(`/Users/${newId()}`, { op: 'replace', path: 'active', value: true })).status).toBe(404);
    const owner = new Visitor(server);
    await owner.byMail(practice.emails[0]!);
    expect((await owner.get('/access/directory', 200))['refusals']).toMatchObject([{ method: 'PATCH', resource: 'Users', status: 404 }]);
  });

  it('a document is shared with a colleague, many times at once', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const browser = await FileBrowser.of(server, practice);
    const { documentId } = await browser.send({ clientId: await clientOf(server, practice), content: pdf() });
    const share = { memberId: practice.memberIds[1], download: false, watermark: false };
    await Promise.all(Array.from({ length: 8 }, () => browser.json('POST', `/documents/${documentId}/shares`, 201, share)));
  });
});
