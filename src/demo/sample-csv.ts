import { EXPORT_HEADERS, exportRow } from '../modules/clients/domain/csv-export.js';
import { demoClients } from './demo-clients.js';
import type { DemoClient, DemoPractice } from './practice-types.js';
import { demoPractices } from './practices.js';
import { Random } from './random.js';

/** A made file, and which of its rows an import must refuse. */
export interface SampleCsv {
  /** UTF-8 text with CRLF line ends (RFC 4180), headings first. */
  readonly text: string;
  /** Numbers of the rows with mistakes; the first row after the headings is 1. */
  readonly badRows: readonly number[];
}

/** How a sample file is made. */
export interface SampleOptions {
  /** How many rows have a mistake, spread over the file. */
  readonly badRows?: number;
  /** The day that ages are reckoned from; default 2026-11-01, so that the file never changes. */
  readonly today?: string;
  readonly practice?: DemoPractice;
}

// Each breaks one cell of a good row in a way that real exports do.
const MISTAKES: readonly (readonly [heading: string, cell: string])[] = [
  ['Date of birth', '31/02/1990'],
  ['Date of birth', '12/25/1985'],
  ['Date of birth', '01/01/2199'],
  ['Legal family name', ''],
  ['Email', 'not-an-address'],
  ['Email', 'two@mail.example, more@mail.example'],
  ['Mobile', '0491 57'],
  ['Citizenship', 'Atlantis'],
  ['Medicare number', '2123456711'],
  ['ABN', '51824753557'],
  ['Status', 'sort of active'],
  ['NDIS number', '4312'],
  ['Languages', 'Klingonese'],
  ['Home country', 'ZZ'],
  ['Legal given name', 'x'.repeat(250)],
  ['Interpreter needed', 'perhaps'],
];

/** A CSV of `count` clients of a demo practice under the headings of an export, some rows spoilt on purpose. */
export function sampleCsv(count: number, seed: string | number = 1, options: SampleOptions = {}): SampleCsv {
  const practice = options.practice ?? demoPractices('mid')[1]!;
  const sized: DemoPractice = {
    ...practice,
    slug: `${practice.slug}-import`,
    filePrefix: `${practice.filePrefix}I`,
    clients: { small: count, mid: count, large: count },
  };
  const random = new Random(`sample csv ${seed}`);
  const bad = new Set<number>();
  while (bad.size < Math.min(options.badRows ?? 0, count)) bad.add(1 + random.below(count));
  const lines = [EXPORT_HEADERS.map(quote).join(',')];
  let row = 0;
  for (const client of demoClients(sized, 'mid', options.today ?? '2026-11-01', seed)) {
    row += 1;
    const cells = exportRow(exported(client, practice));
    if (bad.has(row)) spoil(cells, MISTAKES[lines.length % MISTAKES.length]!);
    lines.push(cells.map(quote).join(','));
  }
  return { text: `${lines.join('\r\n')}\r\n`, badRows: [...bad].sort((a, b) => a - b) };
}

function exported(client: DemoClient, practice: DemoPractice): Parameters<typeof exportRow>[0] {
  return {
    ...client,
    teamName: practice.teams[client.teamIndex]?.name ?? null,
    practitionerName: client.practitionerIndex === null ? null : (practice.members[client.practitionerIndex]?.displayName ?? null),
  };
}

function spoil(cells: string[], [heading, cell]: readonly [string, string]): void {
  cells[EXPORT_HEADERS.indexOf(heading)] = cell;
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
