import { ApiProperty } from '@nestjs/swagger';
import { IsISO8601, IsOptional, IsUUID } from 'class-validator';

/** Which role the directory gives. */
export class DirectoryBody {
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'A role; null gives no access' })
  @IsOptional()
  @IsUUID(undefined, { message: 'Name a role by its id.' })
  defaultTemplateId!: string | null;
}

/** A token to be made. */
export class NewDirectoryTokenBody {
  @ApiProperty({ format: 'date-time', description: 'When it stops opening anything: within a year' })
  @IsISO8601({ strict: true }, { message: 'Say when the token expires, such as 2027-03-31T00:00:00Z.' })
  expiresAt!: string;
}

/** One token, without its secret. */
export class DirectoryTokenDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'date-time' }) madeAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'To the minute' }) usedAt!: string | null;
  @ApiProperty({ format: 'date-time' }) expiresAt!: string;
  @ApiProperty({ enum: ['live', 'expired', 'ended'] }) state!: 'live' | 'expired' | 'ended';
}

/** A new token. Its text is here and never again. */
export class IssuedDirectoryTokenDto {
  @ApiProperty({ description: 'Sent as Authorization: Bearer …; shown once' }) token!: string;
  @ApiProperty({ type: DirectoryTokenDto }) line!: DirectoryTokenDto;
}

class DirectoryGroupDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() members!: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The role that the group gives' }) templateId!: string | null;
}

class DirectoryUsersDto {
  @ApiProperty() active!: number;
  @ApiProperty() inactive!: number;
}

class DirectoryRefusalDto {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ example: 'PATCH' }) method!: string;
  @ApiProperty({ example: 'Users' }) resource!: string;
  @ApiProperty({ example: 409 }) status!: number;
  @ApiProperty() detail!: string;
}

/** The practice's directory. */
export class DirectoryDto {
  @ApiProperty({ description: 'Base address of SCIM 2.0, to be entered at the identity provider' }) baseUrl!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) defaultTemplateId!: string | null;
  @ApiProperty({ type: [DirectoryTokenDto] }) tokens!: DirectoryTokenDto[];
  @ApiProperty({ type: DirectoryUsersDto }) users!: DirectoryUsersDto;
  @ApiProperty({ type: [DirectoryGroupDto] }) groups!: DirectoryGroupDto[];
  @ApiProperty({ type: [DirectoryRefusalDto], description: 'The newest twenty' }) refusals!: DirectoryRefusalDto[];
}
