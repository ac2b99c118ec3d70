import { ApiProperty } from '@nestjs/swagger';
import { Allow } from 'class-validator';
import type { ModuleName, Role, Scope } from '../../../common/database/principal.js';

class SwitchesDto {
  @ApiProperty({ type: [String], description: 'Modules in which the caller may create' }) create!: ModuleName[];
  @ApiProperty({ type: [String] }) update!: ModuleName[];
  @ApiProperty({ type: [String] }) delete!: ModuleName[];
}

class MeMemberDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() displayName!: string;
  @ApiProperty({ format: 'email' }) email!: string;
  @ApiProperty({ enum: ['owner', 'admin', 'member'] }) role!: Role;
  @ApiProperty({ enum: ['all', 'team', 'assigned'] }) scope!: Scope;
  @ApiProperty({ type: [String] }) modules!: ModuleName[];
  @ApiProperty({ type: SwitchesDto }) switches!: SwitchesDto;
  @ApiProperty({ type: [String] }) teamIds!: string[];
}

class WordsDto {
  @ApiProperty({ example: 'case' }) matter!: string;
  @ApiProperty({ example: 'cases' }) matters!: string;
}

class MeOrganisationDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: ['migration', 'allied_health', 'dispute_resolution'] }) vertical!: string;
  @ApiProperty() locality!: string;
  @ApiProperty({ example: 'Australia/Sydney' }) timeZone!: string;
  @ApiProperty({ type: WordsDto }) words!: WordsDto;
}

class MeSessionDto {
  @ApiProperty({ format: 'date-time' }) startedAt!: string;
  @ApiProperty({ format: 'date-time' }) expiresAt!: string;
  @ApiProperty() idleMinutes!: number;
}

class ViewingDto {
  @ApiProperty({ format: 'uuid', description: 'The administrator who looks' }) by!: string;
  @ApiProperty({ format: 'date-time' }) until!: string;
}

/** Who is signed in, where, and for how long. */
export class MeDto {
  @ApiProperty({ type: MeMemberDto }) member!: MeMemberDto;
  @ApiProperty({ type: MeOrganisationDto }) organisation!: MeOrganisationDto;
  @ApiProperty({ type: MeSessionDto }) session!: MeSessionDto;
  @ApiProperty({ type: ViewingDto, nullable: true, description: 'When an administrator looks as this member: read-only' })
  viewing!: ViewingDto | null;
  @ApiProperty({ description: 'Version of the organisation key that new values are sealed under' }) keyVersion!: number;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'For those who run the practice: a way in beside single sign-on is armed',
  })
  breakGlassUntil!: string | null;
}

/** A saved choice of the caller, such as the columns of a list. */
export class PreferenceBody {
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Any JSON up to 20,000 characters' })
  @Allow()
  value!: unknown;
}
