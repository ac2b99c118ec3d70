import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { chooseDefaultRole, endToken, issueToken, readDirectory, type DirectoryToken } from '../use-cases/directory-settings.use-case.js';
import { DirectoryBody, DirectoryDto, IssuedDirectoryTokenDto, NewDirectoryTokenBody, type DirectoryTokenDto } from './directory.dto.js';
import { SCIM_BASE } from './scim-base.token.js';

/** The practice's directory: its tokens, what it gives, and what it asked for in vain. */
@ApiTags('access')
@Controller('access/directory')
export class DirectoryController {
  constructor(@Inject(SCIM_BASE) private readonly base: string) {}

  @Get()
  @Requires('team_management:read', { administrator: true })
  @ApiOkResponse({ type: DirectoryDto })
  async read(@Tx() tx: TenantTransaction): Promise<DirectoryDto> {
    const { tokens, refusals, ...rest } = await readDirectory(tx);
    return {
      baseUrl: this.base,
      ...rest,
      tokens: tokens.map(toDto),
      refusals: refusals.map(({ at, ...refusal }) => ({ at: at.toISOString(), ...refusal })),
    };
  }

  /** @throws InvalidInput, AboveOwnAccess */
  @Put()
  @Requires('team_management:update', { administrator: true, fresh: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async choose(@Body() { defaultTemplateId }: DirectoryBody, @Tx() tx: TenantTransaction): Promise<void> {
    await chooseDefaultRole(tx, defaultTemplateId);
  }

  /** @throws TooManyKeys, KeyLifeRefused */
  @Post('tokens')
  @Requires('team_management:create', { administrator: true, fresh: true })
  @ApiCreatedResponse({ type: IssuedDirectoryTokenDto })
  async issue(@Body() { expiresAt }: NewDirectoryTokenBody, @Tx() tx: TenantTransaction): Promise<IssuedDirectoryTokenDto> {
    const { token, line } = await issueToken(tx, new Date(expiresAt));
    return { token, line: toDto(line) };
  }

  @Delete('tokens/:id')
  @Requires('team_management:delete', { administrator: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async end(@Param('id', IdPipe) id: string, @Tx() tx: TenantTransaction): Promise<void> {
    await endToken(tx, id);
  }
}

function toDto({ id, madeAt, usedAt, expiresAt, endedAt, expired }: DirectoryToken): DirectoryTokenDto {
  return {
    id,
    madeAt: madeAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
    expiresAt: expiresAt.toISOString(),
    state: endedAt !== null ? 'ended' : expired ? 'expired' : 'live',
  };
}
