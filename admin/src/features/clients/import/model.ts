/** What the import's screens know: the answers of the API. */

export type ImportState = 'checking' | 'ready' | 'running' | 'paused' | 'done' | 'cancelled';

/** A field of a client that a column of a file can feed. */
export interface ImportField {
  name: string;
  label: string;
  required: boolean;
}

/** One import, from the upload to its end. */
export interface ClientImport {
  id: string;
  fileName: string;
  state: ImportState;
  totalRows: number;
  /** Rows that wait to be imported. */
  readyRows: number;
  errorRows: number;
  importedRows: number;
  failedRows: number;
  headers: string[];
  /** Which field each column of the file feeds; `null` leaves the column out. */
  mapping: Record<string, string | null>;
  fields: ImportField[];
  createdAt: string;
  /** The member who brought the file; nobody else sees the import. */
  createdBy: string;
  finishedAt: string | null;
}

export type RowOutcome = 'ready' | 'error' | 'imported' | 'failed';

/** One row of the file as it was read. */
export interface ImportRow {
  row: number;
  outcome: RowOutcome;
  /** The client that came of the row. */
  clientId: string | null;
  values: Record<string, string>;
  errors: RowNote[];
  /** Worth a look; the row is imported all the same. */
  warnings: RowNote[];
}

/** One thing to know about a field of a row, or about the row as a whole (`row`). */
export interface RowNote {
  field: string;
  code: string;
  message: string;
}

/** A page of rows. */
export interface ImportRowPage {
  items: ImportRow[];
  nextCursor: string | null;
}

/** The rows an import will take, or has taken, and those it leaves out. */
export function counts(job: ClientImport): { takes: number; leaves: number; done: number; share: number } {
  const done = job.importedRows + job.failedRows;
  const takes = job.readyRows + done;
  return { takes, leaves: job.errorRows, done, share: takes === 0 ? 0 : Math.min(1, done / takes) };
}

/** Problems of a mapping that the person must solve before the import can start. */
export function mappingProblems(mapping: ClientImport['mapping'], fields: readonly ImportField[]): { field: string; problem: 'missing' | 'twice' }[] {
  const used = Object.values(mapping).filter((name) => name !== null);
  const twice = [...new Set(used.filter((name, index) => used.indexOf(name) !== index))].map((field) => ({ field, problem: 'twice' as const }));
  const named = ['familyName', 'fullName', 'organisationName'].some((name) => used.includes(name));
  const missing = fields.filter(({ name, required }) => required && !used.includes(name) && !(name === 'familyName' && named));
  return [...missing.map(({ name }) => ({ field: name, problem: 'missing' as const })), ...twice];
}
