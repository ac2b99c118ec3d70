import type { ClientImport, ImportRow } from './model.js';

/** A cell that a spreadsheet would run as a formula gets an apostrophe in front, which the import takes off again. */
const FORMULA = /^'*[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;

/** Rows as CSV (RFC 4180) with a byte-order mark, so that a spreadsheet reads names in every script. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** The rows that were left out, under the headings of the file they came from, with what to correct. */
export function errorRowsCsv(job: ClientImport, rows: readonly ImportRow[]): string {
  const mapped = job.headers.filter((header) => (job.mapping[header] ?? null) !== null);
  const label = (field: string): string => job.fields.find(({ name }) => name === field)?.label ?? field;
  return csvText([
    ['Row', 'What to correct', ...mapped],
    ...rows.map(({ row, values, errors }) => [
      String(row),
      errors.map(({ field, message }) => `${label(field)}: ${message}`).join(' '),
      ...mapped.map((header) => values[job.mapping[header] ?? ''] ?? ''),
    ]),
  ]);
}

/** The columns of an empty file to fill in, with one made-up row that shows how each is written. */
export function templateCsv(): string {
  const columns: readonly (readonly [heading: string, example: string])[] = [
    ['Legal family name', 'Nguyễn'],
    ['Legal given name', 'Thị Thu Hà'],
    ['Family name first', 'yes'],
    ['Preferred name', 'Hannah'],
    ['Date of birth', '17/08/1994'],
    ['Gender', 'Woman'],
    ['Pronouns', 'she/her'],
    ['Email', 'thuha.nguyen@mail.example'],
    ['Mobile', '0491 570 156'],
    ['Home address', '14 Coolibah Lane'],
    ['Home suburb', 'Harris Park'],
    ['Home state', 'NSW'],
    ['Home postcode', '2150'],
    ['Home country', 'AU'],
    ['Citizenship', 'VN'],
    ['Languages', 'vi; en'],
    ['Interpreter needed', 'yes'],
    ['Passport number', 'C1234567'],
    ['Passport country', 'VN'],
    ['Passport expiry', '14/03/2031'],
    ['Medicare number', ''],
    ['NDIS number', ''],
    ['ABN', ''],
    ['Status', 'current'],
    ['Team', ''],
    ['Practitioner', ''],
    ['Review date', '03/02/2027'],
  ];
  return csvText([columns.map(([heading]) => heading), columns.map(([, example]) => example)]);
}

/** Hands a text to the browser as a file to save. Nothing leaves this machine. */
export function saveText(fileName: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function cell(text: string): string {
  const guarded = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
