import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { changeTeam, changeTeamMembers, createTeam, listAccessTeams, removeTeam } from '../use-cases/teams.use-case.js';
import { AccessTeamDto, AccessTeamsDto, TeamBody, teamFields, TeamMembersBody } from './teams.dto.js';

/** Teams and the teams below them. */
@ApiTags('access')
@Controller('access/teams')
export class TeamsController {
  @Get()
  @Requires('team_management:read')
  @ApiOkResponse({ type: AccessTeamsDto })
  async list(@Tx() tx: TenantTransaction): Promise<AccessTeamsDto> {
    return { items: await listAccessTeams(tx) };
  }

  @Post()
  @Requires('team_management:create', { administrator: true, fresh: true })
  @ApiCreatedResponse({ type: AccessTeamDto })
  async create(@Tx() tx: TenantTransaction, @Body() body: TeamBody): Promise<AccessTeamDto> {
    return createTeam(tx, teamFields(body));
  }

  @Put(':id')
  @Requires('team_management:update', { administrator: true, fresh: true })
  @ApiOkResponse({ type: AccessTeamDto })
  async change(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string, @Body() body: TeamBody): Promise<AccessTeamDto> {
    return changeTeam(tx, id, teamFields(body));
  }

  @Put(':id/members')
  @Requires('team_management:update', { administrator: true, fresh: true })
  @ApiOkResponse({ type: AccessTeamDto })
  async members(
    @Tx() tx: TenantTransaction,
    @Param('id', IdPipe) id: string,
    @Body() { memberIds }: TeamMembersBody,
  ): Promise<AccessTeamDto> {
    return changeTeamMembers(tx, id, memberIds);
  }

  @Delete(':id')
  @Requires('team_management:delete', { administrator: true, fresh: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async remove(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<void> {
    await removeTeam(tx, id);
  }
}
