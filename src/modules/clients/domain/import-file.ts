import { Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { InvalidInput } from '../../../common/errors.js';
import type { FieldError } from '../../../common/errors.js';
import { CELL_LIMIT, COLUMN_LIMIT, FILE_LIMIT, HEADING_LIMIT, ROW_LIMIT } from './client-import.js';
import { distinctHeaders } from './csv-columns.js';

/** The three separators that spreadsheets write. */
export type Delimiter = ',' | ';' | '\t';

/** A file that can be read as a table. */
export interface ImportFile {
  readonly text: string;
  readonly delimiter: Delimiter;
  /** Distinct headings, in the order of the columns. */
  readonly headers: readonly string[];
  readonly rows: number;
  /** The rows themselves when they are few enough to be held; else they are read from the text again. */
  readonly kept: readonly FileRow[] | null;
}

/** One row below the headings; `row` counts from 1 and counts blank rows too. Errors are of its form, not of its values. */
export interface FileRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly errors: readonly FieldError[];
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const CHUNK = 64 * 1024;
const ROWS_BETWEEN_BREATHS = 100;
/** Most cells held in memory at a time, some 40 MB: a usual file is then read once and not twice. */
const KEPT_CELLS = 1_000_000;

/**
 * Reads a file as a table: UTF-8 (a byte order mark is fine), separated by commas, semicolons or tabs, quoted as in RFC 4180.
 * Goes through every row first, so that a file that cannot be read is refused before anything is stored.
 * @throws InvalidInput with one clear reason.
 */
export async function openImportFile(bytes: Buffer): Promise<ImportFile> {
  if (bytes.length > FILE_LIMIT)
    throw refused('too_large', 'The file is larger than 20 MB. Split it and import the parts one after the other.');
  const text = decode(bytes);
  const delimiter = detectDelimiter(text);
  let headers: readonly string[] | undefined;
  let kept: FileRow[] | null = [];
  let rows = 0;
  for await (const record of numbered(records(text, delimiter))) {
    if (headers === undefined) {
      headers = readHeaders(record.cells);
      continue;
    }
    rows += 1;
    if (rows > ROW_LIMIT)
      throw refused('too_many_rows', 'The file has more than 50,000 rows. Split it and import the parts one after the other.');
    if (rows * headers.length > KEPT_CELLS) kept = null;
    kept?.push(checkedRow(record.row, record.cells, headers.length));
  }
  if (headers === undefined) throw refused('empty', 'The file is empty.');
  if (rows === 0) throw refused('no_rows', 'The file has headings and no rows below them.');
  return { text, delimiter, headers, rows, kept };
}

/** The rows of a file that {@link openImportFile} accepted, one after the other. */
export async function* fileRows(file: ImportFile): AsyncGenerator<FileRow> {
  if (file.kept !== null) {
    yield* file.kept;
    return;
  }
  for await (const { row, cells } of numbered(records(file.text, file.delimiter)))
    if (row > 0) yield checkedRow(row, cells, file.headers.length);
}

/** Records with their row numbers, the headings being 0; blank ones are left out but counted. */
async function* numbered(all: AsyncGenerator<string[]>): AsyncGenerator<{ row: number; cells: string[] }> {
  let row = -1;
  for await (const cells of all) {
    const blank = isBlank(cells);
    if (row >= 0 || !blank) row += 1;
    if (!blank) yield { row, cells };
  }
}

/** Spreadsheets write rows that look empty; they are no rows, but they count, so that row numbers match what people see. */
function isBlank(record: readonly string[]): boolean {
  return record.every((cell) => cell.trim() === '');
}

function checkedRow(row: number, record: readonly string[], columns: number): FileRow {
  const errors: FieldError[] = [];
  if (record.length !== columns) {
    const message = `This row has ${record.length} cells and the headings have ${columns}. Check it for a missing or an unquoted separator.`;
    errors.push({ field: 'row', code: 'ragged_row', message });
  }
  // Far too many cells come of one unclosed quote: what is beyond the headings is not kept.
  const kept = record.length > columns ? record.slice(0, columns) : record;
  const cells = kept.map((cell) => (cell.length <= CELL_LIMIT ? cell : ''));
  if (kept.some((cell) => cell.length > CELL_LIMIT)) {
    errors.push({ field: 'row', code: 'too_long', message: 'A cell of this row has more than 10,000 characters and was left out.' });
  }
  return { row, cells, errors };
}

function readHeaders(record: readonly string[]): readonly string[] {
  if (record.length > COLUMN_LIMIT) throw refused('too_many_columns', 'The file has more than 200 columns.');
  if (record.some((header) => header.length > HEADING_LIMIT)) {
    throw refused('heading_too_long', 'A heading in the first row has more than 200 characters. The first row must hold the headings.');
  }
  return distinctHeaders(record);
}

function decode(bytes: Buffer): string {
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch {
    throw refused('not_utf8', 'The file is not UTF-8 text. In Excel, save it as "CSV UTF-8 (Comma delimited)".');
  }
  if (text.includes('\0')) throw refused('nul_character', 'The file contains NUL characters, so it is not a CSV text file.');
  if (text.trim() === '') throw refused('empty', 'The file is empty.');
  return text;
}

/** The separator that occurs most often outside quotes in the first row. */
function detectDelimiter(text: string): Delimiter {
  const found = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false;
  for (let at = 0; at < Math.min(text.length, 100_000); at++) {
    const character = text[at]!;
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) {
      if (found[','] + found[';'] + found['\t'] > 0 || text.slice(0, at).trim() !== '') break;
    } else if (!quoted && character in found) found[character as Delimiter] += 1;
  }
  return (Object.keys(found) as Delimiter[]).reduce((best, candidate) => (found[candidate] > found[best] ? candidate : best), ',');
}

async function* records(text: string, delimiter: Delimiter): AsyncGenerator<string[]> {
  const parser = parse({
    delimiter,
    bom: true,
    // Given, not discovered: discovery allocates for every character and takes four times as long.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: 4 * 1024 * 1024,
  });
  const source = Readable.from(pieces(text), { objectMode: false });
  source.pipe(parser);
  try {
    let read = 0;
    for await (const record of parser) {
      yield record as string[];
      // A stream fed from memory never waits: without this nobody else would be served meanwhile.
      if (++read % ROWS_BETWEEN_BREATHS === 0) await breathe();
    }
  } catch (error) {
    if (error instanceof CsvError) throw unreadable(error);
    throw error;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length;) {
    let end = at + CHUNK;
    // A character outside the basic plane is two units: never cut between them.
    const last = text.charCodeAt(end - 1);
    if (last >= 0xd800 && last <= 0xdbff) end += 1;
    yield text.slice(at, end);
    at = end;
  }
}

function unreadable(error: CsvError): InvalidInput {
  const line = typeof error['lines'] === 'number' ? error['lines'] : undefined;
  const where = line === undefined ? '' : ` (noticed on line ${line})`;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return refused('quote_not_closed', `A quotation mark is opened and never closed${where}.`);
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return refused('row_too_large', `One row is far too large${where}: a quotation mark is probably not closed.`);
  return refused('not_csv', `The file cannot be read as CSV${where}.`);
}

function refused(code: string, message: string): InvalidInput {
  return new InvalidInput([{ field: 'file', code, message }], message);
}
