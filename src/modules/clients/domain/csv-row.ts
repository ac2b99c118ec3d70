import type { Clock } from '../../../common/clock/clock.js';
import type { FieldError } from '../../../common/errors.js';
import { CLIENT_STATUSES } from './client.js';
import type { ClientCardValues, ClientDetailValues, ClientStatus } from './client.js';
import { checkClientCard } from './client-card.js';
import { checkClientDetails, detailWarnings } from './client-details.js';
import { IDENTIFIER_COLUMNS } from './csv-columns.js';
import type { ImportFieldName, ImportMapping, RowValues } from './csv-columns.js';
import { parseDateCell, parseMonthCell, unguardCell } from './csv-cells.js';
import { RowInput } from './csv-row-input.js';
import { FieldErrors } from './field-errors.js';
import { checkIdentifier, identifierWarnings } from './identifiers.js';
import type { IdentifierValues } from './identifiers.js';
import { NAME_LIMIT, readText } from './text.js';

/** A client as a row of a file describes it; team and practitioner are names still to be found. */
export interface ImportDraft {
  readonly card: ClientCardValues;
  readonly details: ClientDetailValues;
  readonly identifiers: readonly IdentifierValues[];
  readonly status: ClientStatus;
  readonly teamName: string | null;
  readonly practitionerName: string | null;
  readonly fileNumber: string | null;
}

/** What came of a row: a draft, or errors that name the fields of the file; warnings in either case. */
export interface ParsedRow {
  readonly draft: ImportDraft | null;
  readonly errors: readonly FieldError[];
  readonly warnings: readonly FieldError[];
}

/** Picks the mapped cells of a row, by heading, and takes off the guards a spreadsheet export puts in front of formulas. */
export function applyMapping(cells: Readonly<Record<string, string>>, mapping: ImportMapping): RowValues {
  const values: RowValues = {};
  for (const [header, field] of Object.entries(mapping)) {
    const cell = field === null ? undefined : cells[header];
    if (field !== null && cell !== undefined && cell.trim() !== '') values[field] = unguardCell(cell.trim());
  }
  return values;
}

/** Reads one row of a file under a mapping: {@link applyMapping}, then {@link readRow}. */
export function parseRow(cells: Readonly<Record<string, string>>, mapping: ImportMapping, clock: Clock, timeZone?: string): ParsedRow {
  return readRow(applyMapping(cells, mapping), clock, timeZone);
}

/** Reads the cells of one row into a draft client, by the same rules as a client typed in by hand. */
export function readRow(values: RowValues, clock: Clock, timeZone?: string): ParsedRow {
  const row = new RowInput(values);
  const found = new FieldErrors();
  const card = checkClientCard(row.card(), found, clock, timeZone);
  const details = checkClientDetails(row.details(), found);
  const identifiers = readIdentifiers(row, found);
  const status = readStatus(row);
  const short = (field: ImportFieldName, max = NAME_LIMIT): string | null => readText(values[field], field, { max }, found);
  const [teamName, practitionerName, fileNumber] = [short('team'), short('practitioner'), short('fileNumber', 40)];
  const errors = [...row.errors.list, ...found.list.map((error) => ({ ...error, field: row.columnOf(error.field) }))];
  const warnings = [
    ...row.warnings.list,
    ...detailWarnings(details).map((warning) => ({ ...warning, field: row.columnOf(warning.field) })),
  ];
  for (const identifier of identifiers) {
    const column = IDENTIFIER_COLUMNS.find(([, kind]) => kind === identifier.kind)![0];
    warnings.push(...identifierWarnings(identifier.kind, identifier.value, column));
  }
  if (card === null || errors.length > 0) return { draft: null, errors: withoutRepeats(errors), warnings };
  return { draft: { card, details, identifiers, status, teamName, practitionerName, fileNumber }, errors: [], warnings };
}

function readIdentifiers(row: RowInput, errors: FieldErrors): IdentifierValues[] {
  const identifiers: IdentifierValues[] = [];
  for (const [column, kind, expiry] of IDENTIFIER_COLUMNS) {
    const cell = row.values[column];
    if (cell === undefined) continue;
    const path = `identifiers.${kind}.`;
    row.map(`${path}value`, column).map(`${path}country`, 'passportCountry');
    const identifier = checkIdentifier(
      {
        kind,
        value: kind === 'medicare' ? medicareWithReference(cell, row.values.medicareReference) : cell,
        country: kind === 'passport' ? row.country('passportCountry') : null,
        expiresOn: expiry === undefined ? null : expiryOf(row, expiry),
      },
      errors,
      path,
    );
    if (identifier !== null) identifiers.push(identifier);
  }
  return identifiers;
}

/** A full date, or a month as it is printed on a card. */
function expiryOf(row: RowInput, column: ImportFieldName): string | null {
  const cell = row.values[column];
  return cell === undefined ? null : (parseDateCell(cell) ?? parseMonthCell(cell) ?? row.refuseDate(column));
}

function medicareWithReference(cell: string, reference: string | undefined): string {
  const digits = cell.replace(/[\s-]+/g, '');
  return reference !== undefined && digits.length === 10 ? digits + reference : cell;
}

const STATUS_WORDS: Readonly<Record<string, ClientStatus>> = {
  active: 'current',
  open: 'current',
  yes: 'current',
  client: 'current',
  lead: 'prospect',
  enquiry: 'prospect',
  inquiry: 'prospect',
  potential: 'prospect',
  new: 'prospect',
  waitlist: 'waiting_list',
  waiting: 'waiting_list',
  'wait list': 'waiting_list',
  inactive: 'archived',
  closed: 'archived',
  discharged: 'archived',
  deactivated: 'archived',
  dead: 'deceased',
  died: 'deceased',
};

/** An empty status is `current`: exports of clients in care rarely have one. */
function readStatus(row: RowInput): ClientStatus {
  const cell = row.values.status;
  if (cell === undefined) return 'current';
  const word = cell.trim().toLowerCase();
  const status =
    CLIENT_STATUSES.find((known) => known === word.replace(/[\s-]+/g, '_')) ??
    (Object.hasOwn(STATUS_WORDS, word) ? STATUS_WORDS[word] : undefined);
  if (status === undefined) row.errors.add('status', 'not_allowed', `Use one of: ${CLIENT_STATUSES.join(', ')}.`);
  return status ?? 'current';
}

function withoutRepeats(errors: readonly FieldError[]): FieldError[] {
  return errors.filter((error, index) => errors.findIndex((other) => other.field === error.field && other.code === error.code) === index);
}
