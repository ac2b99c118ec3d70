import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { DOCUMENT_CATEGORIES, type DocumentCategory, type DocumentState, type VersionState } from '../domain/document.js';
import type { DocumentDetail, DocumentLine, VersionLine } from '../queries/document-view.js';
import type { BulkAct, BulkOutcome } from '../use-cases/change-document.use-case.js';

const STATES = ['arriving', 'filed', 'archived', 'removed'] as const;
const MOST_AT_ONCE = 200;

/** Which documents a list shows. */
export class DocumentListQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Of this client only.' })
  @IsOptional()
  @IsUUID()
  clientId?: string;

  @ApiPropertyOptional({ enum: STATES, default: 'filed' })
  @IsOptional()
  @IsIn(STATES)
  state: DocumentState = 'filed';

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

/** A document in a list. */
export class DocumentDto implements DocumentLine {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) clientId!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: DOCUMENT_CATEGORIES, nullable: true, type: 'string' }) category!: DocumentCategory | null;
  @ApiProperty({ format: 'date', nullable: true, type: 'string' }) expiresOn!: string | null;
  @ApiProperty({ nullable: true, type: 'string', description: 'MIME type that the content has; null until it was looked at.' }) type!:
    string | null;
  @ApiProperty({ description: 'Bytes.' }) bytes!: number;
  @ApiProperty({ enum: STATES }) state!: DocumentState;
  @ApiProperty({ format: 'uuid', nullable: true, type: 'string', description: 'Member who brought it; null for what came from outside.' })
  madeBy!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time' }) changedAt!: string;
  @ApiProperty({ format: 'date-time', nullable: true, type: 'string' }) removedAt!: string | null;
  @ApiProperty() version!: number;
}

/** How many documents of a client stand where. */
export class DocumentCountsDto {
  @ApiPropertyOptional() arriving?: number;
  @ApiPropertyOptional() filed?: number;
  @ApiPropertyOptional() archived?: number;
  @ApiPropertyOptional() removed?: number;
}

/** A page of documents. */
export class DocumentPageDto {
  @ApiProperty({ type: [DocumentDto] }) items!: DocumentDto[];
  @ApiProperty({ nullable: true, type: 'string' }) nextCursor!: string | null;
  @ApiProperty({ type: DocumentCountsDto, nullable: true }) counts!: DocumentCountsDto | null;
}

/** A version of a document. */
export class DocumentVersionDto implements VersionLine {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() number!: number;
  @ApiProperty({ enum: ['arriving', 'checking', 'ready', 'refused', 'gone'] }) state!: VersionState;
  @ApiProperty() fileName!: string;
  @ApiProperty({ nullable: true, type: 'string' }) type!: string | null;
  @ApiProperty() bytes!: number;
  @ApiProperty({ nullable: true, type: 'string' }) sha256!: string | null;
  @ApiProperty({ nullable: true, type: 'integer' }) pages!: number | null;
  @ApiProperty({ nullable: true, type: 'string', description: 'Why it was refused.' }) problem!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) details!: Record<string, string>;
  @ApiProperty({ format: 'uuid', nullable: true, type: 'string' }) madeBy!: string | null;
  @ApiProperty({ format: 'date-time' }) madeAt!: string;
  @ApiProperty() current!: boolean;
}

/** A document with its versions. */
export class DocumentDetailDto extends DocumentDto implements DocumentDetail {
  @ApiProperty({ type: [DocumentVersionDto] }) versions!: DocumentVersionDto[];
}

/** What changes of a document; what is absent stays. */
export class DocumentChangeBody {
  @ApiProperty({ description: 'The version that was read.' })
  @IsInt()
  @Min(1)
  version!: number;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(8_000)
  name?: string;

  @ApiPropertyOptional({ enum: DOCUMENT_CATEGORIES, nullable: true, type: 'string' })
  @IsOptional()
  @IsIn([...DOCUMENT_CATEGORIES])
  category?: DocumentCategory | null;

  @ApiPropertyOptional({ format: 'date', nullable: true, type: 'string' })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  expiresOn?: string | null;
}

/** Where a document goes. */
export class DocumentMoveBody {
  @ApiProperty()
  @IsInt()
  @Min(1)
  version!: number;

  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  clientId!: string;
}

/** Several documents at once. */
export class DocumentIdsBody {
  @ApiProperty({ type: [String], format: 'uuid', maxItems: MOST_AT_ONCE })
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_AT_ONCE)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  ids!: string[];
}

/** One thing to do with several documents. */
export class DocumentBulkBody extends DocumentIdsBody {
  @ApiProperty({ enum: ['archive', 'restore', 'remove'] })
  @IsIn(['archive', 'restore', 'remove'])
  act!: BulkAct;
}

/** What came of it for one of them. */
export class DocumentOutcomeDto implements BulkOutcome {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ nullable: true, type: 'string', description: 'Null when it was done, else why not.' }) code!: string | null;
}

export class DocumentOutcomesDto {
  @ApiProperty({ type: [DocumentOutcomeDto] }) items!: DocumentOutcomeDto[];
}

/** What a link is wanted for. */
export class LinkBody {
  @ApiProperty({ enum: ['view', 'download'] })
  @IsIn(['view', 'download'])
  purpose!: 'view' | 'download';

  @ApiPropertyOptional({ format: 'uuid', description: 'Another version than the current one.' })
  @IsOptional()
  @IsUUID()
  versionId?: string;
}

/** A way to the bytes, for this session alone. */
export class LinkDto {
  @ApiProperty({ description: 'Opens for the session that asked, and for nobody else.' }) url!: string;
  @ApiProperty({ format: 'date-time' }) expiresAt!: string;
  @ApiProperty({ format: 'uuid' }) versionId!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ nullable: true, type: 'string' }) type!: string | null;
  @ApiProperty() bytes!: number;
  @ApiProperty({ nullable: true, type: 'integer', description: 'How many pages can be shown; null when it can only be downloaded.' })
  pages!: number | null;
}

/** A small picture of a document. */
export class ThumbnailDto {
  @ApiProperty({ format: 'uuid' }) documentId!: string;
  @ApiProperty({ description: 'A data URL.' }) image!: string;
}

export class ThumbnailsDto {
  @ApiProperty({ type: [ThumbnailDto] }) items!: ThumbnailDto[];
}

/** Documents for one zip. */
export class BundleBody {
  @ApiProperty({ type: [String], format: 'uuid', maxItems: 1_000 })
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  ids!: string[];
}

/** A way to a zip, for this session alone. */
export class BundleDto {
  @ApiProperty() url!: string;
  @ApiProperty({ format: 'date-time' }) expiresAt!: string;
  @ApiProperty({ description: 'How many of those that were asked for are in it.' }) documents!: number;
}

/** How wide a page is drawn. */
export class PageQuery {
  @ApiPropertyOptional({ minimum: 100, maximum: 2_400, default: 1_200, description: 'Pixels.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(100)
  @Max(2_400)
  width: number = 1_200;
}

/** The text of a page. */
export class PageTextDto {
  @ApiProperty() text!: string;
}
