import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import type { Team, TeamFields } from '../use-cases/teams.use-case.js';

/** A team as it shall be. */
export class TeamBody {
  @ApiProperty({ minLength: 1, maxLength: 120 })
  @IsString()
  @Length(1, 120, { message: 'Give the team a name of at most 120 characters.' })
  name!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, required: false, description: 'The team above it' })
  @IsOptional()
  @IsUUID(undefined, { message: 'Name the team above by its id.' })
  parentId?: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    required: false,
    description: 'The role that its members hold by being in it',
  })
  @IsOptional()
  @IsUUID(undefined, { message: 'Name a role by its id.' })
  defaultTemplateId?: string | null;
}

/** What a body says of a team. */
export function teamFields({ name, parentId, defaultTemplateId }: TeamBody): TeamFields {
  return { name, parentId: parentId ?? null, defaultTemplateId: defaultTemplateId ?? null };
}

/** Who shall be in a team. */
export class TeamMembersBody {
  @ApiProperty({ type: [String] })
  @IsArray()
  @ArrayMaxSize(5000)
  @ArrayUnique({ message: 'Name each member once.' })
  @IsUUID(undefined, { each: true, message: 'Name members by their ids.' })
  memberIds!: string[];
}

/** A team, the team above it, and who is in it. */
export class AccessTeamDto implements Team {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) parentId!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) defaultTemplateId!: string | null;
  @ApiProperty({ type: [String] }) memberIds!: string[];
  @ApiProperty({ description: 'Clients of the team outside the archive that you may see' }) clients!: number;
}

/** The practice's teams. */
export class AccessTeamsDto {
  @ApiProperty({ type: [AccessTeamDto] }) items!: AccessTeamDto[];
}
