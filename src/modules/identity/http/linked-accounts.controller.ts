import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { SignedIn, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import type { Provider } from '../domain/provider.js';
import { ProviderSignIn } from '../use-cases/provider-sign-in.use-case.js';
import { ManageFactors } from '../use-cases/manage-factors.use-case.js';
import { callerOf, type Caller } from './caller.js';
import { COOKIES, secretIn, type Cookies } from './cookies.js';
import { AVAILABLE } from './providers.controller.js';
import { LinkedAccountsDto } from './providers.dto.js';

/** One's own linked accounts. Linking and unlinking ask for a fresh proof. */
@ApiTags('security')
@Controller('me/linked-accounts')
export class LinkedAccountsController {
  constructor(
    private readonly signIn: ProviderSignIn,
    private readonly managing: ManageFactors,
    @Inject(AVAILABLE) private readonly available: Provider[],
    @Inject(COOKIES) private readonly cookies: Cookies,
  ) {}

  @Get()
  @SignedIn({ ownSession: true })
  @ApiOkResponse({ type: LinkedAccountsDto })
  async list(@Req() request: FastifyRequest, @Tx() tx: TenantTransaction): Promise<LinkedAccountsDto> {
    const { accountId, sessionId } = await callerOf(tx);
    tx.audit({ action: 'read', subject: { kind: 'linked_accounts', id: sessionId } });
    const { items, waiting } = await this.signIn.list(accountId, secretIn(request, this.cookies.provider));
    return {
      items: items.map(({ createdAt, lastUsedAt, ...rest }) => ({
        ...rest,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
      })),
      waiting: waiting && { provider: waiting.provider, email: waiting.email },
      available: this.available,
    };
  }

  /** Links the account that this browser came back with. @throws ProviderFlowOver, ProviderTaken, ProviderLinked */
  @Post()
  @SignedIn({ ownSession: true, fresh: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async link(
    @Req() request: FastifyRequest,
    @Tx() tx: TenantTransaction,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { accountId, sessionId } = await this.ownAccount(tx);
    tx.audit({ action: 'create', subject: { kind: 'linked_account', id: sessionId } });
    await this.signIn.link(accountId, secretIn(request, this.cookies.provider), origin);
    void reply.clearCookie(this.cookies.provider, this.cookies.options);
  }

  @Delete('waiting')
  @SignedIn({ ownSession: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async dismiss(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.signIn.dismiss(secretIn(request, this.cookies.provider));
    void reply.clearCookie(this.cookies.provider, this.cookies.options);
  }

  @Delete(':id')
  @SignedIn({ ownSession: true, fresh: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async unlink(@Param('id', IdPipe) id: string, @Tx() tx: TenantTransaction, @RequestOrigin() origin: Origin): Promise<void> {
    const { accountId, sessionId } = await this.ownAccount(tx);
    tx.audit({ action: 'delete', subject: { kind: 'linked_account', id: sessionId } });
    await this.signIn.unlink(accountId, id, origin);
  }

  /** What opens an account that another practice relies on is not for a session to change that this one's provider opened. */
  private async ownAccount(tx: TenantTransaction): Promise<Caller> {
    const caller = await callerOf(tx);
    await this.managing.assertOwnAccount(caller.sessionId);
    return caller;
  }
}
