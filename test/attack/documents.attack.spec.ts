import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { entriesOf } from '../support/access-record.js';
import { testApp, type TestApp } from '../support/app.js';
import { caller } from '../support/caller.js';
import { FileBrowser, clientOf, objectPath, pdf, sha256 } from '../support/files.js';
import { newPractice } from '../support/practice.js';
import { administrator, attempt, sqlAs } from '../support/tenant-sql.js';
import { recorded } from '../support/watch.js';

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

const CONTENT = pdf(200_000);

/** A practice with a client of its owner's and one document. */
async function ground(members: Parameters<typeof newPractice>[0] = {}) {
  const practice = await newPractice(members);
  const owner = await FileBrowser.of(server, practice);
  const clientId = await clientOf(server, practice);
  const { documentId } = await owner.send({ clientId, content: CONTENT });
  return { practice, owner, clientId, documentId };
}

/** Where the bytes of a document lie on this disk. */
async function objectOf(documentId: string): Promise<string> {
  const { rows } = await (
    await administrator()
  ).query<{ object_key: string }>('select object_key from app.document_version where document_id = $1 order by number desc limit 1', [
    documentId,
  ]);
  return objectPath(rows[0]!.object_key);
}

const answer = async (response: Promise<Response>): Promise<[number, string]> => {
  const got = await response;
  return [got.status, ((await got.json().catch(() => ({ code: '' }))) as { code: string }).code];
};

describe('a link to a document', () => {
  it('[I-52] [I-53] is new each time, dies within an hour and opens for nobody but the session that asked', async () => {
    const { practice, owner, documentId } = await ground({ members: [{}, { role: 'admin' }] });
    const [one, two] = [await owner.link(documentId), await owner.link(documentId)];
    expect(one).not.toBe(two);
    const colleague = await FileBrowser.of(server, practice, 1);
    const stranger = await FileBrowser.of(server, await newPractice());
    expect(await answer(colleague.fetch(one))).toEqual([404, 'documents.link_ended']);
    expect(await answer(stranger.fetch(one))).toEqual([404, 'documents.link_ended']);
    expect((await fetch(`${owner.url}${one}`)).status).toBe(401);
    expect((await owner.bytes(one)).equals(CONTENT)).toBe(true);
    const hash = createHash('sha256').update(one.split('/').at(-1)!, 'latin1').digest();
    const { rows } = await (
      await administrator()
    ).query<{ minutes: number }>(
      'select extract(epoch from expires_at - created_at)::int / 60 as minutes from app.document_link where token_hash = $1',
      [hash],
    );
    expect(rows).toEqual([{ minutes: 60 }]);
    await (
      await administrator()
    ).query(`update app.document_link set created_at = created_at - interval '1 hour', expires_at = created_at where token_hash = $1`, [
      hash,
    ]);
    expect(await answer(owner.fetch(one))).toEqual([404, 'documents.link_ended']);
    expect((await owner.bytes(two)).equals(CONTENT)).toBe(true);
  });

  it('[I-52] is dead at once at sign-out, suspension, removal, a narrower reach and outside the networks', async () => {
    const { practice, owner, clientId, documentId } = await ground({ members: [{}, {}, {}, {}] });
    const links = await Promise.all(
      [1, 2, 3].map(async (member) => {
        const browser = await FileBrowser.of(server, practice, member);
        return { browser, link: await browser.link(documentId), caller: await caller(server, practice, member) };
      }),
    );
    const [leaving, suspended, narrowed] = links as [(typeof links)[0], (typeof links)[0], (typeof links)[0]];
    for (const { browser, link } of links) expect((await browser.fetch(link, { headers: { range: 'bytes=0-9' } })).status).toBe(206);
    await leaving.caller.send('post', '/auth/sign-out').expect(204);
    expect((await leaving.browser.fetch(leaving.link)).status).toBe(401);
    const by = await caller(server, practice);
    await by.send('post', `/access/members/${practice.memberIds[2]}/suspend`).expect(200);
    expect((await suspended.browser.fetch(suspended.link)).status).toBe(401);
    await (await administrator()).query(`update wall.member_access set scope = 'assigned' where member_id = $1`, [practice.memberIds[3]]);
    expect(await answer(narrowed.browser.fetch(narrowed.link))).toEqual([404, 'documents.link_ended']);
    const link = await owner.link(documentId);
    const { items } = await owner.json<{ items: unknown[] }>('POST', '/documents/bulk', 200, { ids: [documentId], act: 'remove' });
    expect(items).toEqual([{ id: documentId, code: null }]);
    expect(await answer(owner.fetch(link))).toEqual([409, 'documents.not_ready']);
    await owner.json('POST', '/documents/bulk', 200, { ids: [documentId], act: 'restore' });
    expect((await owner.fetch(link)).status).toBe(200);
    expect(await owner.json('GET', `/documents?clientId=${clientId}`, 200)).toMatchObject({ items: [{ id: documentId }] });
  });

  it('[I-54] cannot be made at database level for another organisation, another session or longer than an hour', async () => {
    const theirs = await ground();
    const mine = await ground({ members: [{}, {}] });
    const version = async (documentId: string) =>
      (await (await administrator()).query<{ id: string }>('select id from app.document_version where document_id = $1', [documentId]))
        .rows[0]!.id;
    const sql = await sqlAs(mine.practice, 0);
    const { rows: grants } = await sql.query<{ id: string }>('select id from wall.open(current_setting($1))', ['ironbark.token']);
    const other = await sqlAs(mine.practice, 1);
    const { rows: others } = await other.query<{ id: string }>('select id from wall.open(current_setting($1))', ['ironbark.token']);
    const insert = `insert into app.document_link (org_id, id, token_hash, grant_id, member_id, client_id, document_id, version_id, purpose) values ($1, $2, $3, $4, $5, $6, $7, $8, 'view')`;
    const row = (orgId: string, grant: string, of: typeof mine, versionId: string) => [
      orgId,
      newId(),
      randomBytes(32),
      grant,
      mine.practice.memberIds[0],
      of.clientId,
      of.documentId,
      versionId,
    ];
    const [own, foreign] = [await version(mine.documentId), await version(theirs.documentId)];
    expect(await attempt(sql, insert, row(mine.practice.orgId, grants[0]!.id, mine, own))).toBe(1);
    expect(await attempt(sql, insert, row(theirs.practice.orgId, grants[0]!.id, theirs, foreign))).toBe('42501');
    expect(await attempt(sql, insert, row(mine.practice.orgId, grants[0]!.id, theirs, foreign))).toMatch(/^(23503|42501)$/);
    expect(await attempt(sql, insert, row(mine.practice.orgId, others[0]!.id, mine, own))).toBe('42501');
    expect(await attempt(sql, `update app.document_link set expires_at = clock_timestamp() + interval '1 day'`)).toBe('42501');
    for (const table of ['document', 'document_version', 'document_link', 'document_upload', 'document_thumbnail'])
      expect(await attempt(sql, `select 1 from app.${table} where org_id = '${theirs.practice.orgId}'`)).toBe(0);
  });

  it('[I-56] is on record before the first byte, and an aborted download with what was really sent', async () => {
    const { practice, owner, clientId } = await ground();
    const large = pdf(24_000_000);
    const { documentId } = await owner.send({ clientId, content: large, name: 'bank statements.pdf' });
    const stop = new AbortController();
    const response = await owner.fetch(await owner.link(documentId), { signal: stop.signal });
    const opened = (await entriesOf(practice, 'download')).filter(({ subjectId }) => subjectId === documentId);
    expect(opened).toHaveLength(1);
    const reader = response.body!.getReader();
    await reader.read();
    stop.abort();
    const sent = (await recorded(practice, 'sent')).find(({ subjectId }) => subjectId === documentId);
    expect(sent).toMatchObject({ actorMemberId: practice.memberIds[0], detail: { whole: false } });
    expect(sent!.detail['bytes']).toBeGreaterThan(0);
    expect(sent!.detail['bytes']).toBeLessThan(large.length);
    const names = JSON.stringify((await entriesOf(practice, 'download')).map(({ detail, fields }) => ({ detail, fields })));
    expect(names).not.toContain('bank statements');
  });
});

describe('what lies in the store', () => {
  it('[I-50] [M-11] [M-13] [F-08] is unreadable alone, and its name says nothing', async () => {
    const { documentId } = await ground();
    const path = await objectOf(documentId);
    const stored = readFileSync(path);
    expect(path).toMatch(/\/documents\/[0-9a-f]{2}\/[0-9a-f]{30}$/);
    for (const needle of ['%PDF', 'Catalog', 'trailer', documentId]) expect(stored.includes(needle)).toBe(false);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('[M-11] releases no byte of a chunk that was changed, cut off, or taken from another file', async () => {
    const { owner, clientId, documentId } = await ground();
    const other = (await owner.send({ clientId, content: pdf(200_000), name: 'other.pdf' })).documentId;
    const [path, foreign] = [await objectOf(documentId), readFileSync(await objectOf(other))];
    const good = readFileSync(path);
    const spoilt: Record<string, Buffer> = {
      flipped: Buffer.from(good.map((byte, at) => (at === 70_000 ? byte ^ 1 : byte))),
      shorter: good.subarray(0, 70_000),
      spliced: Buffer.concat([good.subarray(0, 65_564), foreign.subarray(65_564)]),
      swapped: foreign,
      longer: Buffer.concat([good, randomBytes(100)]),
    };
    for (const [how, bytes] of Object.entries(spoilt)) {
      writeFileSync(path, bytes);
      const got = await owner.fetch(await owner.link(documentId)).then(async (response) => {
        const chunks: Buffer[] = [];
        try {
          for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
          const whole = response.status === 200;
          return { whole, bytes: whole ? Buffer.concat(chunks) : Buffer.alloc(0) };
        } catch {
          return { whole: false, bytes: Buffer.concat(chunks) };
        }
      });
      const same = CONTENT.subarray(0, got.bytes.length).equals(got.bytes);
      // What was appended is never read: the file is as long as its seal says.
      expect({ how, whole: got.whole, same }).toEqual({ how, whole: how === 'longer', same: true });
    }
    rmSync(path);
    expect(await answer(owner.fetch(await owner.link(documentId)))).toEqual([410, 'documents.content_missing']);
  });
});

describe('an upload', () => {
  it('is refused when it is empty, too large, has no readable name or says what it is not', async () => {
    const { owner, clientId } = await ground();
    const begin = async (file: Partial<Parameters<FileBrowser['begin']>[0]>): Promise<[number, string]> =>
      answer(owner.begin({ clientId, content: CONTENT, ...file }));
    expect(await begin({ length: 0 })).toEqual([400, 'documents.empty']);
    expect(await begin({ length: 2 * 1024 ** 3 + 1 })).toEqual([413, 'documents.too_large']);
    expect(await begin({ name: '🎉'.repeat(300) })).toEqual([400, 'documents.invalid']);
    expect(await begin({ name: '../..' })).toEqual([400, 'documents.invalid']);
    expect(await begin({ clientId: newId() })).toEqual([404, 'request.not_found']);
    expect(await begin({ metadata: { category: 'treasure' } })).toEqual([400, 'documents.invalid']);
    const { documentId } = await owner.send({ clientId, content: CONTENT, name: '..\\..\\etc/pass\u202ewd.pdf' });
    expect(await owner.settled(documentId)).toMatchObject({ name: 'passwd.pdf' });
  });

  it('keeps nothing of a piece whose checksum differs, and nothing past what was announced', async () => {
    const { owner, clientId } = await ground();
    const id = newId();
    await owner.begin({ id, clientId, content: CONTENT });
    const checksum = `sha256 ${Buffer.from(sha256(Buffer.from('another')), 'hex').toString('base64')}`;
    expect(await answer(owner.piece(id, 0, CONTENT, { 'upload-checksum': checksum }))).toEqual([460, 'uploads.checksum_differs']);
    expect(await owner.offset(id)).toBe(0);
    expect(await answer(owner.piece(id, 0, Buffer.concat([CONTENT, CONTENT])))).toEqual([400, 'uploads.too_much']);
    const offset = await owner.offset(id);
    const good = `sha256 ${Buffer.from(sha256(CONTENT.subarray(offset)), 'hex').toString('base64')}`;
    expect((await owner.piece(id, offset, CONTENT.subarray(offset), { 'upload-checksum': good })).status).toBe(204);
    const lied = await owner.begin({ clientId, content: CONTENT, metadata: { sha256: '0'.repeat(64) } });
    await owner.piece(lied.headers.get('location')!.split('/').at(-1)!, 0, CONTENT);
    expect(await owner.settled(lied.headers.get('x-document-id')!)).toMatchObject({
      versions: [{ state: 'refused', problem: 'checksum' }],
    });
  });

  it('is gone on with by nobody but the member who began it, and by one request at a time', async () => {
    const { practice, owner, clientId } = await ground({ members: [{}, { role: 'admin' }] });
    const id = newId();
    await owner.begin({ id, clientId, content: CONTENT });
    const colleague = await FileBrowser.of(server, practice, 1);
    const stranger = await FileBrowser.of(server, await newPractice());
    for (const someone of [colleague, stranger]) {
      expect((await someone.piece(id, 0, CONTENT)).status).toBe(404);
      expect((await someone.fetch(`/uploads/${id}`, { method: 'DELETE' })).status).toBe(404);
      await expect(someone.offset(id)).rejects.toThrow('404');
    }
    const outcomes = await Promise.all(Array.from({ length: 10 }, async () => (await owner.piece(id, 0, CONTENT)).status));
    expect(outcomes.filter((status) => status === 204)).toHaveLength(1);
    const begun = await entriesOf(practice, 'upload');
    expect(begun.filter(({ detail }) => detail['bytes'] === CONTENT.length)).toHaveLength(2);
  });
});
