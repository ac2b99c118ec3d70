import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Token, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { ManageDomains } from '../use-cases/manage-domains.use-case.js';
import { CheckedDomainDto, DomainBody, DomainDto } from './single-sign-on.dto.js';
import { toDomainDto } from './single-sign-on.mapping.js';

const CHANGE = { administrator: true, fresh: true } as const;

/** Mail domains that a practice claims and proves. */
@ApiTags('single-sign-on')
@Controller('single-sign-on/domains')
export class SignOnDomainsController {
  constructor(private readonly domains: ManageDomains) {}

  @Post()
  @Requires('settings:update', CHANGE)
  @ApiCreatedResponse({ type: DomainDto })
  async claim(@Body() { domain }: DomainBody, @Tx() tx: TenantTransaction): Promise<DomainDto> {
    return toDomainDto(await this.domains.claim(tx, domain));
  }

  /** Asks name servers, so no transaction is held meanwhile. */
  @Post(':id/check')
  @Requires('settings:update', { ...CHANGE, transaction: 'own' })
  @HttpCode(200)
  @ApiOkResponse({ type: CheckedDomainDto })
  async check(@Param('id', IdPipe) id: string, @Token() token: GrantToken, @RequestOrigin() origin: Origin): Promise<CheckedDomainDto> {
    const { domain, found } = await this.domains.check(token, id, origin);
    return { domain: toDomainDto(domain), found };
  }

  @Delete(':id')
  @Requires('settings:update', CHANGE)
  @HttpCode(204)
  @ApiNoContentResponse()
  async release(@Param('id', IdPipe) id: string, @Tx() tx: TenantTransaction): Promise<void> {
    await this.domains.release(tx, id);
  }
}
