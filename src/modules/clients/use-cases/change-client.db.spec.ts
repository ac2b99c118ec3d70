import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { entriesOf } from '../../../../test/support/access-record.js';
import { administratorUrlOf } from '../../../../test/support/database.js';
import { systemClock } from '../../../common/clock/clock.js';
import { DatabaseUnavailable } from '../../../common/database/database.errors.js';
import { NotFound } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import { ClientChangedMeanwhile, ClientInvalid } from '../domain/client.errors.js';
import { readClient } from '../queries/get-client.query.js';
import { as, newPractice, person, store, testBench } from '../testing/stored-clients.js';
import { ArchiveClient } from './archive-client.use-case.js';
import { ChangeClient } from './change-client.use-case.js';
import { ChangeManyClients } from './change-many-clients.use-case.js';
import { CreateClient } from './create-client.use-case.js';

const change = new ChangeClient(systemClock);
const create = new CreateClient(systemClock);
const archive = new ArchiveClient(systemClock);

/** Past the triggers that ask who does it. */
async function suspend(memberId: string): Promise<void> {
  const administrator = new pg.Client({ connectionString: administratorUrlOf((await testBench()).urls) });
  await administrator.connect();
  await administrator.query('set session_replication_role = replica');
  await administrator.query(`update app.member set state = 'suspended' where id = $1`, [memberId]);
  await administrator.end();
}

describe('changing a client', () => {
  it('stores the changed fields, keeps the others and counts the version up', async () => {
    const practice = await newPractice();
    const made = await as(practice, 0, (tx) =>
      create.execute(tx, {
        legalName: { family: 'Okafor', given: 'Chidi', familyFirst: false },
        emails: [{ value: 'chidi@okafor.example' }],
        dateOfBirth: '1980-02-03',
      }),
    );
    expect(made.fileNumber).toMatch(/^TP-\d+$/);
    const changed = await as(practice, 0, (tx) =>
      change.execute(tx, made.id, { version: made.version, preferredName: 'Chi', dateOfBirth: null }),
    );
    expect(changed).toMatchObject({ version: 2, preferredName: 'Chi', dateOfBirth: null, displayName: 'Chidi Okafor' });
    expect(changed.details.emails).toEqual(made.details.emails);
  });

  it('refuses a stale version and says which version stands', async () => {
    const practice = await newPractice();
    const client = person('Smith', 'Anna');
    await store(practice, [client]);
    await as(practice, 0, (tx) => change.execute(tx, client.id, { version: 1, title: 'Dr' }));
    const stale = as(practice, 0, (tx) => change.execute(tx, client.id, { version: 1, title: 'Ms' }));
    await expect(stale).rejects.toMatchObject({ code: 'clients.changed_meanwhile', data: { currentVersion: 2 } });
  });

  it('lets exactly one of two changes at the same moment through', async () => {
    const practice = await newPractice();
    const client = person('Tran', 'Minh');
    await store(practice, [client]);
    const both = await Promise.allSettled(
      ['Mr', 'Dr'].map((title) => as(practice, 0, (tx) => change.execute(tx, client.id, { version: 1, title }))),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((outcome) => outcome.status === 'rejected');
    expect(refused?.reason).toBeInstanceOf(ClientChangedMeanwhile);
  });

  it('answers a foreign id, a missing id and one out of scope alike', async () => {
    const [practice, other] = [await newPractice({ members: [{}, { scope: 'assigned' }] }), await newPractice()];
    const client = person('Haddad', 'Rana');
    await store(practice, [client]);
    await expect(as(other, 0, (tx) => readClient(tx, client.id))).rejects.toBeInstanceOf(NotFound);
    await expect(as(practice, 0, (tx) => readClient(tx, newId()))).rejects.toBeInstanceOf(NotFound);
    await expect(as(practice, 1, (tx) => readClient(tx, client.id))).rejects.toBeInstanceOf(NotFound);
    await expect(as(other, 0, (tx) => change.execute(tx, client.id, { version: 1, title: 'Dr' }))).rejects.toBeInstanceOf(NotFound);
    await expect(as(other, 0, (tx) => archive.archive(tx, client.id, 1))).rejects.toBeInstanceOf(NotFound);
  });

  it('refuses a team of another practice by name', async () => {
    const [practice, other] = [await newPractice(), await newPractice()];
    const client = person('Ngata', 'Aroha');
    await store(practice, [client]);
    const foreign = as(practice, 0, (tx) => change.execute(tx, client.id, { version: 1, teamId: other.teamIds[0]! }));
    await expect(foreign).rejects.toBeInstanceOf(ClientInvalid);
  });

  it('keeps a client of a team member in their sight', async () => {
    const practice = await newPractice({ teams: 2, members: [{}, { scope: 'team', teams: [0] }] });
    const made = await as(practice, 1, (tx) => create.execute(tx, { legalName: { family: 'Petrov', given: 'Ivan', familyFirst: false } }));
    expect(made.teamId).toBe(practice.teamIds[0]);
    const away = as(practice, 1, (tx) => change.execute(tx, made.id, { version: 1, teamId: practice.teamIds[1]! }));
    await expect(away).rejects.toMatchObject({ fieldErrors: [{ field: 'teamId' }] });
  });

  it('archives and restores with the status from before', async () => {
    const practice = await newPractice();
    const client = person('Garcia', 'Lucia', { status: 'deceased' });
    await store(practice, [client]);
    const archived = await as(practice, 0, (tx) => archive.archive(tx, client.id, 1));
    expect(archived).toMatchObject({ status: 'archived', version: 2 });
    expect(archived.archivedAt).not.toBeNull();
    const restored = await as(practice, 0, (tx) => archive.restore(tx, client.id, 2));
    expect(restored).toMatchObject({ status: 'deceased', archivedAt: null, version: 3 });
  });

  it('answers each of many by itself', async () => {
    const [practice, other] = [await newPractice({ members: [{}, {}] }), await newPractice()];
    const [fine, stale, foreign] = [person('One', 'A'), person('Two', 'B'), person('Three', 'C')];
    await store(practice, [fine, stale]);
    await store(other, [foreign]);
    await as(practice, 0, (tx) => change.execute(tx, stale.id, { version: 1, title: 'Dr' }));
    const ids = [fine, stale, foreign].map(({ id }) => ({ id, version: 1 }));
    const many = new ChangeManyClients(systemClock);
    const results = await as(practice, 0, (tx) => many.execute(tx, { action: 'assign', ids, practitionerId: practice.memberIds[1]! }));
    expect(results).toEqual([
      { id: fine.id, ok: true, version: 2 },
      { id: stale.id, ok: false, code: 'clients.changed_meanwhile', version: 2 },
      { id: foreign.id, ok: false, code: 'request.not_found' },
    ]);
    // Asking for what is not theirs to see is on record, in the transaction of what went through.
    expect(await entriesOf(practice, 'refuse')).toMatchObject([
      {
        outcome: 'refused',
        actorMemberId: practice.memberIds[0],
        subjectId: null,
        records: [foreign.id],
        detail: { bulk: 'assign', code: 'request.not_found' },
      },
    ]);
  });

  it('fails as a whole when the database is lost under one of many', async () => {
    const practice = await newPractice();
    const clients = [person('One', 'A'), person('Two', 'B')];
    await store(practice, clients);
    const many = new ChangeManyClients(systemClock);
    const lost = as(practice, 0, async (tx) => {
      const execute = tx.execute.bind(tx);
      tx.execute = async (statement) => {
        if (statement.name === 'client-update') throw new DatabaseUnavailable();
        return execute(statement);
      };
      return many.execute(tx, { action: 'archive', ids: clients.map(({ id }) => ({ id, version: 1 })) });
    });
    await expect(lost).rejects.toBeInstanceOf(DatabaseUnavailable);
  });

  it('gives a client to active members only, and leaves it with one who was suspended since', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const [theirs, other] = [person('Theirs', 'A', { practitionerId: practice.memberIds[1]! }), person('Other', 'B')];
    await store(practice, [theirs, other]);
    await suspend(practice.memberIds[1]!);
    const placed = (id: string, values: object) => as(practice, 0, (tx) => change.execute(tx, id, { version: 1, ...values }));
    await expect(placed(other.id, { practitionerId: practice.memberIds[1] })).rejects.toMatchObject({
      fieldErrors: [{ field: 'practitionerId', code: 'not_allowed' }],
    });
    expect(await placed(theirs.id, { teamId: practice.teamIds[0] })).toMatchObject({ practitionerId: practice.memberIds[1], version: 2 });
    const many = new ChangeManyClients(systemClock);
    const ids = [{ id: theirs.id, version: 2 }];
    expect(await as(practice, 0, (tx) => many.execute(tx, { action: 'assign', ids, teamId: null }))).toMatchObject([{ ok: true }]);
  });

  it('skips file numbers that were brought in', async () => {
    const practice = await newPractice();
    await store(practice, [person('Held', 'Number', { fileNumber: 'TP-1' }), person('Held', 'Too', { fileNumber: 'TP-2' })]);
    const made = await as(practice, 0, (tx) => create.execute(tx, { legalName: { family: 'New', given: 'Person', familyFirst: false } }));
    expect(Number(made.fileNumber.slice(3))).toBeGreaterThan(2);
  });
});
