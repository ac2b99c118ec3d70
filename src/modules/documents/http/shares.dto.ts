import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { SHARE_STATES, type ShareState } from '../domain/share.js';
import type { ShareLine, ShareTo } from '../queries/shares.query.js';

/** Whom to share with, and how. */
export class ShareBody {
  @ApiPropertyOptional({ format: 'email', description: 'Of somebody outside; a code goes to it.' })
  @IsOptional()
  @IsEmail({}, { message: 'Write one email address, like name@example.com.' })
  @MaxLength(254)
  email?: string;

  @ApiPropertyOptional({ maxLength: 120 })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  name?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'A colleague, instead of an address.' })
  @IsOptional()
  @IsUUID()
  memberId?: string;

  @ApiProperty({ description: 'Whether the file may be kept; else its pages are shown.' })
  @IsBoolean()
  download!: boolean;

  @ApiProperty({ description: 'Whether pages carry the address they are shown to.' })
  @IsBoolean()
  watermark!: boolean;

  @ApiPropertyOptional({
    minimum: 1,
    maximum: 30,
    default: 7,
    description: 'How long the link waits to be opened; from then on it is open for an hour.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(30)
  days: number = 7;

  @ApiPropertyOptional({ maxLength: 500 })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  message?: string;
}

/** Whom a share is for. */
export class ShareToDto implements ShareTo {
  @ApiProperty({ enum: ['outside', 'member'] }) kind!: 'outside' | 'member';
  @ApiProperty({ nullable: true, type: 'string' }) email!: string | null;
  @ApiProperty({ format: 'uuid', nullable: true, type: 'string' }) memberId!: string | null;
  @ApiProperty({ nullable: true, type: 'string' }) name!: string | null;
}

/** A member, by name. */
export class NamedMemberDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
}

/** A share. */
export class ShareDto implements ShareLine {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) documentId!: string;
  @ApiProperty({ type: ShareToDto }) to!: ShareToDto;
  @ApiProperty({ type: NamedMemberDto }) madeBy!: NamedMemberDto;
  @ApiProperty() download!: boolean;
  @ApiProperty() watermark!: boolean;
  @ApiProperty({ nullable: true, type: 'string' }) message!: string | null;
  @ApiProperty({ enum: SHARE_STATES }) state!: ShareState;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time', nullable: true, type: 'string' }) until!: string | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: 'string' }) openedAt!: string | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: 'string' }) closesAt!: string | null;
  @ApiProperty({ description: 'How often somebody came in by it.' }) opens!: number;
  @ApiProperty({ format: 'date-time', nullable: true, type: 'string' }) lastOpenedAt!: string | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: 'string' }) endedAt!: string | null;
}

/** Shares of a document, newest first. */
export class SharesDto {
  @ApiProperty({ type: [ShareDto] }) items!: ShareDto[];
}
