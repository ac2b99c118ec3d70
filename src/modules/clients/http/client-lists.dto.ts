import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { CLIENT_STATUSES, type ClientStatus } from '../domain/client.js';
import { ClientCardDto } from './client.dto.js';

/** Canonical UUID, or the word for "belongs to nobody". */
export const ID_OR_NONE = /^(?:none|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

const MOST_AT_ONCE = 200;
const USUAL = 50;
const WHAT_FILTERS = 'Give ids, or none for clients that belong to nobody.';

/** Query of the client list. */
export class ClientListQuery {
  @ApiProperty({ enum: ['activity', 'name'], required: false, default: 'activity' })
  @IsOptional()
  @IsIn(['activity', 'name'], { message: 'Sort by activity or by name.' })
  sort?: 'activity' | 'name';

  @ApiProperty({
    required: false,
    description: 'Statuses, separated by commas; without it, everything outside the archive',
    example: 'current,prospect',
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  status?: string;

  @ApiProperty({ required: false, description: 'Team ids, separated by commas; none for clients without a team' })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  team?: string;

  @ApiProperty({ required: false, description: 'Member ids, separated by commas; none for clients without a practitioner' })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  practitioner?: string;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  cursor?: string;

  @ApiProperty({ required: false, type: 'integer', minimum: 1, maximum: MOST_AT_ONCE, default: USUAL })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'Give a whole number.' })
  @Min(1)
  @Max(MOST_AT_ONCE)
  limit: number = USUAL;
}

/** A search. Its text is personal data, so it travels in a body. */
export class ClientSearchBody {
  @ApiProperty({ required: false, maxLength: 254, description: 'Any part of a name, or an exact e-mail, phone, identifier or file number' })
  @IsOptional()
  @IsString()
  @MaxLength(254)
  text?: string;

  @ApiProperty({ required: false, enum: CLIENT_STATUSES, isArray: true })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(CLIENT_STATUSES.length)
  @IsIn([...CLIENT_STATUSES], { each: true, message: 'There is no such status.' })
  status?: ClientStatus[];

  @ApiProperty({ required: false, type: [String], description: WHAT_FILTERS })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_AT_ONCE)
  @Matches(ID_OR_NONE, { each: true, message: WHAT_FILTERS })
  team?: string[];

  @ApiProperty({ required: false, type: [String], description: WHAT_FILTERS })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_AT_ONCE)
  @Matches(ID_OR_NONE, { each: true, message: WHAT_FILTERS })
  practitioner?: string[];

  @ApiProperty({ required: false, format: 'date' })
  @IsOptional()
  @IsString()
  bornFrom?: string;

  @ApiProperty({ required: false, format: 'date' })
  @IsOptional()
  @IsString()
  bornTo?: string;

  @ApiProperty({ required: false, enum: ['activity', 'name', 'relevance'] })
  @IsOptional()
  @IsIn(['activity', 'name', 'relevance'], { message: 'Sort by activity, name or relevance.' })
  sort?: 'activity' | 'name' | 'relevance';

  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  cursor?: string;

  @ApiProperty({ required: false, type: 'integer', minimum: 1, maximum: MOST_AT_ONCE, default: USUAL })
  @IsOptional()
  @IsInt({ message: 'Give a whole number.' })
  @Min(1)
  @Max(MOST_AT_ONCE)
  limit: number = USUAL;
}

/** One page of clients. */
export class ClientPageDto {
  @ApiProperty({ type: [ClientCardDto] }) items!: ClientCardDto[];
  @ApiProperty({ type: String, nullable: true, description: 'For the next page; null on the last' }) nextCursor!: string | null;
}

/** One page of a search, and how many clients match in all. */
export class FoundClientsDto extends ClientPageDto {
  @ApiProperty({ type: 'integer' }) total!: number;
}

/** Clients that may be the same. */
export class PossibleDuplicatesDto {
  @ApiProperty({ type: [ClientCardDto] }) items!: ClientCardDto[];
}
