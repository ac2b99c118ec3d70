import { Body, Controller, Get, HttpCode, Post, Put, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { forwardingIgnored } from '../../../common/http/request-origin.js';
import { listRefusals, previewNetworks, readNetworkList } from '../queries/networks.query.js';
import { readList, saveNetworks } from '../use-cases/save-networks.use-case.js';
import { NetworkListBody, NetworkPreviewDto, NetworkRefusalsDto, NetworksBody, NetworksDto } from './networks.dto.js';

/** From where the practice may be entered (promise I-32). */
@ApiTags('security')
@Controller('organisation/networks')
export class NetworksController {
  @Get()
  @Requires('settings:read')
  @ApiOkResponse({ type: NetworksDto })
  async read(@Tx() tx: TenantTransaction, @Req() request: FastifyRequest): Promise<NetworksDto> {
    const { changedByName, changedAt, ...list } = await readNetworkList(tx);
    return {
      ...list,
      changedAt: changedAt?.toISOString() ?? null,
      changedBy: changedByName,
      forwardingIgnored: forwardingIgnored(request),
    };
  }

  /** @throws NetworkLocksYouOut unless it is confirmed */
  @Put()
  @Requires('settings:update', { administrator: true, fresh: true })
  @ApiOperation({ summary: 'Set the list and whether it is enforced: it holds from the next request of every session and key' })
  @ApiOkResponse({ type: NetworksDto })
  async save(
    @Body() { mode, networks, version, confirmLockOut = false }: NetworksBody,
    @Tx() tx: TenantTransaction,
    @Req() request: FastifyRequest,
  ): Promise<NetworksDto> {
    await saveNetworks(tx, { mode, networks, version, confirmLockOut });
    return this.read(tx, request);
  }

  @Post('preview')
  @HttpCode(200)
  @Requires('settings:read', { administrator: true })
  @ApiOperation({ summary: 'Who would have been refused by a list in the last thirty days; changes nothing' })
  @ApiOkResponse({ type: NetworkPreviewDto })
  async preview(@Body() { networks }: NetworkListBody, @Tx() tx: TenantTransaction): Promise<NetworkPreviewDto> {
    const { outside, ...rest } = await previewNetworks(tx, readList(networks));
    return { ...rest, outside: outside.map((line) => ({ ...line, lastAt: line.lastAt.toISOString() })) };
  }

  @Get('refusals')
  @Requires('settings:read', { administrator: true })
  @ApiOperation({ summary: 'Who was refused for their network, or would have been in a dry run, newest first' })
  @ApiOkResponse({ type: NetworkRefusalsDto })
  async refusals(@Tx() tx: TenantTransaction): Promise<NetworkRefusalsDto> {
    const lines = await listRefusals(tx);
    return { items: lines.map((line) => ({ ...line, firstAt: line.firstAt.toISOString(), lastAt: line.lastAt.toISOString() })) };
  }
}
