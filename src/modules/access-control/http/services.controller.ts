import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { createService, issueKey, listServices, removeService, revokeKey } from '../use-cases/service-accounts.use-case.js';
import { IssuedKeyDto, NewKeyBody, NewServiceBody, ServiceDto, ServicesDto } from './services.dto.js';

/** Service accounts and their keys. What an account may do is set like a member's, under /access/members. */
@ApiTags('access')
@Controller('access')
export class ServicesController {
  @Get('services')
  @Requires('team_management:read', { administrator: true })
  @ApiOkResponse({ type: ServicesDto })
  async list(@Tx() tx: TenantTransaction): Promise<ServicesDto> {
    return { items: await listServices(tx) };
  }

  @Post('services')
  @Requires('team_management:create', { administrator: true, fresh: true })
  @ApiCreatedResponse({ type: ServiceDto })
  async create(@Tx() tx: TenantTransaction, @Body() { name, purpose }: NewServiceBody): Promise<ServiceDto> {
    return createService(tx, { name, purpose: purpose ?? '' });
  }

  @Delete('services/:id')
  @Requires('team_management:delete', { administrator: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async remove(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<void> {
    await removeService(tx, id);
  }

  @Post('services/:id/keys')
  @Requires('team_management:create', { administrator: true, fresh: true })
  @ApiCreatedResponse({ type: IssuedKeyDto })
  async issue(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string, @Body() body: NewKeyBody): Promise<IssuedKeyDto> {
    return issueKey(tx, id, { expiresAt: new Date(body.expiresAt), networks: body.networks ?? [] });
  }

  @Delete('keys/:id')
  @Requires('team_management:delete', { administrator: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async revoke(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<void> {
    await revokeKey(tx, id);
  }
}
