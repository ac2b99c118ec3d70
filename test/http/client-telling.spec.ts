import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../support/app.js';
import { caller } from '../support/caller.js';
import { pdf } from '../support/files.js';
import { newPractice, testBench } from '../support/practice.js';
import { Asked, tellLater } from '../support/telling.js';
import { administrator } from '../support/tenant-sql.js';
import { accountOf } from '../support/watch.js';

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

/** A request of which the client has sent both documents, and is still in. */
async function answered(...wish: Parameters<typeof Asked.of> extends [TestApp, ...infer Rest] ? Rest : never): Promise<Asked> {
  const asked = await Asked.of(server, ...wish);
  await asked.visitor.enter();
  for (const { id } of (await asked.read()).items) await asked.visitor.send(id, pdf());
  for (const index of [0, 1]) await asked.until(index, 'uploaded');
  return asked;
}

const linkIn = ({ text }: { text: string }): string => /\/outside#([\w-]{43})/.exec(text)![1]!;

describe('a client of whom something is asked anew', () => {
  it('is told once of all of it, by a new link, and again of what comes later', async () => {
    const asked = await answered();
    const { visitor } = asked;
    const before = await visitor.link();
    await asked.reject(0, 'Blurred');
    await asked.reject(1, 'Expired');
    await asked.post('/items', { items: [{ label: 'Lease' }] }, 201);
    expect(await asked.told()).toEqual([]);
    await Promise.all([tellLater(server, asked), tellLater(server, asked)]);
    await tellLater(server, asked, 6);
    const [mail, ...more] = await asked.told();
    expect(more).toEqual([]);
    expect(mail!.text).toContain('3 documents are still to come');
    expect(`${mail!.subject} ${mail!.text}`).not.toMatch(/Blurred|Expired|Lease|Passport|Police|visa/);
    expect((await asked.read()).lastRemindedAt).not.toBeNull();
    expect((await visitor.elsewhere().ask('POST', '/knock', { token: before })).status).toBe(404);
    expect((await visitor.ask('GET', '/request')).status).toBe(200);
    await visitor.elsewhere().enter(linkIn(mail!));
    await asked.post('/items', { items: [{ label: 'Bank statement' }] }, 201);
    await tellLater(server, asked, 10);
    expect((await asked.told()).map(({ text }) => /\d documents/.exec(text)?.[0])).toEqual(['4 documents', '3 documents']);
  });

  it('is told five minutes after the last act, not before', async () => {
    const asked = await answered();
    await asked.reject(0);
    await asked.delivered();
    const { rows } = await (
      await administrator()
    ).query<{ seconds: number }>(
      `select extract(epoch from start_after - created_on)::int as seconds from queue.job where name = 'documents.tell-client' and data->>'requestId' = $1`,
      [asked.id],
    );
    expect(rows).toEqual([{ seconds: 300 }]);
    await tellLater(server, asked, 4);
    expect(await asked.told()).toEqual([]);
    await tellLater(server, asked);
    expect((await asked.told())[0]!.text).toContain('One document is still to come');
  });

  it('is not told of what was answered meanwhile, though older things are open', async () => {
    const asked = await answered();
    await asked.post('/items', { items: [{ label: 'Lease' }] }, 201);
    await tellLater(server, asked);
    expect(await asked.told()).toHaveLength(1);
    await asked.reject(0);
    await asked.visitor.send((await asked.read()).items[0]!.id, pdf());
    await asked.until(0, 'uploaded');
    await tellLater(server, asked, 10);
    expect(await asked.told()).toHaveLength(1);
  });

  it('is not told once the request is closed, done with or sent again', async () => {
    const [closed, done, again] = [await answered(), await answered(), await answered()];
    for (const asked of [closed, done, again]) await asked.reject(0);
    await closed.post('/close');
    expect((await done.visitor.ask('POST', '/request/send')).status).toBe(204);
    await again.post('/send-again');
    for (const asked of [closed, done, again]) {
      await tellLater(server, asked);
      expect(await asked.told()).toEqual([]);
    }
  });

  it('is told by nobody else, nor in the name of somebody who is out or locked, nor when not to be contacted', async () => {
    const pair = { members: [{}, {}], asker: 1 };
    const [other, suspended, locked, quiet] = [await answered(), await answered({}, pair), await answered({}, pair), await answered()];
    for (const asked of [other, suspended, locked, quiet]) await asked.reject(0);
    await (await caller(server, suspended.practice)).send('post', `/access/members/${suspended.practice.memberIds[1]}/suspend`).expect(200);
    const { identity } = await testBench();
    const text = 'update identity.account set locked_at = clock_timestamp() where id = $1';
    await identity.execute({ text, values: [await accountOf(locked.practice, 1)] });
    const client = { version: 1, doNotContact: true };
    await (await caller(server, quiet.practice)).send('patch', `/clients/${quiet.clientId}`, client).expect(200);
    for (const asked of [suspended, locked, quiet]) await tellLater(server, asked);
    await tellLater(server, other, 5, (await newPractice()).orgId);
    for (const asked of [other, suspended, locked, quiet]) expect(await asked.told()).toEqual([]);
    await tellLater(server, other);
    expect(await other.told()).toHaveLength(1);
  });

  it('is told with its note or not at all', async () => {
    const asked = await answered();
    await asked.reject(0);
    await asked.delivered();
    const { owner } = await testBench();
    await owner.execute({
      text: `alter table events.outbox add constraint none_taken check (type <> 'documents.client_told.v1') not valid`,
    });
    await expect(tellLater(server, asked)).rejects.toThrow();
    await owner.execute({ text: 'alter table events.outbox drop constraint none_taken' });
    expect([(await asked.read()).lastRemindedAt, await asked.told()]).toEqual([null, []]);
    await tellLater(server, asked);
    expect(await asked.told()).toHaveLength(1);
  });
});
