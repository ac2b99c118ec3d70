import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { DOCUMENT_CATEGORIES, type DocumentCategory, type DocumentState } from '../domain/document.js';
import { ITEM_STATES, type ItemState } from '../domain/request-item.js';
import { REQUEST_STATES, type ItemCard, type RequestState } from '../domain/request.js';
import type { AnswerLine, ItemLine, RequestLine } from '../queries/requests.query.js';
import { NamedMemberDto } from './shares.dto.js';

/** Whose requests. */
export class RequestListQuery {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  clientId!: string;
}

/** One thing to ask for. */
export class ItemBody {
  @ApiProperty({ maxLength: 120 })
  @IsString()
  @MaxLength(120)
  @Matches(/\S/, { message: 'Say what is asked for.' })
  label!: string;

  @ApiPropertyOptional({ maxLength: 300 })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  hint?: string;

  @ApiPropertyOptional({ enum: DOCUMENT_CATEGORIES })
  @IsOptional()
  @IsIn([...DOCUMENT_CATEGORIES])
  category?: DocumentCategory;
}

/** A thing to ask for as it is kept. */
export const itemOf = ({ label, hint, category }: ItemBody): Omit<ItemCard, 'reason'> => ({
  label: label.trim(),
  hint: hint?.trim() || null,
  category: category ?? null,
});

/** More things to ask for. */
export class ItemsBody {
  @ApiProperty({ type: [ItemBody], minItems: 1, maxItems: 40 })
  @ArrayMinSize(1, { message: 'Ask for one document at least.' })
  @ArrayMaxSize(40)
  @ValidateNested({ each: true })
  @Type(() => ItemBody)
  items!: ItemBody[];
}

/** What to ask a client for. */
export class RequestBody extends ItemsBody {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  clientId!: string;

  @ApiProperty({ maxLength: 120 })
  @IsString()
  @MaxLength(120)
  @Matches(/\S/, { message: 'Give the request a title.' })
  title!: string;

  @ApiPropertyOptional({ maxLength: 1000 })
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  message?: string;

  @ApiProperty({ format: 'email' })
  @IsEmail({}, { message: 'Write one email address, like name@example.com.' })
  @MaxLength(254)
  email!: string;

  @ApiPropertyOptional({ maxLength: 120 })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  name?: string;

  @ApiPropertyOptional({ format: 'date' })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  dueOn?: string;

  @ApiPropertyOptional({ default: true, description: 'Whether the client is reminded by mail of what is outstanding.' })
  @IsOptional()
  @IsBoolean()
  reminders?: boolean;
}

/** Where an item goes. */
export class ItemMoveBody {
  @ApiProperty({ enum: ITEM_STATES })
  @IsIn([...ITEM_STATES])
  state!: ItemState;

  @ApiPropertyOptional({ maxLength: 300, description: 'Why it is rejected; the client reads it.' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  reason?: string;

  @ApiProperty({ description: 'The version that was read.' })
  @IsInt()
  @Min(1)
  version!: number;
}

/** A document that came in answer. */
export class AnswerDto implements AnswerLine {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: ['arriving', 'filed', 'archived', 'removed'] }) state!: DocumentState;
  @ApiProperty({ nullable: true, type: 'string' }) problem!: string | null;
  @ApiProperty() bytes!: number;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
}

/** One line of a checklist. */
export class RequestItemDto implements ItemLine {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() label!: string;
  @ApiProperty({ nullable: true, type: 'string' }) hint!: string | null;
  @ApiProperty({ enum: DOCUMENT_CATEGORIES, nullable: true, type: 'string' }) category!: DocumentCategory | null;
  @ApiProperty({ enum: ITEM_STATES }) state!: ItemState;
  @ApiProperty({ nullable: true, type: 'string' }) reason!: string | null;
  @ApiProperty({ format: 'date-time' }) changedAt!: string;
  @ApiProperty() version!: number;
  @ApiProperty({ type: [AnswerDto] }) documents!: AnswerDto[];
}

/** Whom a request is sent to. */
export class RequestToDto {
  @ApiProperty() email!: string;
  @ApiProperty({ nullable: true, type: 'string' }) name!: string | null;
}

/** How many items stand where. */
export class ItemCountsDto implements Record<ItemState, number> {
  @ApiProperty() requested!: number;
  @ApiProperty() uploaded!: number;
  @ApiProperty() reviewed!: number;
  @ApiProperty() approved!: number;
  @ApiProperty() rejected!: number;
  @ApiProperty() not_applicable!: number;
}

/** A request for documents. */
export class RequestDto implements RequestLine {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) clientId!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ nullable: true, type: 'string' }) message!: string | null;
  @ApiProperty({ type: RequestToDto }) to!: RequestToDto;
  @ApiProperty({ type: NamedMemberDto }) madeBy!: NamedMemberDto;
  @ApiProperty({ enum: REQUEST_STATES }) state!: RequestState;
  @ApiProperty({ format: 'date', nullable: true, type: 'string' }) dueOn!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time' }) until!: string;
  @ApiProperty({ format: 'date-time', nullable: true, type: 'string' }) sentAt!: string | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: 'string' }) lastSeenAt!: string | null;
  @ApiProperty({ description: 'Whether the client is reminded by mail of what is outstanding.' }) reminders!: boolean;
  @ApiProperty({
    format: 'date-time',
    nullable: true,
    type: 'string',
    description: 'When the client was last told by mail of what is outstanding; null when there was the first mail alone.',
  })
  lastRemindedAt!: string | null;
  @ApiProperty({ type: [RequestItemDto] }) items!: RequestItemDto[];
  @ApiProperty({ type: ItemCountsDto }) counts!: ItemCountsDto;
}

/** Requests about a client. */
export class RequestsDto {
  @ApiProperty({ type: [RequestDto] }) items!: RequestDto[];
}
