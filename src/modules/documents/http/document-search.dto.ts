import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { DOCUMENT_KINDS, type DocumentKind } from '../domain/document-kind.js';
import { DOCUMENT_CATEGORIES, type DocumentCategory } from '../domain/document.js';
import type { FoundState } from '../persistence/search-delta.js';
import type { DocumentMatch, DocumentSort, FoundDocument, FoundDocuments } from '../queries/search-documents.query.js';
import { DocumentDto } from './documents.dto.js';

const FOUND_STATES = ['filed', 'archived', 'removed'] as const satisfies readonly FoundState[];
const SORTS = ['relevance', 'name', 'added'] as const satisfies readonly DocumentSort[];
const CATEGORIES = [...DOCUMENT_CATEGORIES, 'none'] as const;
const DAYS = 'A day of the practice’s calendar, included.';

/** A search over documents. Its text is personal data, so it travels in a body. */
export class DocumentSearchBody {
  @ApiPropertyOptional({ maxLength: 254, description: 'Any part of a document’s name, its file’s name or its category.' })
  @IsOptional()
  @IsString()
  @MaxLength(254)
  text?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Of this client only.' })
  @IsOptional()
  @IsUUID()
  clientId?: string;

  @ApiPropertyOptional({ enum: DOCUMENT_KINDS, isArray: true, description: 'Kinds of files.' })
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayMaxSize(DOCUMENT_KINDS.length)
  @ArrayUnique()
  @IsIn([...DOCUMENT_KINDS], { each: true, message: 'There is no such kind of file.' })
  types?: DocumentKind[];

  @ApiPropertyOptional({ enum: CATEGORIES, isArray: true, description: 'none stands for documents without a category.' })
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayMaxSize(CATEGORIES.length)
  @ArrayUnique()
  @IsIn([...CATEGORIES], { each: true, message: 'There is no such category.' })
  categories?: (DocumentCategory | 'none')[];

  @ApiPropertyOptional({ format: 'date', description: DAYS })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  addedFrom?: string;

  @ApiPropertyOptional({ format: 'date', description: DAYS })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  addedTo?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Documents that expire on this day or later.' })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  expiresFrom?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Documents that expire on this day or earlier.' })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  expiresTo?: string;

  @ApiPropertyOptional({ enum: FOUND_STATES, isArray: true, default: ['filed'] })
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayMaxSize(FOUND_STATES.length)
  @ArrayUnique()
  @IsIn([...FOUND_STATES], { each: true, message: 'There is no such state.' })
  states: FoundState[] = ['filed'];

  @ApiPropertyOptional({ enum: SORTS, description: 'Without it, relevance when there is a text, else the newest first.' })
  @IsOptional()
  @IsIn([...SORTS], { message: 'Sort by relevance, name or added.' })
  sort?: DocumentSort;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  cursor?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @IsInt({ message: 'Give a whole number.' })
  @Min(1)
  @Max(200)
  limit: number = 50;
}

/** Where a text was found. */
export class DocumentMatchDto implements DocumentMatch {
  @ApiProperty({ enum: ['name', 'file_name', 'category'] }) field!: DocumentMatch['field'];
  @ApiProperty({ description: 'Whether a typo was forgiven.' }) fuzzy!: boolean;
}

/** A found document. */
export class FoundDocumentDto extends DocumentDto implements FoundDocument {
  @ApiPropertyOptional({ type: DocumentMatchDto }) match?: DocumentMatchDto;
}

/** A page of found documents. */
export class FoundDocumentsDto implements FoundDocuments {
  @ApiProperty({ type: [FoundDocumentDto] }) items!: FoundDocumentDto[];
  @ApiProperty({ nullable: true, type: 'string', description: 'For the next page; null on the last.' }) nextCursor!: string | null;
  @ApiProperty({ type: 'integer', description: 'How many there are that the caller may see.' }) total!: number;
}
