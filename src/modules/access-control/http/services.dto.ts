import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsISO8601, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import type { KeyLine, ServiceLine } from '../use-cases/service-accounts.use-case.js';

/** A service account to be made. */
export class NewServiceBody {
  @ApiProperty({ minLength: 1, maxLength: 80, example: 'Website enquiries' })
  @IsString()
  @Length(1, 80, { message: 'Give it a name of at most 80 characters.' })
  name!: string;

  @ApiProperty({ required: false, maxLength: 200, example: 'Creates prospects from the enquiry form' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  purpose?: string;
}

/** A key to be made. */
export class NewKeyBody {
  @ApiProperty({ format: 'date-time', description: 'When it stops opening anything: within a year' })
  @IsISO8601({ strict: true }, { message: 'Say when the key expires, such as 2027-03-31T00:00:00Z.' })
  expiresAt!: string;

  @ApiProperty({ required: false, type: [String], description: 'Networks that it may be used from, as CIDR; everywhere when empty' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MaxLength(50, { each: true })
  networks?: string[];
}

/** One key, without its secret. */
export class KeyDto implements KeyLine {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'date-time' }) madeAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'To the minute' }) usedAt!: string | null;
  @ApiProperty({ format: 'date-time' }) expiresAt!: string;
  @ApiProperty({ enum: ['live', 'expired', 'revoked'] }) state!: KeyLine['state'];
  @ApiProperty({ type: [String] }) networks!: string[];
}

/** A service account with its keys. */
export class ServiceDto implements ServiceLine {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() purpose!: string;
  @ApiProperty({ enum: ['active', 'suspended', 'removed'] }) state!: ServiceLine['state'];
  @ApiProperty({ type: [KeyDto] }) keys!: KeyDto[];
}

/** The practice's service accounts. */
export class ServicesDto {
  @ApiProperty({ type: [ServiceDto] }) items!: ServiceDto[];
}

/** A new key. Its text is here and never again. */
export class IssuedKeyDto {
  @ApiProperty({ description: 'Sent as Authorization: Bearer …; shown once' }) key!: string;
  @ApiProperty({ type: KeyDto }) line!: KeyDto;
}
