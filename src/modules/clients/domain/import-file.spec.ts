import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../../common/errors.js';
import { fileRows, openImportFile, type FileRow, type ImportFile } from './import-file.js';

const open = (text: string): Promise<ImportFile> => openImportFile(Buffer.from(text));

async function rowsOf(text: string): Promise<FileRow[]> {
  const rows: FileRow[] = [];
  for await (const row of fileRows(await open(text))) rows.push(row);
  return rows;
}

async function refusal(bytes: string | Buffer): Promise<string> {
  const error = await openImportFile(Buffer.from(bytes)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InvalidInput)) throw new Error('was not refused');
  return error.fieldErrors[0]!.code;
}

describe('the file of an import', () => {
  it('takes commas, semicolons and tabs, with or without a byte order mark, whatever the line ends', async () => {
    for (const delimiter of [',', ';', '\t'] as const) {
      for (const end of ['\n', '\r\n', '\r']) {
        const file = await open(
          `\ufeff${['Family name', 'Email'].join(delimiter)}${end}${['Nguyễn', 'ha@mail.example'].join(delimiter)}${end}`,
        );
        expect(file).toMatchObject({ delimiter, headers: ['Family name', 'Email'], rows: 1 });
      }
    }
  });

  it('finds the separator outside quotes', async () => {
    expect((await open('"Name, as written, in full";Email\nx;y')).delimiter).toBe(';');
  });

  it('reads quoted separators, quotes and line breaks, and quotes inside plain cells', async () => {
    const [first, second] = await rowsOf('a,b\n"x, ""y""\nz",1\nBob "The Man" Smith,2\n');
    expect(first!.cells).toEqual(['x, "y"\nz', '1']);
    expect(second!.cells).toEqual(['Bob "The Man" Smith', '2']);
  });

  it('numbers rows as people see them, blank ones counted but left out', async () => {
    const rows = await rowsOf('a,b\n1,2\n\n,,\n3,4\n');
    expect(rows.map(({ row, cells }) => [row, cells[0]])).toEqual([
      [1, '1'],
      [4, '3'],
    ]);
  });

  it('makes a ragged row or an overlong cell an error of that row only', async () => {
    const rows = await rowsOf(`a,b\n1\n1,2,3\n${'x'.repeat(10_001)},2\n1,2\n`);
    expect(rows.map(({ errors }) => errors.map(({ code }) => code))).toEqual([['ragged_row'], ['ragged_row'], ['too_long'], []]);
    expect(rows[2]!.cells).toEqual(['', '2']);
  });

  it('makes repeated and empty headings distinct, and bears headings named like parts of an object', async () => {
    const { headers } = await open('Phone,Phone,,__proto__,constructor\n1,2,3,4,5');
    expect(headers).toEqual(['Phone', 'Phone (2)', 'Column 3', '__proto__', 'constructor']);
  });

  it.each([
    ['bytes that are not UTF-8', Buffer.from([0x61, 0x2c, 0xe9, 0x0a, 0x31, 0x2c, 0x32]), 'not_utf8'],
    ['UTF-16', Buffer.from('\ufeffa,b\n1,2', 'utf16le'), 'not_utf8'],
    ['NUL characters', 'a,b\n\0,2', 'nul_character'],
    ['nothing', ' \n ', 'empty'],
    ['headings alone', 'a,b\n', 'no_rows'],
    ['a quotation mark that is never closed', 'a,b\n"1,2\n3,4\n', 'quote_not_closed'],
    ['more than 200 columns', `${Array.from({ length: 201 }, (_c, index) => `c${index}`).join()}\n1`, 'too_many_columns'],
    ['a heading of 201 characters', `${'x'.repeat(201)},b\n1,2`, 'heading_too_long'],
    ['more than 50,000 rows', `a\n${'1\n'.repeat(50_001)}`, 'too_many_rows'],
    ['more than 20 MB', Buffer.alloc(20 * 1024 * 1024 + 1, 'a'), 'too_large'],
  ])('refuses %s with one clear reason', async (_what, bytes, code) => {
    expect(await refusal(bytes)).toBe(code);
  });

  it('reads a file too large to be held a second time, to the same rows', async () => {
    const text = `${Array.from({ length: 50 }, (_c, index) => `c${index}`).join()}\n${`${'x,'.repeat(49)}y\n`.repeat(20_001)}`;
    expect((await open(text)).kept).toBeNull();
    const rows = await rowsOf(text);
    expect([rows.length, rows[0]!.row, rows.at(-1)!.row, rows.at(-1)!.cells.length]).toEqual([20_001, 1, 20_001, 50]);
  });

  it('takes exactly 50,000 rows', async () => {
    expect((await open(`a\n${'1\n'.repeat(50_000)}`)).rows).toBe(50_000);
  });

  it('never cuts a character outside the basic plane in two', async () => {
    const name = '𠮷'.repeat(9_000);
    const rows = await rowsOf(`a\nx${Array.from({ length: 20 }, () => `${name.slice(0, 9_000)}\n`).join('')}`);
    expect(rows.every(({ cells }) => !cells[0]!.includes('\ufffd'))).toBe(true);
  });
});
