import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, SignedIn, Tx } from '../../../common/http/access.js';
import { COOKIES, type Cookies } from '../../identity/index.js';
import { explainAccess } from '../queries/explain-access.query.js';
import { beginView, endView } from '../use-cases/view-as.use-case.js';
import { AccessAnswerDto, ExplainQuery, OpenedViewDto, ViewAsBody } from './doors.dto.js';

/** Why a member reaches something or not, and a look at their world. */
@ApiTags('access')
@Controller('access')
export class DoorsController {
  constructor(@Inject(COOKIES) private readonly cookies: Cookies) {}

  @Get('explain')
  @Requires('team_management:read', { administrator: true })
  @ApiOperation({ summary: 'Why a member may or may not do something, as the policies themselves decide it' })
  @ApiOkResponse({ type: AccessAnswerDto })
  async explain(@Tx() tx: TenantTransaction, @Query() { memberId, module, act, clientId }: ExplainQuery): Promise<AccessAnswerDto> {
    return explainAccess(tx, { memberId, module, act, clientId: clientId ?? null });
  }

  @Post('view-as')
  @Requires('team_management:read', { administrator: true, fresh: true })
  @ApiOperation({ summary: 'Look at a member’s world, read-only, for half an hour at most; on record in your name' })
  @ApiCreatedResponse({ type: OpenedViewDto })
  async view(
    @Tx() tx: TenantTransaction,
    @Body() { memberId }: ViewAsBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpenedViewDto> {
    const { token, until } = await beginView(tx, memberId);
    void reply.setCookie(this.cookies.view, token.secret!, { ...this.cookies.options, expires: until });
    return { until: until.toISOString() };
  }

  @Delete('view-as')
  @SignedIn({ ownSession: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async end(@Tx() tx: TenantTransaction, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await endView(tx);
    void reply.clearCookie(this.cookies.view, this.cookies.options);
  }
}
