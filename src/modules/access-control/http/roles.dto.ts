import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, IsString, IsUUID, Length, MaxLength, Min } from 'class-validator';
import type { Scope } from '../../../common/database/principal.js';
import { LONGEST_TOKEN } from '../domain/preview-token.js';
import { toMatrix, type SwitchMatrix } from '../domain/switches.js';
import type { AppliedOne, ApplyPreview } from '../use-cases/apply-template.use-case.js';
import type { RoleTemplate } from '../use-cases/role-templates.use-case.js';
import { AccessBody, MATRIX } from './access-members.dto.js';

/** Members that one call applies a role to. */
const MOST_AT_ONCE = 2000;

/** A role to be made. */
export class NewRoleBody extends AccessBody {
  @ApiProperty({ minLength: 1, maxLength: 80 })
  @IsString()
  @Length(1, 80, { message: 'Give the role a name of at most 80 characters.' })
  name!: string;
}

/** A role as it shall be, with the version that was changed. */
export class RoleChangeBody extends NewRoleBody {
  @ApiProperty({ minimum: 1 })
  @IsInt({ message: 'Give the version that you changed.' })
  @Min(1)
  version!: number;
}

/** A role: named access that is applied to members. */
export class RoleDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() version!: number;
  @ApiProperty({ enum: ['all', 'team', 'assigned'] }) scope!: Scope;
  @ApiProperty(MATRIX as object) switches!: SwitchMatrix;
  @ApiProperty({ type: [String], description: 'Members who hold it as their own' }) memberIds!: string[];
  @ApiProperty({ type: [String], description: 'Teams whose members hold it by default' }) teamIds!: string[];
}

/** The practice's roles. */
export class RolesDto {
  @ApiProperty({ type: [RoleDto] }) items!: RoleDto[];
}

/** A role as the API shows it. */
export function toRoleDto({ id, name, version, scope, memberIds, teamIds, ...switches }: RoleTemplate): RoleDto {
  return { id, name, version, scope, switches: toMatrix(switches), memberIds, teamIds };
}

/** Which role for whom. */
export class ApplyPreviewBody {
  @ApiProperty({ format: 'uuid' })
  @IsUUID(undefined, { message: 'Name a role by its id.' })
  templateId!: string;

  @ApiProperty({ type: [String], maxItems: MOST_AT_ONCE })
  @IsArray()
  @ArrayMinSize(1, { message: 'Name at least one member.' })
  @ArrayMaxSize(MOST_AT_ONCE)
  @ArrayUnique({ message: 'Name each member once.' })
  @IsUUID(undefined, { each: true, message: 'Name members by their ids.' })
  memberIds!: string[];
}

/** Which role for whom, as it was previewed. */
export class ApplyBody extends ApplyPreviewBody {
  @ApiProperty({ description: 'From the preview: what was looked at is what is done' })
  @IsString()
  @MaxLength(LONGEST_TOKEN)
  token!: string;
}

class DifferenceDto {
  @ApiProperty({ type: String, enum: ['all', 'team', 'assigned'], nullable: true }) scope!: Scope | null;
  @ApiProperty({ type: [String], example: ['clients:read'] }) switches!: string[];
}

class AppliedOneDto implements AppliedOne {
  @ApiProperty({ format: 'uuid' }) memberId!: string;
  @ApiProperty() allowed!: boolean;
  @ApiProperty({ type: String, enum: ['unknown', 'removed', 'owner'], nullable: true }) reason!: AppliedOne['reason'];
  @ApiProperty({ type: DifferenceDto }) gains!: DifferenceDto;
  @ApiProperty({ type: DifferenceDto }) loses!: DifferenceDto;
  @ApiProperty() unchanged!: boolean;
}

/** Who would gain and lose what. */
export class ApplyPreviewDto implements ApplyPreview {
  @ApiProperty() token!: string;
  @ApiProperty({ type: [AppliedOneDto] }) items!: AppliedOneDto[];
}

/** What was done, and how to undo it. */
export class AppliedDto {
  @ApiProperty({ format: 'uuid' }) batchId!: string;
  @ApiProperty() changed!: number;
}

/** How many members hold what they held before. */
export class UndoneDto {
  @ApiProperty() changed!: number;
}
