import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../common/ids.js';
import { entriesOf } from '../../../../test/support/access-record.js';
import { testApp, type TestApp } from '../../../../test/support/app.js';
import type { HistoryPageDto } from './client-parts.dto.js';
import type { ClientDetailDto } from './client.dto.js';
import { newPractice, type TestPractice } from '../../../../test/support/practice.js';

const ROOT = '/api/v1/clients';
const NAME = { family: 'Nguyễn', given: 'Thị Thu Hà', familyFirst: true };

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

/** A caller of the API with a member's session. */
async function caller(practice: TestPractice, member = 0) {
  const cookie = await app.cookie(practice, member);
  const send = (method: 'post' | 'patch' | 'put' | 'delete', path: string, body: object = {}) =>
    app.http[method](`${ROOT}${path}`).set('cookie', cookie).set('origin', 'http://localhost:3000').send(body);
  return { get: (path: string) => app.http.get(`${ROOT}${path}`).set('cookie', cookie), send };
}

describe('the clients API', () => {
  it('takes a client from creation to history', async () => {
    const practice = await newPractice();
    const { get, send } = await caller(practice);
    const made = await send('post', '', {
      legalName: NAME,
      dateOfBirth: '1990-05-06',
      emails: [{ value: 'ha@nguyen.example' }],
      teamId: practice.teamIds[0],
    }).expect(201);
    const { id, fileNumber } = made.body as ClientDetailDto;
    expect((await get(`/${id}`).expect(200)).body).toMatchObject({
      displayName: 'Nguyễn Thị Thu Hà',
      status: 'current',
      version: 1,
      details: { emails: [{ main: true }] },
    });
    expect((await get('').expect(200)).body).toMatchObject({ items: [{ id }], nextCursor: null });
    expect((await get('?sort=name&status=current&team=none').expect(200)).body.items).toEqual([]);
    expect((await send('post', '/search', { text: 'nguyen' }).expect(200)).body).toMatchObject({
      total: 1,
      items: [{ id, match: { field: 'name' } }],
    });
    expect((await send('post', '/search', { text: fileNumber.toLowerCase() }).expect(200)).body.items).toMatchObject([
      { match: { field: 'file_number' } },
    ]);
    expect((await send('post', '/duplicates', { legalName: NAME, dateOfBirth: '1990-05-06' }).expect(200)).body.items).toMatchObject([
      { id },
    ]);
    expect((await send('patch', `/${id}`, { version: 1, pronouns: 'she/her' }).expect(200)).body).toMatchObject({
      version: 2,
      details: { pronouns: 'she/her' },
    });
    const stale = await send('patch', `/${id}`, { version: 1, pronouns: null }).expect(409);
    expect(stale.body).toMatchObject({ code: 'clients.changed_meanwhile', currentVersion: 2 });
    const { body: withPassport } = await send('post', `/${id}/identifiers`, { kind: 'passport', value: 'C1234567', country: 'VN' }).expect(
      201,
    );
    const identifier = (withPassport as ClientDetailDto).identifiers[0]!;
    expect((await send('post', `/${id}/identifiers/${identifier.id}/reveal`, { act: 'show' }).expect(200)).body).toMatchObject({
      value: 'C1234567',
    });
    expect((await get(`/${id}/identifiers/${identifier.id}/openings`).expect(200)).body.items).toMatchObject([{ action: 'show' }]);
    await send('post', `/${id}/archive`, { version: 2 }).expect(200);
    expect(
      (
        await send('post', '/bulk', {
          action: 'restore',
          ids: [
            { id, version: 3 },
            { id: newId(), version: 1 },
          ],
        }).expect(200)
      ).body.results,
    ).toMatchObject([
      { ok: true, version: 4 },
      { ok: false, code: 'request.not_found' },
    ]);
    const { items } = (await get(`/${id}/history?limit=20`).expect(200)).body as HistoryPageDto;
    expect(items.map(({ action }) => action)).toEqual(['restore', 'archive', 'read', 'open', 'update', 'update', 'read', 'create']);
    expect(items[5]).toMatchObject({ fields: ['pronouns'], actor: { memberId: practice.memberIds[0] } });
    const first = (await get(`/${id}/history?limit=3`).expect(200)).body as HistoryPageDto;
    const second = (await get(`/${id}/history?limit=20&cursor=${first.nextCursor}`).expect(200)).body as HistoryPageDto;
    expect(second.items.map((line) => line.id)).toEqual(items.slice(-6).map((line) => line.id));
  });

  it('answers the same 404 for a foreign client, a missing one and what is no id, on every route', async () => {
    const [practice, other] = [await newPractice(), await newPractice()];
    const foreign = await (await caller(other)).send('post', '', { legalName: NAME }).expect(201);
    const { get, send } = await caller(practice);
    for (const id of [(foreign.body as ClientDetailDto).id, newId(), 'nonsense']) {
      const answers = await Promise.all([
        get(`/${id}`),
        get(`/${id}/history`),
        get(`/${id}/identifiers/${newId()}/openings`),
        send('patch', `/${id}`, { version: 1, title: 'Dr' }),
        send('post', `/${id}/archive`, { version: 1 }),
        send('post', `/${id}/restore`, { version: 1 }),
        send('post', `/${id}/merge`, { version: 1, duplicateId: newId(), duplicateVersion: 1 }),
        send('post', `/${id}/identifiers`, { kind: 'other', value: 'ABC' }),
        send('put', `/${id}/identifiers/${newId()}`, { kind: 'other', value: 'ABC' }),
        send('delete', `/${id}/identifiers/${newId()}`),
        send('post', `/${id}/identifiers/${newId()}/reveal`, { act: 'show' }),
        send('post', `/${id}/relationships`, { kind: 'other', otherName: 'X' }),
        send('delete', `/${id}/relationships/${newId()}`),
        send('post', `/${id}/consents`, { kind: 'sms', givenOn: '2025-01-01', method: 'Form' }),
        send('post', `/${id}/consents/${newId()}/withdraw`, { withdrawnOn: '2025-01-01' }),
      ]);
      for (const { status, body } of answers) expect([status, (body as { code: string }).code]).toEqual([404, 'request.not_found']);
    }
  });

  it('puts on record whose ids were asked for in vain, when the whole request is refused as well', async () => {
    const [practice, other] = [await newPractice(), await newPractice()];
    const foreign = ((await (await caller(other)).send('post', '', { legalName: NAME })).body as ClientDetailDto).id;
    const { send } = await caller(practice);
    const mine = ((await send('post', '', { legalName: NAME })).body as ClientDetailDto).id;
    const own = practice.memberIds[0]!;
    const requests: [string, object, number, string[]][] = [
      [`/${mine}/relationships`, { kind: 'partner', otherClientId: foreign }, 400, [foreign]],
      [`/${mine}/merge`, { version: 1, duplicateId: foreign, duplicateVersion: 1 }, 404, [foreign]],
      ['', { legalName: NAME, teamId: other.teamIds[0], practitionerId: own }, 400, [other.teamIds[0]!]],
      [
        '/bulk',
        {
          action: 'assign',
          ids: [
            { id: mine, version: 1 },
            { id: foreign, version: 1 },
          ],
          practitionerId: other.memberIds[0],
        },
        400,
        [other.memberIds[0]!, foreign],
      ],
    ];
    for (const [path, body, status] of requests) await send('post', path, body).expect(status);
    const entries = await entriesOf(practice, 'refuse');
    expect(entries.map(({ records }) => records)).toEqual(requests.map(([, , , ids]) => ids));
    for (const entry of entries) expect(entry).toMatchObject({ outcome: 'refused', actorMemberId: own, detail: { method: 'POST' } });
    expect(entries[0]).toMatchObject({ subjectId: mine, detail: { code: 'clients.invalid', route: '/api/v1/clients/:id/relationships' } });
    expect((await send('post', `/${mine}/relationships`, { kind: 'partner', otherClientId: foreign })).text).not.toContain(foreign);
  });

  it('names every refused field and stores nothing', async () => {
    const { get, send } = await caller(await newPractice());
    const refused = await send('post', '', { legalName: { family: '' }, dateOfBirth: '2023-02-30', emails: 'x', surprise: 1 }).expect(400);
    expect(refused.body.errors).toMatchObject([{ field: 'surprise', code: 'unknown_field' }]);
    const invalid = await send('post', '', { legalName: { family: '\t' }, dateOfBirth: '2023-02-30', emails: 'x' }).expect(400);
    expect((invalid.body as { errors: { field: string }[] }).errors.map(({ field }) => field).sort()).toEqual([
      'dateOfBirth',
      'emails',
      'legalName.family',
    ]);
    for (const path of ['?limit=-1', '?limit=many', '?status=gone', '?team=1', '?cursor=xyz', '?sort=age', '?sort=name&cursor=xyz'])
      await get(path).expect(400);
    for (const body of [{ text: 5 }, { bornFrom: '1990-13-01' }, { status: ['x'] }, { cursor: 'abc' }, { limit: 10_000 }])
      await send('post', '/search', body).expect(400);
    await send('post', '/search', { text: '12\u000034' }).expect(400);
    expect((await get('').expect(200)).body.items).toEqual([]);
  });

  it('is closed to members without the clients module', async () => {
    const practice = await newPractice({ members: [{}, { modules: 2 }] });
    const { get, send } = await caller(practice, 1);
    for (const answer of [
      await get(''),
      await get('?sort=name'),
      await send('post', '/search', { text: 'a' }),
      await get(`/${newId()}`),
      await send('post', '', { legalName: NAME }),
    ]) {
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([403, 'access.not_permitted']);
    }
  });
});
