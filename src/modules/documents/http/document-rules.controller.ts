import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { DEFAULT_ALLOWED } from '../content/file-kinds.js';
import { readRules, type DocumentRules } from '../persistence/rules.repository.js';
import { setRules } from '../use-cases/set-rules.use-case.js';

/** Which kinds of files the practice takes. */
export class DocumentRulesBody {
  @ApiProperty({ type: [String], nullable: true, description: 'MIME types; null takes every kind that can be told by its content.' })
  @IsOptional()
  @ArrayMinSize(1, { message: 'Take one kind at least.' })
  @ArrayMaxSize(60)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(120, { each: true })
  allowed!: string[] | null;

  @ApiProperty({ description: 'The version that was read.' })
  @IsInt()
  @Min(0)
  version!: number;
}

/** Which kinds of files the practice takes, and which there are. */
export class DocumentRulesDto {
  @ApiProperty({ type: [String], nullable: true }) allowed!: string[] | null;
  @ApiProperty() version!: number;
  @ApiProperty({ type: [String], description: 'Every kind that can be told by its content.' }) kinds!: string[];
}

/** The practice's own list of kinds of files. */
@ApiTags('documents')
@Controller('document-rules')
export class DocumentRulesController {
  @Get()
  @Requires('documents:read', { overlap: true })
  @ApiOkResponse({ type: DocumentRulesDto })
  async read(@Tx() tx: TenantTransaction): Promise<DocumentRulesDto> {
    return shown(await readRules(tx));
  }

  @Put()
  @Requires('settings:update', { administrator: true })
  @ApiOperation({ summary: 'Say which kinds of files the practice takes; what is on file stays' })
  @ApiOkResponse({ type: DocumentRulesDto })
  async change(@Tx() tx: TenantTransaction, @Body() { allowed, version }: DocumentRulesBody): Promise<DocumentRulesDto> {
    return shown(await setRules(tx, { allowed: allowed ?? null, version }));
  }
}

const shown = ({ allowed, version }: DocumentRules): DocumentRulesDto => ({
  allowed: allowed === null ? null : [...allowed],
  version,
  kinds: [...DEFAULT_ALLOWED],
});
