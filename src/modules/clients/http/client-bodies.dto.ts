import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  CLIENT_KINDS,
  CLIENT_STATUSES,
  CONTACT_CHANNELS,
  DATE_OF_BIRTH_ACCURACIES,
  INDIGENOUS_STATUSES,
  type ClientStatus,
} from '../domain/client.js';
import { IdentifierBody } from './client-parts.dto.js';
import { AddressDto, ContactDto, EmergencyContactDto, PersonNameDto } from './client.dto.js';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NOT_AN_ID = 'Give the id as the API gave it.';
const MAX_VERSION = 2_147_483_647;
const MOST_AT_ONCE = 200;

/**
 * The fields of a client as somebody sends them. Only their names are checked here; what they may hold is the domain's
 * to say, for every way in which a client comes (form, import, interface).
 */
export class ClientValuesBody {
  @Allow() @ApiProperty({ required: false, enum: CLIENT_KINDS, default: 'person' }) kind?: unknown;
  @Allow() @ApiProperty({ type: PersonNameDto }) legalName?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, nullable: true }) preferredName?: unknown;
  @Allow() @ApiProperty({ required: false, type: [PersonNameDto] }) formerNames?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, format: 'date', nullable: true }) dateOfBirth?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, nullable: true }) title?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, nullable: true }) gender?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, nullable: true }) pronouns?: unknown;
  @Allow() @ApiProperty({ required: false, enum: DATE_OF_BIRTH_ACCURACIES }) dateOfBirthAccuracy?: unknown;
  @Allow() @ApiProperty({ required: false, type: [String] }) citizenships?: unknown;
  @Allow() @ApiProperty({ required: false, type: [String] }) languages?: unknown;
  @Allow() @ApiProperty({ required: false, type: Boolean }) interpreterNeeded?: unknown;
  @Allow() @ApiProperty({ required: false, enum: INDIGENOUS_STATUSES, nullable: true, type: String }) indigenousStatus?: unknown;
  @Allow() @ApiProperty({ required: false, type: [ContactDto] }) emails?: unknown;
  @Allow() @ApiProperty({ required: false, type: [ContactDto] }) phones?: unknown;
  @Allow() @ApiProperty({ required: false, type: [AddressDto] }) addresses?: unknown;
  @Allow() @ApiProperty({ required: false, type: EmergencyContactDto, nullable: true }) emergencyContact?: unknown;
  @Allow() @ApiProperty({ required: false, enum: CONTACT_CHANNELS, isArray: true }) contactChannels?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, nullable: true }) contactNote?: unknown;
  @Allow() @ApiProperty({ required: false, type: Boolean }) doNotContact?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, nullable: true }) referrer?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, nullable: true }) gp?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, format: 'date', nullable: true }) reviewOn?: unknown;

  @ApiProperty({ required: false, type: String, format: 'uuid', nullable: true })
  @IsOptional()
  @Matches(ID, { message: NOT_AN_ID })
  teamId?: string | null;

  @ApiProperty({ required: false, type: String, format: 'uuid', nullable: true })
  @IsOptional()
  @Matches(ID, { message: NOT_AN_ID })
  practitionerId?: string | null;
}

/** A new client. */
export class NewClientBody extends ClientValuesBody {
  @ApiProperty({ required: false, enum: CLIENT_STATUSES.filter((status) => status !== 'archived'), default: 'current' })
  @IsOptional()
  @IsIn(CLIENT_STATUSES.filter((status) => status !== 'archived'), { message: 'Choose prospect, current, waiting_list or deceased.' })
  status?: Exclude<ClientStatus, 'archived'>;

  @Allow() @ApiProperty({ required: false, type: [IdentifierBody] }) identifiers?: unknown;
}

/** The changed fields of a client, and the version that they were changed from. */
export class ClientChangeBody extends PartialType(ClientValuesBody) {
  @ApiProperty({ type: 'integer' })
  @IsInt({ message: 'Give the version that you read.' })
  @Min(1)
  @Max(MAX_VERSION)
  version!: number;

  @ApiProperty({ required: false, enum: CLIENT_STATUSES })
  @IsOptional()
  @IsIn([...CLIENT_STATUSES], { message: 'There is no such status.' })
  status?: ClientStatus;
}

/** What is known of somebody about to be created. */
export class PossibleDuplicateBody {
  @Allow() @ApiProperty({ required: false, enum: CLIENT_KINDS, default: 'person' }) kind?: unknown;
  @Allow() @ApiProperty({ type: PersonNameDto }) legalName?: unknown;
  @Allow() @ApiProperty({ required: false, type: String, format: 'date', nullable: true }) dateOfBirth?: unknown;
  @Allow() @ApiProperty({ required: false, type: [ContactDto] }) emails?: unknown;
  @Allow() @ApiProperty({ required: false, type: [ContactDto] }) phones?: unknown;
}

/** The version that an act is based on. */
export class VersionBody {
  @ApiProperty({ type: 'integer' })
  @IsInt({ message: 'Give the version that you read.' })
  @Min(1)
  @Max(MAX_VERSION)
  version!: number;
}

/** A merge: this client is kept, the duplicate goes. */
export class MergeBody extends VersionBody {
  @ApiProperty({ format: 'uuid' })
  @IsString()
  @Matches(ID, { message: NOT_AN_ID })
  duplicateId!: string;

  @ApiProperty({ type: 'integer' })
  @IsInt({ message: 'Give the version that you read.' })
  @Min(1)
  @Max(MAX_VERSION)
  duplicateVersion!: number;
}

class ClientVersionDto extends VersionBody {
  @ApiProperty({ format: 'uuid' })
  @IsString()
  @Matches(ID, { message: NOT_AN_ID })
  id!: string;
}

/** One act on many clients. */
export class BulkBody {
  @ApiProperty({ enum: ['archive', 'restore', 'assign'] })
  @IsIn(['archive', 'restore', 'assign'], { message: 'Choose archive, restore or assign.' })
  action!: 'archive' | 'restore' | 'assign';

  @ApiProperty({ type: [ClientVersionDto], minItems: 1, maxItems: MOST_AT_ONCE })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_AT_ONCE)
  @ValidateNested({ each: true })
  @Type(() => ClientVersionDto)
  ids!: ClientVersionDto[];

  @ApiProperty({ required: false, type: String, format: 'uuid', nullable: true })
  @IsOptional()
  @Matches(ID, { message: NOT_AN_ID })
  practitionerId?: string | null;

  @ApiProperty({ required: false, type: String, format: 'uuid', nullable: true })
  @IsOptional()
  @Matches(ID, { message: NOT_AN_ID })
  teamId?: string | null;
}

class BulkResultDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() ok!: boolean;
  @ApiProperty({ required: false, description: 'Why not', example: 'clients.changed_meanwhile' }) code?: string;
  @ApiProperty({ required: false, type: 'integer', description: 'The version now' }) version?: number;
}

/** What came of each client. */
export class BulkResultsDto {
  @ApiProperty({ type: [BulkResultDto] }) results!: BulkResultDto[];
}
