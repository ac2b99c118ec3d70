/** The first rows of files chosen in this tab, by import: only memory, gone with the page. */
const known = new Map<string, string[][]>();

const HEAD_BYTES = 65_536;
const SAMPLE_ROWS = 20;

/** Reads the beginning of a file, so that columns the service leaves out can be shown with samples too. */
export async function sampleRows(file: Blob): Promise<string[][]> {
  const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return firstRows(new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(bytes).replace(/^\ufeff/, ''), SAMPLE_ROWS + 1).slice(1);
}

/** Keeps the sample rows of an import. */
export function keepSamples(importId: string, rows: string[][]): void {
  known.set(importId, rows);
}

/** Two different filled cells of a column, by its place in the file. */
export function columnSamples(importId: string, column: number): string[] {
  const cells = (known.get(importId) ?? []).map((row) => row[column]?.trim() ?? '').filter((cell) => cell !== '');
  return [...new Set(cells)].slice(0, 2);
}

/** The first rows of a CSV text (RFC 4180, with commas, semicolons or tabs). */
export function firstRows(text: string, most: number): string[][] {
  const [line = ''] = text.split('\n', 1);
  const separator = [',', ';', '\t'].reduce((best, candidate) =>
    line.split(candidate).length > line.split(best).length ? candidate : best,
  );
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length && rows.length < most; at++) {
    const letter = text[at]!;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (letter === '"' && cell === '') quoted = true;
    else if (letter === separator) {
      row.push(cell);
      cell = '';
    } else if (letter === '\n') {
      rows.push([...row, cell.replace(/\r$/, '')]);
      row = [];
      cell = '';
    } else cell += letter;
  }
  if (rows.length < most && (cell !== '' || row.length > 0)) rows.push([...row, cell.replace(/\r$/, '')]);
  return rows;
}
