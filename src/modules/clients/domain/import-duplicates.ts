import type { FieldError } from '../../../common/errors.js';
import { IDENTIFIER_COLUMNS } from './csv-columns.js';
import type { ImportDraft } from './csv-row.js';

/**
 * Finds rows of one file that seem to be the same client: the same email, phone, identifier, or name with date of birth.
 * Families share emails and phones, so this is a warning; only a file number must be unique.
 */
export class ImportDuplicates {
  private readonly firstSeen = new Map<string, number>();

  /** Notes a row and answers what earlier rows it resembles. Rows must come in their order, each once. */
  add(row: number, draft: ImportDraft): { errors: FieldError[]; warnings: FieldError[] } {
    const errors: FieldError[] = [];
    const warnings: FieldError[] = [];
    const { card, details, identifiers, fileNumber } = draft;
    const seen = (key: string, field: string): void => {
      const first = this.note(key, row);
      if (first !== undefined)
        warnings.push({ field, code: 'duplicate_in_file', message: `Row ${first} has the same. Check that they are two clients.` });
    };
    if (fileNumber !== null) {
      const first = this.note(`file:${fileNumber}`, row);
      if (first !== undefined)
        errors.push({
          field: 'fileNumber',
          code: 'duplicate_in_file',
          message: `Row ${first} has the same file number. Give each client their own, or leave it empty.`,
        });
    }
    for (const { value } of details.emails) seen(`email:${value.toLowerCase()}`, 'email');
    for (const { value } of details.phones) seen(`phone:${value}`, 'phone');
    for (const { kind, value } of identifiers) seen(`${kind}:${value}`, identifierColumn(kind));
    if (card.dateOfBirth !== null) {
      const { family, given } = card.legalName;
      seen(`name:${fold(family)}|${fold(given)}|${card.dateOfBirth}`, 'familyName');
    }
    return {
      errors,
      warnings: warnings.filter((warning, index) => warnings.findIndex((other) => other.field === warning.field) === index),
    };
  }

  private note(key: string, row: number): number | undefined {
    const first = this.firstSeen.get(key);
    if (first === undefined) this.firstSeen.set(key, row);
    return first;
  }
}

/** The column of the file that holds this kind of identifier. */
export function identifierColumn(kind: string): string {
  return IDENTIFIER_COLUMNS.find(([, known]) => known === kind)?.[0] ?? kind;
}

function fold(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase('en-AU');
}
