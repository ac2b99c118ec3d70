import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { LockAccount } from '../../identity/index.js';
import { accountToReset } from '../use-cases/account-to-reset.js';

/** Whether somebody's account is locked. */
export class MemberLockDto {
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Since when its owner has had it locked.' })
  lockedAt!: string | null;
}

/** Accounts that their owners locked: opened by an administrator who has talked to them, never by themselves. */
@ApiTags('access')
@Controller('access/members/:id/lock')
export class MemberLockController {
  constructor(private readonly locking: LockAccount) {}

  @Get()
  @Requires('team_management:update', { administrator: true })
  @ApiOkResponse({ type: MemberLockDto })
  async read(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<MemberLockDto> {
    const accountId = await accountToReset(tx, id);
    tx.audit({ action: 'read', subject: { kind: 'member', id }, fields: ['lock'] });
    return { lockedAt: (await this.locking.lockedAt(accountId))?.toISOString() ?? null };
  }

  /** @throws NotLocked, UnlockNotHere, OwnMembership, OwnersOnly */
  @Post('open')
  @HttpCode(204)
  @Requires('team_management:update', { administrator: true, fresh: true })
  @ApiNoContentResponse()
  async open(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string, @RequestOrigin() origin: Origin): Promise<void> {
    const accountId = await accountToReset(tx, id);
    const { orgId } = await tx.principal();
    tx.audit({ action: 'unlock', subject: { kind: 'member', id } });
    await this.locking.unlock(accountId, orgId, origin);
  }
}
