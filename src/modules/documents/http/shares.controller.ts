import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CLOCK, type Clock } from '../../../common/clock/clock.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import { Requires, Token, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import type { StoredShare } from '../persistence/share.repository.js';
import { DocumentInvalid } from '../domain/document.errors.js';
import { listShares, shareLines } from '../queries/shares.query.js';
import { ShareDocument, type ShareCommand } from '../use-cases/share-document.use-case.js';
import { ShareBody, ShareDto, SharesDto } from './shares.dto.js';

/** Sharing a document with a colleague or with somebody outside. */
@ApiTags('documents')
@Controller()
export class SharesController {
  constructor(
    private readonly shares: ShareDocument,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('documents/:id/shares')
  @Requires('documents:read', { overlap: true })
  @ApiOkResponse({ type: SharesDto })
  async list(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<SharesDto> {
    return { items: await listShares(tx, id, this.clock.now()) };
  }

  @Post('documents/:id/shares')
  @Requires('documents:update', { transaction: 'own' })
  @ApiOperation({
    summary: 'Share a document',
    description:
      'With a colleague who may see it, or with somebody outside: a link by mail, a code to the same address, an hour from opening.',
  })
  @ApiCreatedResponse({ type: ShareDto })
  async share(
    @Token() token: GrantToken,
    @RequestOrigin() origin: Origin,
    @Param('id', IdPipe) id: string,
    @Body() body: ShareBody,
  ): Promise<ShareDto> {
    const { download, watermark, days, message } = body;
    const command = { documentId: id, to: toWhom(body), download, watermark, days, message: message?.trim() || null };
    const show = (tx: TenantTransaction, share: StoredShare) => shareLines(tx, [share], this.clock.now());
    return (await this.shares.execute(token, origin, command, show))[0]!;
  }

  @Post('document-shares/:id/end')
  @HttpCode(200)
  @Requires('documents:update')
  @ApiOperation({ summary: 'End a share at once, for whoever is looking as well' })
  @ApiOkResponse({ type: ShareDto })
  async end(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<ShareDto> {
    return (await shareLines(tx, [await this.shares.end(tx, id)], this.clock.now()))[0]!;
  }
}

/** @throws DocumentInvalid unless there is exactly one of the two */
function toWhom({ email, name, memberId }: ShareBody): ShareCommand['to'] {
  if (memberId !== undefined && email === undefined) return { memberId };
  if (email !== undefined && memberId === undefined) return { email, name: name?.trim() || null };
  throw new DocumentInvalid([{ field: 'email', code: 'one_of', message: 'Choose a colleague, or give the address of somebody outside.' }]);
}
