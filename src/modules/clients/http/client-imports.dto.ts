import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, Matches, Max, Min } from 'class-validator';
import {
  IMPORT_OUTCOMES,
  IMPORT_STATES,
  PAUSE_REASONS,
  mappingByHeading,
  type ClientImport,
  type ImportOutcome,
  type ImportState,
  type PauseReason,
} from '../domain/client-import.js';
import { IMPORT_FIELDS, type ImportFieldName } from '../domain/csv-columns.js';
import type { ImportRowLine } from '../queries/list-client-imports.query.js';

const FIELD_NAMES = IMPORT_FIELDS.map(({ name }) => name);
const MAPPING_SCHEMA = {
  type: 'object',
  description: 'Which field each column of the file feeds, by heading; null leaves the column out.',
  additionalProperties: { type: 'string', enum: FIELD_NAMES, nullable: true },
} as const;

/** A field that a column can be mapped to. */
export class ImportFieldDto {
  @ApiProperty({ enum: FIELD_NAMES, enumName: 'ImportFieldName' })
  name!: ImportFieldName;

  @ApiProperty({ example: 'Date of birth' })
  label!: string;

  @ApiProperty()
  required!: boolean;
}

/** An import with its progress: the four kinds of rows add up to `totalRows` once the check is done. */
export class ImportDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'clients-2026.csv' })
  fileName!: string;

  @ApiProperty({ enum: IMPORT_STATES, enumName: 'ImportState' })
  state!: ImportState;

  @ApiProperty({
    enum: PAUSE_REASONS,
    enumName: 'ImportPauseReason',
    nullable: true,
    description: 'Why the import is paused although its author did not pause it: their access ended while it was running.',
  })
  pausedBecause!: PauseReason | null;

  @ApiProperty({ type: 'integer' })
  totalRows!: number;

  @ApiProperty({ type: 'integer', description: 'Rows that wait to be imported.' })
  readyRows!: number;

  @ApiProperty({ type: 'integer', description: 'Rows that the check refused.' })
  errorRows!: number;

  @ApiProperty({ type: 'integer', description: 'Rows whose client exists now.' })
  importedRows!: number;

  @ApiProperty({ type: 'integer', description: 'Rows that could not be stored although the check accepted them.' })
  failedRows!: number;

  @ApiProperty({ type: [String] })
  headers!: string[];

  @ApiProperty(MAPPING_SCHEMA)
  mapping!: Record<string, ImportFieldName | null>;

  @ApiProperty({ type: [ImportFieldDto] })
  fields!: ImportFieldDto[];

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'uuid' })
  createdBy!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt!: string | null;
}

/** The caller's imports, newest first. */
export class ImportsDto {
  @ApiProperty({ type: [ImportDto] })
  items!: ImportDto[];
}

/** Body that sets the mapping of an import. */
export class MappingBody {
  @ApiProperty(MAPPING_SCHEMA)
  @IsObject({ message: 'Give an object with one entry for each heading.' })
  mapping!: Record<string, unknown>;
}

/** One thing to know about a field of a row. */
export class RowNoteDto {
  @ApiProperty({ description: 'A field of the import, or `row` for the row as a whole.', example: 'dateOfBirth' })
  field!: string;

  @ApiProperty({ example: 'not_a_date' })
  code!: string;

  @ApiProperty()
  message!: string;
}

/** One row of the file under the mapping of now. */
export class ImportRowDto {
  @ApiProperty({ type: 'integer', description: 'Counts from 1 below the headings.' })
  row!: number;

  @ApiProperty({ enum: IMPORT_OUTCOMES, enumName: 'ImportOutcome' })
  outcome!: ImportOutcome;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The client that came of the row.' })
  clientId!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Cells by field; empty ones are left out.' })
  values!: Record<string, string>;

  @ApiProperty({ type: [RowNoteDto] })
  errors!: RowNoteDto[];

  @ApiProperty({ type: [RowNoteDto], description: 'Worth a look; the row is imported all the same.' })
  warnings!: RowNoteDto[];
}

/** A page of rows. */
export class ImportRowsDto {
  @ApiProperty({ type: [ImportRowDto] })
  items!: ImportRowDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

/** Which rows to show. */
export class ImportRowsQuery {
  @ApiPropertyOptional({ enum: IMPORT_OUTCOMES, enumName: 'ImportOutcome' })
  @IsOptional()
  @IsIn(IMPORT_OUTCOMES)
  outcome?: ImportOutcome;

  @ApiPropertyOptional({ description: 'The `nextCursor` of the page before.' })
  @IsOptional()
  @Matches(/^\d{1,6}$/, { message: 'Use the nextCursor of the page before.' })
  cursor?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;
}

/** An import for people. */
export function toImportDto(held: ClientImport): ImportDto {
  return {
    id: held.id,
    fileName: held.fileName,
    state: held.state,
    pausedBecause: held.state === 'paused' ? held.pausedBecause : null,
    totalRows: held.totalRows,
    readyRows: held.counts.ready,
    errorRows: held.counts.error,
    importedRows: held.counts.imported,
    failedRows: held.counts.failed,
    headers: [...held.headers],
    mapping: mappingByHeading(held),
    fields: IMPORT_FIELDS.map(({ name, label, required }) => ({ name, label, required })),
    createdAt: held.createdAt.toISOString(),
    createdBy: held.createdBy,
    finishedAt: held.finishedAt?.toISOString() ?? null,
  };
}

/** A row for people. */
export function toImportRowDto({ row, outcome, clientId, values, errors, warnings }: ImportRowLine): ImportRowDto {
  return { row, outcome, clientId, values: values as Record<string, string>, errors: [...errors], warnings: [...warnings] };
}
