import { beforeAll, describe, expect, it } from '@jest/globals';
import { newPractice, testBench } from '../../../../test/support/practice.js';
import { sampleCsv } from '../../../demo/sample-csv.js';
import { ImportNotFound, ImportNotPossibleNow } from '../domain/client.errors.js';
import { SETTLE_IMPORT } from '../jobs/client-import.jobs.js';
import { ImportBench } from '../testing/import-bench.js';

const HEADINGS = 'Family name,Given name,Date of birth,Email,Team,Practitioner,File number';
const CLIENTS = 'select count(*)::int as count from app.client';

let bench: ImportBench;

beforeAll(async () => {
  bench = new ImportBench(await testBench());
});

const csv = (...rows: string[]): string => [HEADINGS, ...rows, ''].join('\n');
const many = (rows: number): string =>
  csv(...Array.from({ length: rows }, (_row, index) => `Sample${index},Ada,,s${index}@mail.example,,,`));

describe('the check of an import', () => {
  it('tells good rows from bad ones and names each mistake in the columns of the file', async () => {
    const practice = await newPractice();
    const token = await practice.as();
    const { id, state, counts, totalRows } = await bench.checked(
      token,
      csv('Okafor,Ada,17/08/1994,ada@mail.example,Team 1,,', ',Ada,,,,,', 'Le,An,31/02/1990,an,,,', 'Hill,Bo', 'Hill,Bo,,,Team 9,Nobody,'),
    );
    expect({ state, counts, totalRows }).toEqual({ state: 'ready', totalRows: 5, counts: { ready: 1, error: 4, imported: 0, failed: 0 } });
    const errors = (await bench.rows(token, id, 'error')).map(({ row, errors: found }) => [
      row,
      ...found.map(({ field, code }) => `${field}:${code}`),
    ]);
    expect(errors).toEqual([
      [2, 'familyName:required'],
      [3, 'dateOfBirth:not_a_date', 'email:not_an_email'],
      [4, 'row:ragged_row'],
      [5, 'team:unknown_team', 'practitioner:unknown_practitioner'],
    ]);
  });

  it('warns of clients that seem to be there already, and refuses their file numbers', async () => {
    const token = await (await newPractice()).as();
    await bench.imported(token, csv('Okafor,Ada,,ada@mail.example,,,A-1'));
    const { id } = await bench.checked(token, csv('Okafor,Adaeze,,ADA@mail.example,,,', 'Le,An,,,,,A-1'));
    const [first, second] = await bench.rows(token, id);
    expect(first).toMatchObject({ outcome: 'ready', warnings: [{ field: 'email', code: 'duplicate_of_client' }] });
    expect(second).toMatchObject({ outcome: 'error', errors: [{ field: 'fileNumber', code: 'file_number_taken' }] });
  });

  it('does not tell one practice what another one has', async () => {
    await bench.imported(await (await newPractice()).as(), csv('Okafor,Ada,,shared@mail.example,,,A-1'));
    const token = await (await newPractice()).as();
    const { id } = await bench.checked(token, csv('Okafor,Ada,,shared@mail.example,,,A-1'));
    expect(await bench.rows(token, id)).toMatchObject([{ outcome: 'ready', warnings: [] }]);
  });

  it('checks again under another mapping', async () => {
    const token = await (await newPractice()).as();
    const { id, mapping } = await bench.checked(token, 'Shoe,Name of them\nOkafor,"Okafor, Ada"\n');
    expect(mapping).toEqual([null, null]);
    await expect(bench.start(token, id)).rejects.toMatchObject({ fieldErrors: [{ code: 'required' }] });
    expect(await bench.map(token, id, { 'Name of them': 'fullName' })).toMatchObject({ state: 'checking', counts: { ready: 0 } });
    await bench.check.execute(token, id);
    expect(await bench.one(token, id)).toMatchObject({ state: 'ready', counts: { ready: 1, error: 0 } });
  });

  it('leaves nothing of a file that cannot be read', async () => {
    const token = await (await newPractice()).as();
    await expect(bench.checked(token, 'a,b\n"1,2\n')).rejects.toMatchObject({ fieldErrors: [{ code: 'quote_not_closed' }] });
    expect(await bench.count(token, 'select count(*)::int as count from app.client_import')).toBe(0);
  });
});

describe('an import that runs', () => {
  it('creates a client of each good row, whatever the bad ones are', async () => {
    const token = await (await newPractice()).as();
    const done = await bench.imported(token, csv('Okafor,Ada,,,,,', ',nobody,,,,,', 'Le,An,,,,,X-7'));
    expect(done).toMatchObject({ state: 'done', counts: { ready: 0, error: 1, imported: 2, failed: 0 } });
    expect(done.finishedAt).not.toBeNull();
    const [first, second] = await bench.rows(token, done.id, 'imported');
    expect(await bench.count(token, `${CLIENTS} where id = any($1)`, [[first!.clientId, second!.clientId]])).toBe(2);
    expect(await bench.count(token, `${CLIENTS} where id = $1 and file_number = 'X-7'`, [second!.clientId])).toBe(1);
  });

  it('imports 12,000 rows, the bad ones left out and named', async () => {
    const token = await (await newPractice()).as();
    const { text, badRows } = sampleCsv(12_000, 2, { badRows: 25 });
    const done = await bench.imported(token, text.replace(',Team,Practitioner\r\n', ',No team,Nobody\r\n'));
    expect(done).toMatchObject({ state: 'done', totalRows: 12_000, counts: { ready: 0, error: 25, imported: 11_975, failed: 0 } });
    expect((await bench.rows(token, done.id, 'error')).map(({ row }) => row)).toEqual(badRows);
    expect(await bench.count(token, CLIENTS)).toBe(11_975);
    expect(await bench.count(token, 'select count(distinct client_id)::int as count from app.client_import_row')).toBe(11_975);
  }, 300_000);

  it('puts every client on record in its own history', async () => {
    const practice = await newPractice();
    const token = await practice.as();
    const { id } = await bench.imported(token, many(3));
    for (const { clientId } of await bench.rows(token, id, 'imported')) {
      const entries = `select count(*)::int as count from audit.event where subject_id = $1 and action = 'create' and actor_member_id = $2`;
      expect(await bench.count(token, entries, [clientId, practice.memberIds[0]])).toBe(1);
    }
  });

  it('marks a row that the database refuses as failed and imports those around it', async () => {
    const token = await (await newPractice()).as();
    const { id } = await bench.checked(token, csv(...Array.from({ length: 20 }, (_row, index) => `Sample${index},Ada,,,,,N-${index}`)));
    // Taken between the check and the start.
    await bench.imported(token, csv('Okafor,Ada,,,,,N-7'));
    await bench.start(token, id);
    await bench.jobs.runImport(await bench.job(token, id));
    expect(await bench.one(token, id)).toMatchObject({ state: 'done', counts: { ready: 0, imported: 19, failed: 1 } });
    expect(await bench.rows(token, id, 'failed')).toMatchObject([{ row: 8, clientId: null, errors: [{ code: 'file_number_taken' }] }]);
  });

  it('steps over file numbers of the practice’s own series that an earlier file brought in', async () => {
    const token = await (await newPractice()).as();
    const first = await bench.imported(token, many(1));
    expect(first.counts.imported).toBe(1);
    const [taken] = await bench.ground.tenants.run(token, (tx) =>
      tx.query<{ number: string }>({ text: 'select file_number as number from app.client' }),
    );
    const [, prefix, digits] = /^(.*?)(\d+)$/.exec(taken!.number)!;
    await bench.imported(
      token,
      csv(...Array.from({ length: 30 }, (_row, index) => `Sample${index},Bo,,,,,${prefix}${Number(digits) + 1 + index}`)),
    );
    expect(await bench.imported(token, many(5))).toMatchObject({ state: 'done', counts: { imported: 5, failed: 0 } });
  });

  it('imports each row once when it is killed between batches and tried again', async () => {
    const token = await (await newPractice()).as();
    const { id } = await bench.checked(token, many(950));
    await bench.start(token, id);
    let batches = 0;
    const killed = bench.asJob(token, id, (job) =>
      bench.run.execute(job, id, () => {
        if (batches++ === 2) throw new Error('killed');
        return true;
      }),
    );
    await expect(killed).rejects.toThrow('killed');
    expect(await bench.one(token, id)).toMatchObject({ state: 'running', counts: { ready: 550, imported: 400 } });
    await bench.jobs.runImport(await bench.job(token, id));
    expect(await bench.one(token, id)).toMatchObject({ state: 'done', counts: { ready: 0, imported: 950 } });
    expect(await bench.count(token, CLIENTS)).toBe(950);
  });

  it('imports each row once when two workers have the same job', async () => {
    const token = await (await newPractice()).as();
    const { id } = await bench.checked(
      token,
      csv(...Array.from({ length: 900 }, (_row, index) => `Sample${index},Ada,,,,,${index >= 450 ? `N-${index}` : ''}`)),
    );
    await bench.start(token, id);
    const job = await bench.job(token, id);
    await Promise.all([bench.jobs.runImport(job), bench.jobs.runImport(job)]);
    expect(await bench.one(token, id)).toMatchObject({ state: 'done', counts: { ready: 0, imported: 900, failed: 0 } });
    expect(await bench.count(token, CLIENTS)).toBe(900);
  });

  it('pauses between two batches, goes on from there, and can be cancelled', async () => {
    const token = await (await newPractice()).as();
    const { id } = await bench.checked(token, many(1_000));
    await bench.start(token, id);
    let batches = 0;
    await bench.asJob(token, id, async (job) => {
      const goOn = (): boolean => batches++ < 2;
      expect(await bench.run.execute(job, id, goOn)).toBe(true);
    });
    expect(await bench.pause(token, id)).toMatchObject({ state: 'paused', counts: { ready: 600, imported: 400 } });
    await bench.jobs.runImport(await bench.job(token, id));
    expect(await bench.count(token, CLIENTS)).toBe(400);
    await bench.start(token, id);
    await bench.asJob(token, id, (job) => bench.run.execute(job, id, () => batches++ < 5));
    expect(await bench.cancel(token, id)).toMatchObject({ state: 'cancelled' });
    await bench.jobs.runImport(await bench.job(token, id));
    const { counts } = await bench.one(token, id);
    expect(await bench.count(token, CLIENTS)).toBe(counts.imported);
    await expect(bench.start(token, id)).rejects.toBeInstanceOf(ImportNotPossibleNow);
  });
});

describe('who reaches an import', () => {
  it('is its author only: a colleague and another practice find nothing', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const { id } = await bench.checked(await practice.as(0), csv('Okafor,Ada,,,,,'));
    for (const other of [await practice.as(1), await (await newPractice()).as()]) {
      for (const attempt of ['one', 'rows', 'start', 'pause', 'cancel'] as const) {
        await expect(bench[attempt](other, id)).rejects.toBeInstanceOf(ImportNotFound);
      }
      await expect(bench.map(other, id, {})).rejects.toBeInstanceOf(ImportNotFound);
    }
  });

  it('limits new clients to what the member may see', async () => {
    const practice = await newPractice({ teams: 2, members: [{}, { scope: 'team', teams: [1] }, { scope: 'assigned' }] });
    const team = await practice.as(1);
    const inTeams = await bench.imported(team, csv('Okafor,Ada,,,Team 1,,', 'Le,An,,,Team 2,,', 'Hill,Bo,,,,,'));
    expect(inTeams.counts).toMatchObject({ error: 1, imported: 2 });
    expect((await bench.rows(team, inTeams.id, 'error'))[0]!.errors).toMatchObject([{ field: 'team', code: 'outside_your_access' }]);
    expect(await bench.count(team, CLIENTS)).toBe(2);
    const assigned = await practice.as(2);
    await bench.imported(assigned, csv('Okafor,Ada,,,,,'));
    expect(await bench.count(assigned, CLIENTS)).toBe(1);
  });

  it('stops without a trace of failure when the member loses access, and is paused with the reason once they are back', async () => {
    const practice = await newPractice();
    const token = await practice.as();
    const { id } = await bench.checked(token, many(300));
    await bench.start(token, id);
    const job = await bench.job(token, id);
    const { owner } = await testBench();
    const setActive = (active: boolean): Promise<number> =>
      owner.execute({ text: 'update wall.member_access set active = $2 where member_id = $1', values: [practice.memberIds[0], active] });
    const sent: { name: string; data: object; afterSeconds: number | undefined }[] = [];
    const queue = {
      works: false,
      define: async () => undefined,
      send: async (name: string, data: object, { afterSeconds }: { afterSeconds?: number } = {}) =>
        void sent.push({ name, data, afterSeconds }),
    };
    await bench.jobs.register(queue);
    expect(await setActive(false)).toBe(1);
    await bench.jobs.runImport(job);
    expect(sent).toEqual([{ name: SETTLE_IMPORT, data: { ...job, looks: 0 }, afterSeconds: 0 }]);
    await bench.jobs.settleImport({ ...job, looks: 0 });
    expect(sent[1]).toEqual({ name: SETTLE_IMPORT, data: { ...job, looks: 1 }, afterSeconds: 3_600 });
    await setActive(true);
    await bench.jobs.settleImport({ ...job, looks: 1 });
    expect(await bench.one(token, id)).toMatchObject({
      state: 'paused',
      pausedBecause: 'access_lost',
      counts: { ready: 300, imported: 0 },
    });
    expect(await bench.start(token, id)).toMatchObject({ state: 'running', pausedBecause: null });
    expect(sent).toHaveLength(2);
  });
});
