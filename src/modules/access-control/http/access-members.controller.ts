import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { InvalidInput, NotFound } from '../../../common/errors.js';
import { Requires, SignedIn, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { accessChanges, memberAccess, memberAccesses } from '../queries/member-access.query.js';
import { changeAccess, changeRole, changeTeams, stepMember, type MemberStep } from '../use-cases/change-member.use-case.js';
import { InviteMember } from '../use-cases/invite-member.use-case.js';
import {
  AccessBody,
  accessOf,
  InviteBody,
  MemberAccessDto,
  MemberAccessesDto,
  MemberAccessHistoryDto,
  RoleBody,
  TeamIdsBody,
} from './access-members.dto.js';

/** Members and what they hold: who is in the practice, and how far each one reaches. */
@ApiTags('access')
@Controller('access/members')
export class AccessMembersController {
  constructor(private readonly invitations: InviteMember) {}

  @Get()
  @Requires('team_management:read')
  @ApiOkResponse({ type: MemberAccessesDto })
  async list(@Tx() tx: TenantTransaction): Promise<MemberAccessesDto> {
    return { items: await memberAccesses(tx) };
  }

  @Get(':id')
  @Requires('team_management:read')
  @ApiOkResponse({ type: MemberAccessHistoryDto })
  async read(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<MemberAccessHistoryDto> {
    return { ...(await memberAccess(tx, id)), changes: await accessChanges(tx, id) };
  }

  @Post('invite')
  @Requires('team_management:create', { administrator: true, fresh: true })
  @ApiCreatedResponse({ type: MemberAccessDto })
  async invite(@Tx() tx: TenantTransaction, @Body() body: InviteBody): Promise<MemberAccessDto> {
    const { email, displayName, title = '', role, teamIds, templateId, scope, switches } = body;
    if ((templateId === undefined) === (scope === undefined || switches === undefined)) {
      throw new InvalidInput([{ field: 'templateId', code: 'needed', message: 'Give a role, or else scope and switches.' }]);
    }
    const access = templateId === undefined ? accessOf({ scope: scope!, switches: switches! }) : { templateId };
    return memberAccess(tx, await this.invitations.execute(tx, { email, displayName, title, role, access, teamIds }));
  }

  @Post(':id/resend')
  @HttpCode(200)
  @Requires('team_management:create', { administrator: true, fresh: true })
  @ApiOkResponse({ type: MemberAccessDto })
  async resend(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<MemberAccessDto> {
    await this.invitations.again(tx, id);
    return memberAccess(tx, id);
  }

  @Post(':id/suspend')
  @HttpCode(200)
  @Requires('team_management:update', { administrator: true, fresh: true })
  @ApiOkResponse({ type: MemberAccessDto })
  async suspend(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<MemberAccessDto> {
    return step(tx, id, 'suspend');
  }

  @Post(':id/reactivate')
  @HttpCode(200)
  @Requires('team_management:update', { administrator: true, fresh: true })
  @ApiOkResponse({ type: MemberAccessDto })
  async reactivate(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<MemberAccessDto> {
    return step(tx, id, 'reactivate');
  }

  @Post(':id/remove')
  @HttpCode(200)
  @Requires('team_management:delete', { administrator: true, fresh: true })
  @ApiOkResponse({ type: MemberAccessDto })
  async remove(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<MemberAccessDto> {
    return step(tx, id, 'remove');
  }

  @Put(':id/role')
  @Requires('team_management:update', { administrator: true, fresh: true })
  @ApiOkResponse({ type: MemberAccessDto })
  async role(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string, @Body() { role }: RoleBody): Promise<MemberAccessDto> {
    await changeRole(tx, id, role);
    return memberAccess(tx, id);
  }

  @Put(':id/access')
  @Requires('team_management:update', { administrator: true, fresh: true })
  @ApiOkResponse({ type: MemberAccessDto })
  async access(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string, @Body() body: AccessBody): Promise<MemberAccessDto> {
    await changeAccess(tx, id, accessOf(body));
    return memberAccess(tx, id);
  }

  @Put(':id/teams')
  @Requires('team_management:update', { administrator: true, fresh: true })
  @ApiOkResponse({ type: MemberAccessDto })
  async teams(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string, @Body() { teamIds }: TeamIdsBody): Promise<MemberAccessDto> {
    await changeTeams(tx, id, teamIds);
    return memberAccess(tx, id);
  }
}

/** What the caller holds, and who changed it. */
@ApiTags('me')
@Controller('me/access')
export class OwnAccessController {
  @Get()
  @SignedIn()
  @ApiOkResponse({ type: MemberAccessHistoryDto })
  async own(@Tx() tx: TenantTransaction): Promise<MemberAccessHistoryDto> {
    const { memberId } = await tx.principal();
    if (memberId === null) throw new NotFound();
    return { ...(await memberAccess(tx, memberId)), changes: await accessChanges(tx, memberId) };
  }
}

async function step(tx: TenantTransaction, id: string, what: MemberStep): Promise<MemberAccessDto> {
  await stepMember(tx, id, what);
  return memberAccess(tx, id);
}
