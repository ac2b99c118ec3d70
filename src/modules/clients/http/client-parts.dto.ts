import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { Allow, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { CONSENT_KINDS } from '../domain/consents.js';
import { IDENTIFIER_KINDS } from '../domain/identifiers.js';
import { RELATIONSHIP_KINDS } from '../domain/relationships.js';

/** An identifier as somebody sends it; the domain says what it may hold. */
export class IdentifierBody {
  @Allow() @ApiProperty({ enum: IDENTIFIER_KINDS }) kind?: unknown;
  @Allow() @ApiProperty({ type: String }) value?: unknown;
  @Allow()
  @ApiProperty({ required: false, type: String, nullable: true, description: 'ISO 3166-1 alpha-2; required for a passport' })
  country?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, nullable: true }) issuedBy?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, format: 'date', nullable: true }) expiresOn?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, nullable: true }) note?: unknown;
}

/** Why an identifier is opened. */
export class RevealBody {
  @ApiProperty({ enum: ['show', 'copy'] })
  @IsIn(['show', 'copy'], { message: 'Choose show or copy.' })
  act!: 'show' | 'copy';
}

/** An opened identifier. */
export class RevealedDto {
  @ApiProperty() value!: string;
  @ApiProperty({ description: 'As it is printed on the card or letter' }) written!: string;
}

/** A relationship as somebody sends it: to another client, or to somebody outside by name. */
export class RelationshipBody {
  @Allow() @ApiProperty({ enum: RELATIONSHIP_KINDS }) kind?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, format: 'uuid', nullable: true }) otherClientId?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, nullable: true }) otherName?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, nullable: true }) note?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, format: 'date', nullable: true }) since?: unknown;
}

/** A consent as somebody sends it. */
export class ConsentBody {
  @Allow() @ApiProperty({ enum: CONSENT_KINDS }) kind?: unknown;
  @Allow() @ApiProperty({ type: String, format: 'date' }) givenOn?: unknown;
  @Allow() @ApiProperty({ type: String }) method?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, nullable: true }) note?: unknown;
}

/** The end of a consent. */
export class WithdrawBody {
  @Allow() @ApiProperty({ type: String, format: 'date' }) withdrawnOn?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, nullable: true }) note?: unknown;
}

class ActorDto {
  @ApiProperty({ format: 'uuid' }) memberId!: string;
  @ApiProperty() displayName!: string;
}

class OpeningDto {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: ActorDto, nullable: true }) actor!: ActorDto | null;
  @ApiProperty({ enum: ['show', 'copy', 'unreadable'], description: '`unreadable`: the sealed details do not open' }) action!: string;
}

/** Who saw an identifier in full, latest first. */
export class OpeningsDto {
  @ApiProperty({ type: [OpeningDto] }) items!: OpeningDto[];
}

/** Query of a client's history. */
export class HistoryQuery {
  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;

  @ApiProperty({ required: false, type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'Give a whole number.' })
  @Min(1)
  @Max(200)
  limit: number = 50;
}

class HistorySubjectDto {
  @ApiProperty({ example: 'client' }) kind!: string;
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() label!: string;
}

class HistoryLineDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ example: 'update' }) action!: string;
  @ApiProperty({ type: ActorDto, nullable: true }) actor!: ActorDto | null;
  @ApiProperty({ type: [String], description: 'Names of fields, never values' }) fields!: string[];
  @ApiProperty({ type: HistorySubjectDto, nullable: true, description: 'The other client of a merge' }) subject!: HistorySubjectDto | null;
  @ApiProperty({ type: Boolean, required: false, description: 'Present and true when the entry’s sealed details do not open' })
  unreadable?: true;
}

/** One page of a client's history, latest first. */
export class HistoryPageDto {
  @ApiProperty({ type: [HistoryLineDto] }) items!: HistoryLineDto[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
}
