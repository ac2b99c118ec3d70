import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { ResetFactors } from '../../identity/index.js';
import { accountToReset } from '../use-cases/account-to-reset.js';

/** Somebody's second factors, as an administrator sees them. */
export class MemberFactorsDto {
  @ApiProperty({ enum: ['passkey', 'totp'], isArray: true, description: 'Which kinds they use; never which ones.' })
  kinds!: ('passkey' | 'totp')[];

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When a reset that was asked for happens.' })
  resetDueAt!: string | null;
}

/** Second factors of members who lost theirs: reset a day after an administrator asks, unless one is used before. */
@ApiTags('access')
@Controller('access/members/:id/factors')
export class MemberFactorsController {
  constructor(private readonly resets: ResetFactors) {}

  @Get()
  @Requires('team_management:update', { administrator: true })
  @ApiOkResponse({ type: MemberFactorsDto })
  async read(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<MemberFactorsDto> {
    const accountId = await accountToReset(tx, id);
    tx.audit({ action: 'read', subject: { kind: 'member', id }, fields: ['factors'] });
    const { kinds, resetDueAt } = await this.resets.state(accountId);
    return { kinds, resetDueAt: resetDueAt?.toISOString() ?? null };
  }

  @Post('reset')
  @HttpCode(200)
  @Requires('team_management:update', { administrator: true, fresh: true })
  @ApiOkResponse({ type: MemberFactorsDto })
  async reset(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string, @RequestOrigin() origin: Origin): Promise<MemberFactorsDto> {
    const accountId = await accountToReset(tx, id);
    const { orgId, actorId } = await tx.principal();
    tx.audit({ action: 'update', subject: { kind: 'member', id }, fields: ['factor_reset'] });
    const due = await this.resets.ask(accountId, orgId, actorId ?? orgId, origin);
    const { kinds } = await this.resets.state(accountId);
    return { kinds, resetDueAt: due.toISOString() };
  }

  @Delete('reset')
  @HttpCode(204)
  @Requires('team_management:update', { administrator: true })
  @ApiNoContentResponse()
  async callOff(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<void> {
    const accountId = await accountToReset(tx, id);
    tx.audit({ action: 'update', subject: { kind: 'member', id }, fields: ['factor_reset'] });
    const { orgId } = await tx.principal();
    await this.resets.callOff(accountId, orgId);
  }
}
