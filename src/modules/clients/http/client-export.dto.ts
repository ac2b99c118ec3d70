import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, Matches } from 'class-validator';
import { CLIENT_STATUSES, type ClientStatus } from '../domain/client.js';
import { ID_OR_NONE } from './client-lists.dto.js';

const MOST_IDS = 1_000;
const WHAT_FILTERS = 'Give ids, or none for clients that belong to nobody.';

/** Which clients to export; an empty body means all that the caller may see, archived ones included. */
export class ExportBody {
  @ApiProperty({ required: false, enum: CLIENT_STATUSES, isArray: true })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(CLIENT_STATUSES.length)
  @IsIn([...CLIENT_STATUSES], { each: true, message: 'There is no such status.' })
  status?: ClientStatus[];

  @ApiProperty({ required: false, type: [String], description: WHAT_FILTERS })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_IDS)
  @Matches(ID_OR_NONE, { each: true, message: WHAT_FILTERS })
  team?: string[];

  @ApiProperty({ required: false, type: [String], description: WHAT_FILTERS })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_IDS)
  @Matches(ID_OR_NONE, { each: true, message: WHAT_FILTERS })
  practitioner?: string[];

  @ApiProperty({
    required: false,
    type: [String],
    format: 'uuid',
    maxItems: MOST_IDS,
    description: 'Only these clients, for example those selected in a list.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_IDS)
  @IsUUID('all', { each: true, message: 'Give ids of clients.' })
  ids?: string[];

  @ApiProperty({ required: false, format: 'date' })
  @IsOptional()
  @IsString()
  bornFrom?: string;

  @ApiProperty({ required: false, format: 'date' })
  @IsOptional()
  @IsString()
  bornTo?: string;
}
