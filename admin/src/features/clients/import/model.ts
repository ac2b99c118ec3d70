import type { components } from '../../../shared/api/schema.js';

type Schemas = components['schemas'];

/** One import, from the upload to its end. */
export type ClientImport = Omit<Schemas['ImportDto'], 'mapping'> & {
  /** Which field each column of the file feeds; `null` leaves the column out. */
  mapping: Record<string, string | null>;
};
/** Where an import stands. */
export type ImportState = Schemas['ImportState'];
/** A field of a client that a column of a file can feed. */
export type ImportField = Schemas['ImportFieldDto'];
/** What became of a row. */
export type RowOutcome = Schemas['ImportOutcome'];
/** One row of the file as it was read. */
export type ImportRow = Schemas['ImportRowDto'];
/** A page of rows. */
export type ImportRowPage = Schemas['ImportRowsDto'];

/** The rows an import will take, or has taken, and those it leaves out. */
export function counts(job: ClientImport): { takes: number; leaves: number; done: number; share: number } {
  const done = job.importedRows + job.failedRows;
  const takes = job.readyRows + done;
  return { takes, leaves: job.errorRows, done, share: takes === 0 ? 0 : Math.min(1, done / takes) };
}

/** Problems of a mapping that the person must solve before the import can start. */
export function mappingProblems(
  mapping: ClientImport['mapping'],
  fields: readonly Pick<ImportField, 'name' | 'required'>[],
): { field: string; problem: 'missing' | 'twice' }[] {
  const used = Object.values(mapping).filter((name) => name !== null);
  const twice = [...new Set(used.filter((name, index) => used.indexOf(name) !== index))].map((field) => ({
    field,
    problem: 'twice' as const,
  }));
  const named = ['familyName', 'fullName', 'organisationName'].some((name) => used.includes(name));
  const missing = fields.filter(({ name, required }) => required && !used.includes(name) && !(name === 'familyName' && named));
  return [...missing.map(({ name }) => ({ field: name, problem: 'missing' as const })), ...twice];
}
