import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { entriesOf } from '../../../../test/support/access-record.js';
import { newPractice, testBench, type TestPractice } from '../../../../test/support/practice.js';
import { NoLiveGrant } from '../../../common/database/database.errors.js';
import { newId } from '../../../common/ids.js';
import { ownOrigin } from '../../../common/database/tenant-database.js';
import { sampleCsv } from '../../../demo/sample-csv.js';
import { EXPORT_HEADERS } from '../domain/csv-export.js';
import { ImportBench } from '../testing/import-bench.js';
import { ExportCutShort } from './export-clients.query.js';

let bench: ImportBench;

beforeAll(async () => {
  bench = new ImportBench(await testBench());
});

const many = (rows: number): string =>
  ['Family name,Email,Team', ...Array.from({ length: rows }, (_row, index) => `Sample${index},s${index}@mail.example,Team 1`), ''].join(
    '\n',
  );

function table(text: string): Record<string, string>[] {
  return parse(text, { bom: true, columns: true, record_delimiter: ['\r\n'] }) as Record<string, string>[];
}

async function within(practice: TestPractice, member: number, change: string): Promise<void> {
  const { owner } = await testBench();
  await owner.execute({
    text: ['update wall.member_access set', change, 'where member_id = $1'].join(' '),
    values: [practice.memberIds[member]],
  });
}

describe('an export', () => {
  it('is a CSV with byte order mark, CRLF, the headings of an import and a dated name', async () => {
    const token = await (await newPractice()).as();
    await bench.imported(token, many(1));
    const { fileName, chunks } = await bench.exports.open(token, {}, ownOrigin());
    expect(fileName).toMatch(/^clients-\d{4}-\d{2}-\d{2}\.csv$/);
    let text = '';
    for await (const chunk of chunks) text += chunk;
    expect(text.startsWith(`\ufeff${EXPORT_HEADERS[0]}`)).toBe(true);
    expect(text.replaceAll('\r\n', '').includes('\n')).toBe(false);
    expect(table(text)).toMatchObject([{ 'Legal family name': 'Sample0', Email: 's0@mail.example', Team: 'Team 1' }]);
  });

  it('comes back through an import as the same clients, formulas disarmed on the way', async () => {
    const practice = await newPractice();
    const { text } = sampleCsv(60, 7);
    const [first, second] = [await practice.as(), await (await newPractice()).as()];
    const withoutPlaces = text.replace(',Team,Practitioner\r\n', ',No team,Nobody\r\n');
    const formulas = `Legal family name,Legal given name,Contact note\r\n"'=HYPERLINK(""x"")",'@SUM,"+61 = call"\r\n`;
    expect((await bench.imported(first, withoutPlaces)).counts).toMatchObject({ imported: 60, error: 0 });
    expect((await bench.imported(first, formulas)).counts).toMatchObject({ imported: 1 });
    const exported = await bench.exported(first);
    expect(
      table(exported)
        .flatMap((row) => Object.values(row))
        .filter((cell) => /^[=+\-@\t\r]/.test(cell)),
    ).toEqual([]);
    expect((await bench.imported(second, exported)).counts).toMatchObject({ imported: 61, error: 0 });
    const sorted = (file: string): string[] =>
      table(file)
        .map((row) => JSON.stringify(row))
        .sort();
    expect(sorted(await bench.exported(second))).toEqual(sorted(exported));
  });

  it('[I-35] holds what the member may see and nothing else', async () => {
    const practice = await newPractice({ teams: 2, members: [{}, { scope: 'team', teams: [1] }, { scope: 'assigned' }, { modules: 2 }] });
    const all = await practice.as(0);
    await bench.imported(all, 'Family name,Team\nNorth,Team 1\nSouth,Team 2\nNone,\n');
    await bench.imported(await practice.as(2), 'Family name\nMine\n');
    const names = async (member: number): Promise<string[]> =>
      table(await bench.exported(await practice.as(member)))
        .map((row) => row['Legal family name']!)
        .sort();
    expect(await names(0)).toEqual(['Mine', 'None', 'North', 'South']);
    expect(await names(1)).toEqual(['South']);
    expect(await names(2)).toEqual(['Mine']);
    expect(await names(3)).toEqual([]);
    expect(table(await bench.exported(await (await newPractice()).as()))).toEqual([]);
  });

  it('narrows by status, team, practitioner, chosen ids and days of birth', async () => {
    const practice = await newPractice({ teams: 2 });
    const token = await practice.as();
    const { id } = await bench.imported(
      token,
      'Family name,Team,Status,DOB\nOld,Team 1,current,1950-01-01\nYoung,Team 2,prospect,2001-05-05\nNo day,Team 2,archived,\n',
    );
    const names = async (filter: Parameters<ImportBench['exported']>[1]): Promise<string[]> =>
      table(await bench.exported(token, filter)).map((row) => row['Legal family name']!);
    const [first] = await bench.rows(token, id);
    expect(await names({ status: ['archived', 'prospect'] })).toEqual(expect.arrayContaining(['Young', 'No day']));
    expect(await names({ team: [practice.teamIds[0]!] })).toEqual(['Old']);
    expect(await names({ practitioner: [practice.memberIds[0]!] })).toEqual([]);
    expect((await names({ practitioner: [null, practice.memberIds[0]!] })).length).toBe(3);
    expect(await names({ ids: [first!.clientId!] })).toEqual(['Old']);
    expect(await names({ bornFrom: '2000-01-01', bornTo: '2001-05-05' })).toEqual(['Young']);
  });

  it('is on record, for each client, before its rows are sent', async () => {
    const token = await (await newPractice()).as();
    await bench.imported(token, many(1_200));
    const entries = `select count(*)::int as count from audit.event where action = 'export' and subject_id is not null`;
    const { chunks } = await bench.exports.open(token, {}, ownOrigin());
    let sent = -1;
    for await (const chunk of chunks) {
      sent += chunk.split('\r\n').length - 1;
      expect(await bench.count(token, entries)).toBeGreaterThanOrEqual(sent);
    }
    expect(sent).toBe(1_200);
    expect(await bench.count(token, entries)).toBe(1_200);
  });

  it('puts the ids on record that were asked for and are not the member’s to see, with the first page', async () => {
    const practice = await newPractice({ members: [{}, { scope: 'assigned' }] });
    const { id } = await bench.imported(await practice.as(0), many(1));
    const [hidden] = await bench.rows(await practice.as(0), id);
    const own = await bench.imported(await practice.as(1), 'Family name\nMine\n');
    const [mine] = await bench.rows(await practice.as(1), own.id);
    const nowhere = newId();
    const text = await bench.exported(await practice.as(1), { ids: [mine!.clientId!, hidden!.clientId!, nowhere] });
    expect(table(text)).toMatchObject([{ 'Legal family name': 'Mine' }]);
    const [refused, ...more] = await entriesOf(practice, 'refuse');
    expect(refused).toMatchObject({ outcome: 'refused', actorMemberId: practice.memberIds[1], detail: { export: true } });
    expect(refused!.records.sort()).toEqual([hidden!.clientId!, nowhere].sort());
    expect(more).toEqual([]);
    await bench.exported(await practice.as(1), { ids: [mine!.clientId!] });
    expect(await entriesOf(practice, 'refuse')).toHaveLength(1);
  });

  it('breaks off when the member signs out or is suspended on the way', async () => {
    const practice = await newPractice();
    const token = await practice.as();
    await bench.imported(token, many(600));
    const { chunks } = await bench.exports.open(token, {}, ownOrigin());
    await chunks.next();
    await within(practice, 0, 'active = false');
    expect((await chunks.next()).done).toBe(false);
    await expect(chunks.next()).rejects.toBeInstanceOf(NoLiveGrant);
  });

  it.each([
    ['the scope', `scope = 'assigned'`],
    ['the module switch', 'modules = 2'],
    ['the teams', 'team_ids = array[org_id]'],
  ])('breaks off when %s changes on the way', async (_what, change) => {
    const practice = await newPractice();
    const token = await practice.as();
    await bench.imported(token, many(600));
    const { chunks } = await bench.exports.open(token, {}, ownOrigin());
    await chunks.next();
    await chunks.next();
    await within(practice, 0, change);
    await expect(chunks.next()).rejects.toBeInstanceOf(ExportCutShort);
  });

  it('is refused as a whole without a live session', async () => {
    const practice = await newPractice();
    const token = await practice.as();
    await within(practice, 0, 'active = false');
    await expect(bench.exports.open(token, {}, ownOrigin())).rejects.toBeInstanceOf(NoLiveGrant);
  });
});
