import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsEmail,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  MaxLength,
} from 'class-validator';
import type { Role, Scope } from '../../../common/database/principal.js';
import { MODULE_NAMES, toSwitches, type Access, type SwitchMatrix } from '../domain/switches.js';
import type { AccessChangeLine, GrantLine, MemberAccess, MemberState } from '../queries/member-access.query.js';

const ROLES: Role[] = ['owner', 'admin', 'member'];
const SCOPES: Scope[] = ['all', 'team', 'assigned'];
const MOST_TEAMS = 200;

const ACTS = {
  type: 'object',
  properties: Object.fromEntries(['create', 'read', 'update', 'delete'].map((act) => [act, { type: 'boolean' }])),
};
/** How the switches look in the API description. */
export const MATRIX = {
  type: 'object',
  description: 'The ten modules, each with create, read, update and delete; what is left out is off',
  properties: Object.fromEntries(MODULE_NAMES.map((name) => [name, ACTS])),
} as const;

/** Scope and switches, as they are sent. */
export class AccessBody {
  @ApiProperty({ enum: SCOPES })
  @IsIn(SCOPES, { message: 'Choose all, team or assigned.' })
  scope!: Scope;

  @ApiProperty(MATRIX as object)
  @IsObject({ message: 'Give the switches by module.' })
  switches!: SwitchMatrix;
}

/** The access in a body. @throws InvalidInput naming every wrong switch */
export function accessOf({ scope, switches }: AccessBody): Access {
  return { scope, ...toSwitches(switches) };
}

/** A member's standing. */
export class RoleBody {
  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES, { message: 'Choose owner, admin or member.' })
  role!: Role;
}

/** The teams a member is in. */
export class TeamIdsBody {
  @ApiProperty({ type: [String] })
  @IsArray()
  @ArrayMaxSize(MOST_TEAMS)
  @ArrayUnique({ message: 'Name each team once.' })
  @IsUUID(undefined, { each: true, message: 'Name teams by their ids.' })
  teamIds!: string[];
}

/** Somebody to be invited: to a role, or to scope and switches by hand. */
export class InviteBody extends TeamIdsBody {
  @ApiProperty({ format: 'email' })
  @IsEmail({}, { message: 'Give an email address.' })
  @MaxLength(254)
  email!: string;

  @ApiProperty({ minLength: 1, maxLength: 120 })
  @IsString()
  @Length(1, 120, { message: 'Give a name of at most 120 characters.' })
  displayName!: string;

  @ApiProperty({ required: false, maxLength: 120 })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  title?: string;

  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES, { message: 'Choose owner, admin or member.' })
  role!: Role;

  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsUUID(undefined, { message: 'Name a role by its id.' })
  templateId?: string;

  @ApiProperty({ required: false, enum: SCOPES })
  @IsOptional()
  @IsIn(SCOPES, { message: 'Choose all, team or assigned.' })
  scope?: Scope;

  @ApiProperty({ ...(MATRIX as object), required: false })
  @IsOptional()
  @IsObject({ message: 'Give the switches by module.' })
  switches?: SwitchMatrix;
}

class TeamNameDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
}

class GrantLineDto implements GrantLine {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['manual', 'template', 'team', 'directory'] }) source!: GrantLine['source'];
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) sourceId!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Name of the role or team' }) sourceName!: string | null;
  @ApiProperty({ enum: SCOPES }) scope!: Scope;
  @ApiProperty(MATRIX as object) switches!: SwitchMatrix;
}

/** A member with all they hold. */
export class MemberAccessDto implements MemberAccess {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() displayName!: string;
  @ApiProperty() title!: string;
  @ApiProperty() email!: string;
  @ApiProperty({ enum: ROLES }) role!: Role;
  @ApiProperty({ enum: ['invited', 'active', 'suspended', 'removed'] }) state!: MemberState;
  @ApiProperty({ enum: ['person', 'service'] }) kind!: 'person' | 'service';
  @ApiProperty({ enum: SCOPES, description: 'All told: the widest of the grants, or everything for an owner' }) scope!: Scope;
  @ApiProperty(MATRIX as object) switches!: SwitchMatrix;
  @ApiProperty({ type: [TeamNameDto] }) teams!: TeamNameDto[];
  @ApiProperty({ type: [GrantLineDto] }) grants!: GrantLineDto[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) lastSeenAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) invitedUntil!: string | null;
}

/** The practice's members with all they hold. */
export class MemberAccessesDto {
  @ApiProperty({ type: [MemberAccessDto] }) items!: MemberAccessDto[];
}

class AccessChangeDto implements AccessChangeLine {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) madeBy!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) before!: Record<string, unknown> | null;
  @ApiProperty({ type: 'object', additionalProperties: true }) after!: Record<string, unknown>;
}

/** A member with all they hold and how it came to be. */
export class MemberAccessHistoryDto extends MemberAccessDto {
  @ApiProperty({ type: [AccessChangeDto] }) changes!: AccessChangeDto[];
}
