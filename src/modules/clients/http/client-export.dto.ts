import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { CLIENT_STATUSES, type ClientStatus } from '../domain/client.js';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const A_DAY = { message: 'Write a day as 1994-08-17.' };
const MOST_IDS = 1_000;

/** Which clients to export; an empty body means all that the caller may see, archived ones included. */
export class ExportBody {
  @ApiPropertyOptional({ enum: CLIENT_STATUSES, isArray: true })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(CLIENT_STATUSES.length)
  @IsIn(CLIENT_STATUSES, { each: true })
  status?: ClientStatus[];

  @ApiPropertyOptional({ type: [String], format: 'uuid' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_IDS)
  @IsUUID('all', { each: true })
  team?: string[];

  @ApiPropertyOptional({ type: [String], format: 'uuid' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_IDS)
  @IsUUID('all', { each: true })
  practitioner?: string[];

  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'Only these clients, for example those selected in a list.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_IDS)
  @IsUUID('all', { each: true })
  ids?: string[];

  @ApiPropertyOptional({ format: 'date' })
  @IsOptional()
  @Matches(DAY, A_DAY)
  bornFrom?: string;

  @ApiPropertyOptional({ format: 'date' })
  @IsOptional()
  @Matches(DAY, A_DAY)
  bornTo?: string;
}
