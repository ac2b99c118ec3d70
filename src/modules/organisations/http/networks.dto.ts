import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { NetworkMode } from '../../../common/database/principal.js';

const MODES: readonly NetworkMode[] = ['off', 'dry_run', 'enforced'];
/** Networks of a list. */
const MOST = 100;

/** One network of the list. */
export class NetworkDto {
  @ApiProperty({ maxLength: 50, example: '203.0.113.0/24', description: 'CIDR, IPv4 or IPv6; an address alone is a network of one.' })
  @IsString()
  @MaxLength(50, { message: 'A network has at most 50 characters.' })
  network!: string;

  @ApiProperty({ minLength: 1, maxLength: 80, example: 'Geelong clinic' })
  @IsString()
  @Length(1, 80, { message: 'Say what this network is, in at most 80 characters.' })
  label!: string;
}

/** A list to be looked at before it is put in force. */
export class NetworkListBody {
  @ApiProperty({ type: [NetworkDto], maxItems: MOST })
  @IsArray()
  @ArrayMaxSize(MOST, { message: 'A list has at most 100 networks.' })
  @ValidateNested({ each: true })
  @Type(() => NetworkDto)
  networks!: NetworkDto[];
}

/** A list to be put in force. */
export class NetworksBody extends NetworkListBody {
  @ApiProperty({ enum: MODES, description: 'dry_run: nobody is refused, and who would have been is noted.' })
  @IsIn(MODES, { message: 'Choose off, dry_run or enforced.' })
  mode!: NetworkMode;

  @ApiProperty({ description: 'The version that this list was made from.' })
  @IsInt()
  @Min(0)
  version!: number;

  @ApiProperty({ required: false, description: 'Enforce the list although it does not cover the caller’s own address.' })
  @IsOptional()
  @IsBoolean()
  confirmLockOut?: boolean;
}

/** The list as it stands. */
export class NetworksDto extends NetworkListBody {
  @ApiProperty({ enum: MODES }) mode!: NetworkMode;
  @ApiProperty({ description: '0 before there is a list.' }) version!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) changedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Null when whoever runs Ironbark switched it off, or nobody changed it.' })
  changedBy!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Where the caller is, as the service sees it.' })
  yourAddress!: string | null;

  @ApiProperty() coversYou!: boolean;

  @ApiProperty({
    description: 'The request carried a forwarding header that was not believed: whoever sent it is not among TRUSTED_PROXIES.',
  })
  forwardingIgnored!: boolean;
}

class SightedDto {
  @ApiProperty({ format: 'uuid' }) memberId!: string;
  @ApiProperty({ description: 'Of the member, or of the service account whose key it was.' }) name!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Of a service account’s key.' }) keyId!: string | null;
  @ApiProperty({ example: '198.51.100.23' }) address!: string;
  @ApiProperty({ description: 'How often.' }) times!: number;
  @ApiProperty({ format: 'date-time' }) lastAt!: string;
}

/** Somebody at an address outside a list. */
export class OutsideDto extends SightedDto {}

/** Who would have been refused by a list in the last days: from sign-ins, dry runs and refusals. */
export class NetworkPreviewDto {
  @ApiProperty({ description: 'How many days were looked at.' }) days!: number;
  @ApiProperty({ type: String, nullable: true }) yourAddress!: string | null;
  @ApiProperty() coversYou!: boolean;
  @ApiProperty({ description: 'How many people and keys were seen at all.' }) seen!: number;
  @ApiProperty({ type: [OutsideDto] }) outside!: OutsideDto[];
}

/** Somebody who was refused in an hour, or would have been. */
export class NetworkRefusalDto extends SightedDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['refused', 'would_refuse'] }) outcome!: 'refused' | 'would_refuse';
  @ApiProperty({ format: 'date-time' }) firstAt!: string;
}

/** The newest refusals and dry-run notices. */
export class NetworkRefusalsDto {
  @ApiProperty({ type: [NetworkRefusalDto] }) items!: NetworkRefusalDto[];
}
