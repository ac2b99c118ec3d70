import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { ACT_KINDS, type ActKind } from '../domain/document-acts.js';
import type {
  DocumentHistoryLine,
  DocumentHistoryPage,
  HistoryActor,
  HistoryFilter,
  PracticeHistoryPage,
} from '../queries/document-history.query.js';
import type { ActDay } from '../persistence/history.rows.js';
import { rangeDay } from './range-day.js';

/** Which page of a document's history. */
export class DocumentHistoryPageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'Give a whole number.' })
  @Min(1)
  @Max(200)
  limit: number = 50;
}

/** Which part of the history of all documents. */
export class HistoryFilterBody {
  @ApiPropertyOptional({ format: 'uuid', description: 'Of this document, also when it is gone.' })
  @IsOptional()
  @IsUUID()
  documentId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Of documents that are this client’s now.' })
  @IsOptional()
  @IsUUID()
  clientId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Of what this member did.' })
  @IsOptional()
  @IsUUID()
  memberId?: string;

  @ApiPropertyOptional({ enum: ACT_KINDS, isArray: true, description: 'Without it, everything but looks at what describes a document.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @ArrayNotEmpty()
  @ArrayMaxSize(ACT_KINDS.length)
  @ArrayUnique()
  @IsIn([...ACT_KINDS], { each: true, message: `Choose among ${ACT_KINDS.join(', ')}.` })
  acts?: ActKind[];

  @ApiPropertyOptional({ format: 'date', description: 'First day, of the practice’s calendar.' })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day, of the practice’s calendar.' })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  to?: string;
}

/** Which page of which part of the history; several acts are separated by commas. */
export class PracticeHistoryQuery extends HistoryFilterBody {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'Give a whole number.' })
  @Min(1)
  @Max(200)
  limit: number = 50;
}

/** What was asked for. @throws InvalidInput for a day that does not exist */
export function historyFilter({ documentId, clientId, memberId, acts, from, to }: HistoryFilterBody): HistoryFilter {
  return {
    documentId: documentId ?? null,
    clientId: clientId ?? null,
    memberId: memberId ?? null,
    kinds: acts ?? null,
    from: rangeDay('from', from),
    to: rangeDay('to', to),
  };
}

/** Who did something to a document. */
export class DocumentActorDto implements HistoryActor {
  @ApiProperty({ format: 'uuid' }) memberId!: string;
  @ApiProperty() displayName!: string;
}

/** Which document. */
export class DocumentSubjectDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: 'string', nullable: true, description: 'Null for one that is gone.' }) name!: string | null;
}

/** One act on a document. */
export class DocumentHistoryLineDto implements DocumentHistoryLine {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ enum: ACT_KINDS }) kind!: ActKind;
  @ApiProperty({ example: 'download' }) action!: string;
  @ApiProperty({ enum: ['done', 'refused', 'failed'] }) outcome!: 'done' | 'refused' | 'failed';
  @ApiProperty({
    type: DocumentActorDto,
    nullable: true,
    description: 'Null for somebody outside, and for work of the practice as a whole.',
  })
  actor!: DocumentActorDto | null;
  @ApiProperty({ type: 'string', nullable: true, description: 'Address of somebody outside who came by a share; empty by a request.' })
  outside!: string | null;
  @ApiProperty({ type: DocumentSubjectDto }) document!: DocumentSubjectDto;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Number of the version, when it is still there.' }) version!: number | null;
  @ApiProperty({ enum: ['view', 'download', 'zip'], type: 'string', nullable: true }) purpose!: 'view' | 'download' | 'zip' | null;
  @ApiProperty({ type: 'integer', description: 'Requests that one link answered.' }) requests!: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Bytes that really left.' }) bytes!: number | null;
  @ApiProperty({ type: 'boolean', nullable: true, description: 'Whether a request was sent to its end.' }) whole!: boolean | null;
  @ApiProperty({ type: [String] }) fields!: string[];
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'What else the entry says of itself.' })
  detail!: Record<string, string | number | boolean | null>;
  @ApiPropertyOptional({ description: 'The entry’s sealed details do not open: somebody other than the product wrote or changed them.' })
  unreadable?: true;
}

/** A page of a document's history, latest first. */
export class DocumentHistoryDto implements DocumentHistoryPage {
  @ApiProperty({ type: [DocumentHistoryLineDto] }) items!: DocumentHistoryLineDto[];
  @ApiProperty({ nullable: true, type: 'string', description: 'For the next page; null on the last.' }) nextCursor!: string | null;
}

/** Opens and downloads of one day. */
export class DocumentActDayDto implements ActDay {
  @ApiProperty({ format: 'date', description: 'Of the practice’s calendar.' }) day!: string;
  @ApiProperty({ type: 'integer' }) opens!: number;
  @ApiProperty({ type: 'integer' }) downloads!: number;
}

/** A page of the history of all documents. */
export class PracticeHistoryDto extends DocumentHistoryDto implements PracticeHistoryPage {
  @ApiProperty({ type: [DocumentActDayDto], nullable: true, description: 'By day, of all pages together; on the first page only.' })
  days!: DocumentActDayDto[] | null;
}
