import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { MODULES, type Act, type ModuleName } from '../../../common/database/principal.js';
import type { AccessStep } from '../queries/explain-access.query.js';

const MODULE_NAMES = Object.keys(MODULES) as ModuleName[];
const ACT_NAMES: Act[] = ['create', 'read', 'update', 'delete'];

/** What the explainer is asked. */
export class ExplainQuery {
  @ApiProperty({ format: 'uuid' })
  @IsUUID(undefined, { message: 'Name a member.' })
  memberId!: string;

  @ApiProperty({ format: 'uuid', required: false, description: 'Without it: anything in the module' })
  @IsOptional()
  @IsUUID(undefined, { message: 'Name a client, or none.' })
  clientId?: string;

  @ApiProperty({ enum: MODULE_NAMES })
  @IsIn(MODULE_NAMES, { message: `Choose one of the modules: ${MODULE_NAMES.join(', ')}.` })
  module!: ModuleName;

  @ApiProperty({ enum: ACT_NAMES })
  @IsIn(ACT_NAMES, { message: 'Choose create, read, update or delete.' })
  act!: Act;
}

class AccessSourceDto {
  @ApiProperty({ enum: ['manual', 'template', 'team', 'directory'] }) source!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) sourceId!: string | null;
}

class AccessStepDto {
  @ApiProperty({ enum: ['state', 'role', 'switch', 'wall', 'private', 'scope', 'team', 'assignment'] }) kind!: AccessStep['kind'];
  @ApiProperty() allows!: boolean;
  @ApiProperty({ description: 'The answer turns on this one' }) decides!: boolean;
  @ApiProperty() text!: string;
  @ApiProperty({ type: [AccessSourceDto] }) sources!: AccessSourceDto[];
}

/** Yes or no as the policies say, and what decided it. */
export class AccessAnswerDto {
  @ApiProperty() allowed!: boolean;
  @ApiProperty({ type: [AccessStepDto] }) steps!: AccessStepDto[];
}

/** Whose world to look at. */
export class ViewAsBody {
  @ApiProperty({ format: 'uuid' })
  @IsUUID(undefined, { message: 'Name a member.' })
  memberId!: string;
}

/** When the look ends by itself. */
export class OpenedViewDto {
  @ApiProperty({ format: 'date-time' }) until!: string;
}
