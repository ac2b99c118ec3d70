import { InvalidInput } from '../../../common/errors.js';
import type { FieldError } from '../../../common/errors.js';
import { ImportNotPossibleNow } from './client.errors.js';
import { isImportField, mappingProblems } from './csv-columns.js';
import type { ImportFieldName, ImportMapping } from './csv-columns.js';

/** Where an import stands. `checking` reads every row, `running` creates clients; the last two are final. */
export type ImportState = 'checking' | 'ready' | 'running' | 'paused' | 'done' | 'cancelled';
/** Every {@link ImportState}, in the order they are passed. */
export const IMPORT_STATES: readonly ImportState[] = ['checking', 'ready', 'running', 'paused', 'done', 'cancelled'];

/** Why an import is paused although its author did not pause it. */
export type PauseReason = 'access_lost';
/** Every {@link PauseReason}. */
export const PAUSE_REASONS: readonly PauseReason[] = ['access_lost'];

/** What became of one row of the file. Every row has exactly one of them at any time. */
export type ImportOutcome = 'ready' | 'error' | 'imported' | 'failed';
/** Every {@link ImportOutcome}. */
export const IMPORT_OUTCOMES: readonly ImportOutcome[] = ['ready', 'error', 'imported', 'failed'];

/** Most bytes of a file. */
export const FILE_LIMIT = 20 * 1024 * 1024;
/** Most rows of a file, the headings not counted. */
export const ROW_LIMIT = 50_000;
/** Most columns of a file. */
export const COLUMN_LIMIT = 200;
/** Most characters in one cell; a row with a longer one is refused, the others are not. */
export const CELL_LIMIT = 10_000;
/** Most characters in a heading. */
export const HEADING_LIMIT = 200;
/** Rows stored or checked in one transaction. */
export const CHECK_BATCH = 500;
/** Clients created in one transaction. */
export const IMPORT_BATCH = 200;

/** How many rows have which outcome. They add up to the rows of the file once it is stored and checked. */
export interface ImportCounts {
  readonly ready: number;
  readonly error: number;
  readonly imported: number;
  readonly failed: number;
}

/** An import as its author sees it. */
export interface ClientImport {
  readonly id: string;
  readonly createdBy: string;
  readonly state: ImportState;
  readonly totalRows: number;
  readonly counts: ImportCounts;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly fileName: string;
  readonly headers: readonly string[];
  /** One entry per heading, in their order. */
  readonly mapping: readonly (ImportFieldName | null)[];
  /** Counts the checks begun: an older one that is still under way stops when it sees a newer number. */
  readonly check: number;
  /** Whether every row of the file was stored; an upload that broke off never becomes true. */
  readonly stored: boolean;
  /** Set with state `paused` when the author's access ended while the import was running; null when they paused it. */
  readonly pausedBecause: PauseReason | null;
}

/** One stored row: its cells as the file has them, and what was found about it. */
export interface ImportRow {
  readonly row: number;
  readonly outcome: ImportOutcome;
  readonly clientId: string | null;
  readonly cells: readonly string[];
  readonly errors: readonly FieldError[];
  readonly warnings: readonly FieldError[];
}

const ALLOWED: Readonly<Record<'map' | 'start' | 'pause' | 'cancel', readonly ImportState[]>> = {
  map: ['checking', 'ready'],
  start: ['ready', 'paused'],
  pause: ['running'],
  cancel: ['checking', 'ready', 'running', 'paused'],
};

/** @throws ImportNotPossibleNow when an import in this state cannot take this step. */
export function assertPossible(step: keyof typeof ALLOWED, { state, stored }: Pick<ClientImport, 'state' | 'stored'>): void {
  if (!ALLOWED[step].includes(state) || (step === 'map' && !stored)) throw new ImportNotPossibleNow(state);
}

/** The mapping by heading, as people see it. Without a prototype: a heading may be called anything. */
export function mappingByHeading({ headers, mapping }: Pick<ClientImport, 'headers' | 'mapping'>): Record<string, ImportFieldName | null> {
  const byHeading = Object.create(null) as Record<string, ImportFieldName | null>;
  headers.forEach((header, index) => (byHeading[header] = mapping[index] ?? null));
  return byHeading;
}

/** The mapping in the order of the headings, as it is stored. */
export function mappingInOrder(headers: readonly string[], mapping: ImportMapping): (ImportFieldName | null)[] {
  return headers.map((header) => mapping[header] ?? null);
}

/**
 * Reads a mapping that somebody sends. Headings left out are left out of the import.
 * @throws InvalidInput naming every heading or field that is wrong: unknown, used twice, or missing.
 */
export function readMapping(headers: readonly string[], input: Readonly<Record<string, unknown>>): (ImportFieldName | null)[] {
  const errors: FieldError[] = [];
  const mapping = Object.create(null) as Record<string, ImportFieldName | null>;
  for (const [header, field] of Object.entries(input)) {
    if (!headers.includes(header))
      errors.push({ field: 'mapping', code: 'unknown_heading', message: 'Use the headings of the file as this import lists them.' });
    else if (field !== null && !isImportField(field))
      errors.push({
        field: `mapping.${header}`,
        code: 'unknown_field',
        message: 'Choose one of the fields that this import lists, or null to leave the column out.',
      });
    else mapping[header] = field;
  }
  errors.push(...mappingErrors(mapping));
  if (errors.length > 0) throw new InvalidInput(errors.slice(0, 50));
  return mappingInOrder(headers, mapping);
}

/** What a mapping still needs before clients can come of it. */
export function mappingErrors(mapping: ImportMapping): FieldError[] {
  return mappingProblems(mapping).map(({ field, code }) => ({
    field: `mapping.${field}`,
    code,
    message:
      code === 'required'
        ? 'Choose the column that holds the family name, the full name or the registered name.'
        : 'Two columns cannot feed the same field.',
  }));
}

/** The cells of a row by heading, without a prototype. */
export function cellsByHeading(headers: readonly string[], cells: readonly string[]): Record<string, string> {
  const byHeading = Object.create(null) as Record<string, string>;
  headers.forEach((header, index) => (byHeading[header] = cells[index] ?? ''));
  return byHeading;
}
